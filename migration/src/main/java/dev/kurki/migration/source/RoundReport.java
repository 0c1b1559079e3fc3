package dev.kurki.migration.source;

/**
 * What one round came to.
 *
 * @param round from 1
 * @param dirtyPages how many pages it was about
 * @param pages how many of them were sent with contents
 * @param zeroPages how many of them were told to be zero
 * @param bytes how many bytes that took in the stream
 * @param nanos how long it took
 */
public record RoundReport(int round, long dirtyPages, long pages, long zeroPages, long bytes, long nanos) {
  /** Bytes a second, at least 1. */
  public long bytesPerSecond() {
    return Math.max(1, (long) (bytes * 1e9 / Math.max(1, nanos)));
  }
}
