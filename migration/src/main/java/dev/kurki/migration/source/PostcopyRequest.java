package dev.kurki.migration.source;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.pattern.StatusReply;

/** What an operator wants of post-copy; each is answered by one sentence, of success or of error. */
public sealed interface PostcopyRequest {
  /** Who is answered. */
  ActorRef<StatusReply<String>> replyTo();

  /** Switches the guest to the target, as soon as the round that is being sent can be cut short. */
  record Start(ActorRef<StatusReply<String>> replyTo) implements PostcopyRequest {}

  /** Makes the connections anew after the switch. */
  record Recover(ActorRef<StatusReply<String>> replyTo) implements PostcopyRequest {}
}
