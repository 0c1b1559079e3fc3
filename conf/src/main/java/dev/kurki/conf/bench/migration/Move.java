package dev.kurki.conf.bench.migration;

/** How a move came out. */
sealed interface Move {
  /**
   * The guest runs on the target.
   *
   * @param endedNanos when the target was heard to run it, by this process' clock
   * @param bytes what went over the stream
   * @param pageBytes the pages that the rounds covered, zero pages and pages sent again among them
   * @param downtimeMillis the pause as the emulator itself has it
   * @param throttlePercent by how much the guest was slowed down on purpose at most
   */
  record Moved(long endedNanos, long bytes, long pageBytes, double downtimeMillis, int throttlePercent)
      implements
        Move {}

  /**
   * It does not.
   *
   * @param reason for people
   */
  record NotMoved(String reason) implements Move {}
}
