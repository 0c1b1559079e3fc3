package dev.kurki.migration.source;

import dev.kurki.actors.machine.MachineId;
import dev.kurki.actors.machine.MachineMessage;
import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.Refusal;
import dev.kurki.actors.section.Section;
import dev.kurki.migration.control.MachineDescription;
import dev.kurki.migration.policy.Blacklist;
import dev.kurki.migration.policy.BlacklistEntry;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * The machine that a source moves.
 *
 * @param description how it is offered
 * @param blacklist what the source's node knows to be broken
 * @param epoch the fencing token under which this node owns it
 * @param machine its supervisor
 * @param memory its RAM
 * @param running whether it runs and is to run on if it is not moved
 * @param unmigratable why its source cannot move it, whoever takes it; none where it can
 * @param hints asks it for what helps a target before it runs there and is no state of it; none where there is no such
 */
public record MachineToMove(MachineDescription description, List<BlacklistEntry> blacklist, long epoch,
    ActorRef<MachineMessage> machine, GuestMemory memory, boolean running, List<Refusal> unmigratable,
    Supplier<CompletionStage<List<Section>>> hints) {
  /** One that gives no hints. */
  public MachineToMove(MachineDescription description, List<BlacklistEntry> blacklist, long epoch,
      ActorRef<MachineMessage> machine, GuestMemory memory, boolean running, List<Refusal> unmigratable) {
    this(description, blacklist, epoch, machine, memory, running, unmigratable,
        () -> CompletableFuture.completedFuture(List.of()));
  }

  /** Copies the lists. */
  public MachineToMove {
    blacklist = List.copyOf(blacklist);
    unmigratable = List.copyOf(unmigratable);
  }

  /** The machine's name. */
  public MachineId id() {
    return description.machine();
  }

  /** Why a state that it has come to is not to be moved: an entry of the blacklist may be about states alone. */
  List<Refusal> refusalsOf(List<Section> state) {
    return Blacklist.check(blacklist, description.provenance(), description.machineType(), state).stream()
        .map(refusal -> refusal.of(id().name())).toList();
  }
}
