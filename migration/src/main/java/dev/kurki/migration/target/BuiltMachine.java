package dev.kurki.migration.target;

import dev.kurki.actors.machine.MachineMessage;
import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.migration.policy.BlacklistEntry;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * The machine built for what comes.
 *
 * @param machine its supervisor; it is paused
 * @param memory its RAM, all zero
 * @param blacklist what the node knows to be broken
 */
public record BuiltMachine(ActorRef<MachineMessage> machine, GuestMemory memory, List<BlacklistEntry> blacklist) {
  /** Copies the list. */
  public BuiltMachine {
    blacklist = List.copyOf(blacklist);
  }
}
