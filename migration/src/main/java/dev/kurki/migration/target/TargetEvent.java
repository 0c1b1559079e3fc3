package dev.kurki.migration.target;

import dev.kurki.actors.machine.MachineId;

/** What a target tells its node. */
public sealed interface TargetEvent {
  /** The machine that comes, or came. */
  MachineId machine();

  /** The target has a verified copy and waits for the source's decision. */
  record Waiting(MachineId machine) implements TargetEvent {}

  /**
   * The machine is this node's and runs here.
   *
   * @param epoch the fencing token under which this node owns it
   */
  record TakenOver(MachineId machine, long epoch) implements TargetEvent {}

  /** The machine does not come; its copy is powered off. */
  record GivenUp(MachineId machine, String reason) implements TargetEvent {}
}
