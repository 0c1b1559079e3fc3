package dev.kurki.actors.machine;

import dev.kurki.actors.section.Bytes;

/** What a machine tells the one who started it. */
public sealed interface MachineEvent {
  /** The console's device has transmitted. */
  record ConsoleOutput(MachineId machine, Bytes data) implements MachineEvent {}

  /**
   * The machine was powered off while it was paused, before its guest could be given these bytes that someone typed. Whoever
   * runs the guest's state on elsewhere gives it them there.
   */
  record InputReturned(MachineId machine, Bytes data) implements MachineEvent {}

  /**
   * The guest ended the machine; all it transmitted before has been told. The machine stands paused until it is powered off.
   *
   * @param status 0 for success, the guest's own code otherwise
   * @param reason for people
   */
  record Exited(MachineId machine, int status, String reason) implements MachineEvent {}

  /**
   * A component failed and the machine has stopped; none of its siblings is left running.
   *
   * @param reason names the component and what happened
   */
  record Failed(MachineId machine, String reason) implements MachineEvent {}
}
