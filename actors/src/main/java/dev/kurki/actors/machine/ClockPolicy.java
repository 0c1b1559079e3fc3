package dev.kurki.actors.machine;

/** What a machine's clock does with the time for which the machine was stopped. */
public enum ClockPolicy {
  /** Guest time stands still over a pause: the guest does not notice it. */
  HOLD,
  /** Guest time catches up with the wall clock when the machine goes on: the guest sees the pause. */
  FOLLOW
}
