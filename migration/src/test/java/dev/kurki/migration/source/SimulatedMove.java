package dev.kurki.migration.source;

import dev.kurki.migration.source.Convergence.StopGuest;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * A move over a network that is simulated: it takes what its rate lets it take, a little more or less each time, and a round
 * trip for each round; the guest writes to so many pages of a working set.
 *
 * @param pages how many pages the guest has
 * @param workingSet how many of them it writes to
 * @param dirtyPagesPerSecond how many it writes to in a second
 * @param bytesPerSecond the network's rate
 * @param unsteadiness by which part of it the rate is higher or lower
 * @param roundTripNanos from the last byte of a round to the target's word that it has all of it
 * @param switchoverNanos sections and hand-over, with the same unsteadiness
 */
record SimulatedMove(long pages, long workingSet, double dirtyPagesPerSecond, long bytesPerSecond, double unsteadiness,
    long roundTripNanos, long switchoverNanos) {
  private static final int PAGE_BYTES = 4096;

  /**
   * What came of it.
   *
   * @param expectedNanos how long the pause was expected to be when the guest was stopped
   * @param pauseNanos how long it was
   */
  record Outcome(long expectedNanos, long pauseNanos) {}

  /** Moves it, as the source would. */
  Outcome run(Convergence convergence, RandomGenerator random) {
    long left = pages;
    long elapsed = 0;
    for (int round = 1;; round++) {
      long nanos = nanosFor(left, random) + roundTripNanos;
      RoundReport sent = new RoundReport(round, left, left, 0, left * PAGE_BYTES, nanos, PackingReport.NONE);
      elapsed += nanos;
      left = Math.min(workingSet, (long) (dirtyPagesPerSecond * nanos / 1e9));
      if (convergence.after(sent, left, Duration.ofNanos(elapsed)) instanceof StopGuest) {
        long expected = convergence.expectedDowntimeNanos(left, sent.bytesPerSecond());
        return new Outcome(expected,
            nanosFor(left, random) + roundTripNanos + (long) (switchoverNanos * around(random)));
      }
    }
  }

  private long nanosFor(long count, RandomGenerator random) {
    return (long) (count * PAGE_BYTES * 1e9 / (bytesPerSecond * around(random)));
  }

  private double around(RandomGenerator random) {
    return 1 + unsteadiness * (2 * random.nextDouble() - 1);
  }
}
