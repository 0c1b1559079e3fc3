package dev.kurki.migration.source;

import dev.kurki.actors.memory.GuestMemory;

/**
 * The rounds that are expected to follow one, at a steady rate of the network and of the guest's writes: each is about what has
 * become dirty in the one before.
 *
 * @param rounds how many, the last with the guest stopped
 * @param nanos how long all of them take, in ns
 * @param lastNanos how long the last of them takes, in ns
 * @param converges whether the last comes within the limit
 */
record RoundsAhead(int rounds, long nanos, long lastNanos, boolean converges) {
  /**
   * Reckons.
   *
   * @param roundNanos how long the round before still takes
   * @param dirtyPages how many pages are dirty now
   * @param mostPages how many can be
   * @param dirtyPagesPerSecond how many become dirty in a second
   * @param bytesPerSecond the rate of the stream, at least 1
   * @param limitNanos how long the last round may take
   * @param mostRounds how many rounds there may be, at least 1
   */
  static RoundsAhead after(long roundNanos, long dirtyPages, long mostPages, long dirtyPagesPerSecond,
      long bytesPerSecond, long limitNanos, int mostRounds) {
    long dirty = dirtyPages;
    long total = 0;
    long last = roundNanos;
    int rounds = 0;
    do {
      dirty = Math.min(mostPages, dirty + (long) (dirtyPagesPerSecond * (last / 1e9)));
      last = nanosFor(dirty, bytesPerSecond);
      total += last;
      dirty = 0;
      rounds++;
    } while (last > limitNanos && rounds < mostRounds);
    return new RoundsAhead(rounds, total, last, last <= limitNanos);
  }

  /** How long pages with contents travel, in ns. */
  static long nanosFor(long pages, long bytesPerSecond) {
    return (long) (pages * GuestMemory.PAGE_BYTES * 1e9 / bytesPerSecond);
  }
}
