package dev.kurki.migration.control;

import dev.kurki.migration.policy.BlacklistEntry;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * A source offers a machine to another node.
 *
 * @param description the machine
 * @param blacklist the source's, which may know more than the target's
 * @param capabilities what the source can do, by {@link Capability#word}; none from a node of the release 0.1
 * @param epoch the fencing token under which the source owns it; the target will own it under the next
 * @param source who is to hear from the target
 * @param replyTo who gets the answer
 */
public record Offer(MachineDescription description, List<BlacklistEntry> blacklist, List<String> capabilities,
    long epoch,
    ActorRef<FromTarget> source,
    ActorRef<OfferReply> replyTo) implements ControlMessage {
  /** Copies the lists. */
  public Offer {
    blacklist = List.copyOf(blacklist);
    capabilities = Capability.listed(capabilities);
  }
}
