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
 * @param packing what of it was made shorter
 */
public record RoundReport(int round, long dirtyPages, long pages, long zeroPages, long bytes, long nanos,
    PackingReport packing) {
  /** Bytes a second, at least 1; pages that were packed count with what they hold, as those of the rounds to come do. */
  public long bytesPerSecond() {
    long unpacked = bytes - packing.packedBytes() + packing.unpackedBytes();
    return Math.max(1, (long) (unpacked * 1e9 / Math.max(1, nanos)));
  }
}
