package dev.kurki.conf.node;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/** Spawns a node's actors, each under a name that is used once; part of the node actor's state. */
final class Children {
  private final ActorContext<NodeMessage> context;
  private long count;

  Children(ActorContext<NodeMessage> context) {
    this.context = context;
  }

  /** Spawns an actor whose failure the node hears of. */
  <M> ActorRef<M> spawn(Behavior<M> behavior, String name) {
    ActorRef<M> child = spawn(behavior, name, Props.empty());
    context.watch(child);
    return child;
  }

  /** Spawns an actor that tells by itself how it fares. */
  <M> ActorRef<M> spawn(Behavior<M> behavior, String name, Props props) {
    return context.spawn(behavior, name + "-" + ++count, props);
  }
}
