package dev.kurki.migration.source;

import dev.kurki.migration.control.Offer;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Where a machine is to go.
 *
 * @param name the target node's, for people
 * @param node who takes offers there
 */
public record Destination(String name, ActorRef<? super Offer> node) {}
