package dev.kurki.conf.node;

import java.nio.file.Path;
import java.util.Optional;

import dev.kurki.actors.section.Refusal;
import dev.kurki.conf.node.NodeMessage.Rejected;
import dev.kurki.conf.node.NodeMessage.Reply;
import dev.kurki.migration.control.MachineDescription;
import dev.kurki.migration.control.Offer;
import dev.kurki.migration.control.OfferReply.Declined;
import org.apache.pekko.actor.typed.ActorRef;

/** Why a machine is built on this node, and who hears if it is not. */
sealed interface PlanRequest {
  /** Tells whoever asked why there is no machine. */
  void refuse(Refusal refusal);

  /** The description that the machine has to agree with, if its state comes from elsewhere. */
  default Optional<MachineDescription> described() {
    return Optional.empty();
  }

  /** To be powered on. */
  record ToLaunch(ActorRef<Reply> replyTo) implements PlanRequest {
    @Override
    public void refuse(Refusal refusal) {
      replyTo.tell(new Rejected(refusal.actual(), Optional.empty()));
    }
  }

  /** To take what another node offers. */
  record ToTake(Offer offer) implements PlanRequest {
    @Override
    public void refuse(Refusal refusal) {
      offer.replyTo().tell(new Declined(refusal));
    }

    @Override
    public Optional<MachineDescription> described() {
      return Optional.of(offer.description());
    }
  }

  /** To take what a file has. */
  record ToRestore(Path file, MachineDescription description, ActorRef<Reply> replyTo) implements PlanRequest {
    @Override
    public void refuse(Refusal refusal) {
      replyTo.tell(new Rejected(file + ": " + refusal.sentence(), Optional.empty()));
    }

    @Override
    public Optional<MachineDescription> described() {
      return Optional.of(description);
    }
  }
}
