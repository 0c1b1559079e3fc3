package dev.kurki.migration.source;

import dev.kurki.migration.control.Offer;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Where a machine is to go.
 *
 * @param name the target node's, for people
 * @param node who takes offers there
 * @param switchoverNanos how long a guest is expected to be stopped on its way there beside its last pages: for sections and
 *     hand-over, as measured before
 */
public record Destination(String name, ActorRef<? super Offer> node, long switchoverNanos) {}
