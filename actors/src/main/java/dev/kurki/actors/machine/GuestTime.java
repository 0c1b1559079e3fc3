package dev.kurki.actors.machine;

import dev.kurki.actors.clock.InstructionTime;
import dev.kurki.actors.clock.MachineClock;

/**
 * Guest time as the one who hands out turns sees it: a clock and the instructions that it goes by.
 *
 * @param clock shows guest time
 * @param instructions what it goes by
 */
record GuestTime(MachineClock clock, InstructionTime instructions) {
  /** Guest time in nanoseconds. */
  long nanos() {
    return clock.nanos();
  }

  /** Lets the time of that many instructions pass. */
  void pass(long count) {
    instructions.pass(count * instructions.nanosPerInstruction());
  }

  /** Lets time pass up to a moment, in guest nanoseconds; without effect when it has passed. */
  void skipTo(long moment) {
    instructions.pass(Math.max(0, moment - nanos()));
  }

  /** How many instructions it is to a moment in guest nanoseconds, rounded up; at least 1. */
  long instructionsUntil(long moment) {
    long nanosPerInstruction = instructions.nanosPerInstruction();
    return Math.max(1, Math.ceilDiv(moment - nanos(), nanosPerInstruction));
  }
}
