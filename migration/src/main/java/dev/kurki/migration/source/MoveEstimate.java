package dev.kurki.migration.source;

/**
 * What a move is expected to take, were it begun now: rounds as the source would send them, at a steady rate of the network
 * and of the guest's writes.
 *
 * @param pages pages with contents
 * @param zeroPages pages that hold zeroes only
 * @param dirtyPagesPerSecond how many pages the guest writes to in a second
 * @param bytesPerSecond the rate of the stream
 * @param rounds how many rounds, the last with the guest stopped
 * @param totalNanos how long all of it takes
 * @param downtimeNanos how long the guest is stopped: for the last round, sections and hand-over
 * @param converges whether the last round comes within the downtime limit before the rounds run out
 */
public record MoveEstimate(long pages, long zeroPages, long dirtyPagesPerSecond, long bytesPerSecond, int rounds,
    long totalNanos, long downtimeNanos, boolean converges) {
  /**
   * Computes it.
   *
   * @param pages pages with contents
   * @param zeroPages pages that hold zeroes only
   * @param dirtyPagesPerSecond how many pages the guest writes to in a second
   * @param bytesPerSecond the rate of the stream, at least 1
   * @param parameters the downtime limit and the most rounds
   * @param switchoverNanos how long the guest is stopped beside its last pages, as measured before
   */
  public static MoveEstimate of(long pages, long zeroPages, long dirtyPagesPerSecond, long bytesPerSecond,
      MigrationParameters parameters, long switchoverNanos) {
    long limit = Math.max(parameters.downtimeLimit().toNanos() - switchoverNanos, 0);
    long first = RoundsAhead.nanosFor(pages, bytesPerSecond);
    RoundsAhead ahead = RoundsAhead.after(first, 0, pages + zeroPages, dirtyPagesPerSecond, bytesPerSecond, limit,
        Math.max(1, parameters.maxRounds() - 1));
    long downtime = ahead.lastNanos() + switchoverNanos;
    return new MoveEstimate(pages, zeroPages, dirtyPagesPerSecond, bytesPerSecond, 1 + ahead.rounds(),
        first + ahead.nanos() + switchoverNanos, downtime, downtime <= parameters.downtimeLimit().toNanos());
  }
}
