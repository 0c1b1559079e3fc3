package dev.kurki.conf.node;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import dev.kurki.actors.section.Refusal;
import dev.kurki.conf.node.NodeMessage.Rejected;
import dev.kurki.conf.node.NodeMessage.Reply;
import dev.kurki.migration.control.MachineDescription;
import dev.kurki.migration.control.Offer;
import dev.kurki.migration.policy.BlacklistEntry;
import dev.kurki.migration.control.OfferReply.Declined;
import org.apache.pekko.actor.typed.ActorRef;

/** Why a machine is built on this node, and who hears if it is not. */
sealed interface PlanRequest {
  /** Tells whoever asked why there is no machine: at least one reason. */
  void refuse(List<Refusal> refusals);

  /** The description that the machine has to agree with, if its state comes from elsewhere. */
  default Optional<MachineDescription> described() {
    return Optional.empty();
  }

  /** What whoever offers the machine knows to be broken. */
  default List<BlacklistEntry> told() {
    return List.of();
  }

  /** What the node that offers the machine can do, if one does. */
  default Optional<List<String>> capabilities() {
    return Optional.empty();
  }

  /** To be powered on. */
  record ToLaunch(ActorRef<Reply> replyTo) implements PlanRequest {
    @Override
    public void refuse(List<Refusal> refusals) {
      replyTo.tell(new Rejected(refusals.getFirst().actual(), Optional.empty()));
    }
  }

  /** To take what another node offers. */
  record ToTake(Offer offer) implements PlanRequest {
    @Override
    public void refuse(List<Refusal> refusals) {
      offer.replyTo().tell(new Declined(refusals));
    }

    @Override
    public Optional<MachineDescription> described() {
      return Optional.of(offer.description());
    }

    @Override
    public List<BlacklistEntry> told() {
      return offer.blacklist();
    }

    @Override
    public Optional<List<String>> capabilities() {
      return Optional.of(offer.capabilities());
    }
  }

  /** To take what a file has; before its RAM is read, if that is wanted. */
  record ToRestore(Path file, boolean isLazy, MachineDescription description,
      ActorRef<Reply> replyTo) implements PlanRequest {
    @Override
    public void refuse(List<Refusal> refusals) {
      replyTo.tell(new Rejected(file + ": " + Refusal.sentences(refusals), Optional.empty()));
    }

    @Override
    public Optional<MachineDescription> described() {
      return Optional.of(description);
    }
  }
}
