package dev.kurki.conf.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

import dev.kurki.conf.node.NodeMessage.Listing;
import dev.kurki.conf.node.PeerMessage.Inventory;
import dev.kurki.conf.node.PeerMessage.TakeInventory;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Asks all nodes what they host, for one listing; who does not answer in time is left out. */
final class InventoryActor {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private sealed interface Step {}

  private record Counted(Inventory inventory) implements Step {}

  private record TimeIsUp() implements Step {}

  private InventoryActor() {}

  static Behavior<Void> create(Collection<ActorRef<PeerMessage>> nodes, ActorRef<Listing> replyTo) {
    return Behaviors.<Step>setup(context -> Behaviors.withTimers(timers -> {
      ActorRef<Inventory> ear = context.messageAdapter(Inventory.class, Counted::new);
      nodes.forEach(node -> node.tell(new TakeInventory(ear)));
      timers.startSingleTimer(new TimeIsUp(), TIMEOUT);
      List<Inventory> counted = new ArrayList<>();
      return Behaviors.receiveMessage(step -> {
        if (step instanceof Counted(var inventory)) {
          counted.add(inventory);
          if (counted.size() < nodes.size()) {
            return Behaviors.same();
          }
        }
        counted.sort(Comparator.comparing(Inventory::node));
        replyTo.tell(new Listing(counted));
        return Behaviors.stopped();
      });
    })).unsafeCast();
  }
}
