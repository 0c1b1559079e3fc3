package dev.kurki.conf.lockstep;

import dev.kurki.conf.run.RunEnd;

/** How two machines that ran side by side have ended. */
public sealed interface LockstepEnd {
  /**
   * They were the same to their end, or to where they were stopped; or one of them has failed.
   *
   * @param end of both
   * @param instructions how many each has executed in whole steps, traps counted
   */
  record Over(RunEnd end, long instructions) implements LockstepEnd {}

  /** They were not. */
  record Differed(Difference difference) implements LockstepEnd {
    /** The exit status of a command that has found a difference. */
    public static final int STATUS = 4;
  }
}
