package dev.kurki.migration.target;

import dev.kurki.actors.machine.MachineMessage;
import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.migration.policy.BlacklistEntry;
import dev.kurki.actors.section.Section;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * The machine built for what comes.
 *
 * @param machine its supervisor; it is paused
 * @param memory its RAM, all zero
 * @param blacklist what the node knows to be broken
 * @param warmUp makes use of hints before the machine runs; complete when that is done
 */
public record BuiltMachine(ActorRef<MachineMessage> machine, GuestMemory memory, List<BlacklistEntry> blacklist,
    Function<List<Section>, CompletionStage<Done>> warmUp) {
  /** One that has no use for hints. */
  public BuiltMachine(ActorRef<MachineMessage> machine, GuestMemory memory, List<BlacklistEntry> blacklist) {
    this(machine, memory, blacklist, _ -> CompletableFuture.completedFuture(Done.getInstance()));
  }

  /** Copies the list. */
  public BuiltMachine {
    blacklist = List.copyOf(blacklist);
  }
}
