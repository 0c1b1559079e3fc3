package dev.kurki.migration.control;

import org.apache.pekko.actor.typed.ActorRef;

/**
 * A source offers a machine to another node.
 *
 * @param description the machine
 * @param epoch the fencing token under which the source owns it; the target will own it under the next
 * @param source who is to hear from the target
 * @param replyTo who gets the answer
 */
public record Offer(MachineDescription description, long epoch, ActorRef<FromTarget> source,
    ActorRef<OfferReply> replyTo) implements ControlMessage {}
