package dev.kurki.migration.target;

import dev.kurki.actors.machine.MachineId;

/** What a target tells its node. */
public sealed interface TargetEvent {
  /** The machine that comes, or came. */
  MachineId machine();

  /** The target has a verified copy and waits for the source's decision. */
  record Waiting(MachineId machine) implements TargetEvent {}

  /**
   * The machine is this node's and runs here, while pages are still to come.
   *
   * @param epoch the fencing token under which this node owns it
   */
  record RunsInPart(MachineId machine, long epoch) implements TargetEvent {}

  /** Pages come to a machine that runs in part. */
  record Flowing(MachineId machine) implements TargetEvent {}

  /**
   * No pages come to a machine that runs in part.
   *
   * @param reason for people
   */
  record Stalled(MachineId machine, String reason) implements TargetEvent {}

  /**
   * The machine is this node's and runs here, whole.
   *
   * @param epoch the fencing token under which this node owns it
   */
  record TakenOver(MachineId machine, long epoch) implements TargetEvent {}

  /** The machine does not come; its copy is powered off. */
  record GivenUp(MachineId machine, String reason) implements TargetEvent {}
}
