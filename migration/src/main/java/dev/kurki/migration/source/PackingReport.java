package dev.kurki.migration.source;

import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.migration.stream.PackedPages;
import dev.kurki.migration.stream.PackedPages.Compressed;
import dev.kurki.migration.stream.PackedPages.Deltas;

/**
 * What came of making pages shorter. They count among the pages with contents, and their bytes among those of the rounds.
 *
 * @param compressedPages how many pages travelled compressed
 * @param compressedBytes how many bytes these took in the stream
 * @param deltaPages how many pages travelled by what had changed in them
 * @param deltaBytes how many bytes these took in the stream
 */
public record PackingReport(long compressedPages, long compressedBytes, long deltaPages, long deltaBytes) {
  /** Nothing was packed. */
  public static final PackingReport NONE = new PackingReport(0, 0, 0, 0);

  /** Both together. */
  public PackingReport plus(PackingReport other) {
    return new PackingReport(compressedPages + other.compressedPages, compressedBytes + other.compressedBytes,
        deltaPages + other.deltaPages, deltaBytes + other.deltaBytes);
  }

  /** What one frame comes to. */
  static PackingReport of(PackedPages packed, int bytes) {
    return switch (packed) {
      case Compressed _ -> new PackingReport(packed.indices().length(), bytes, 0, 0);
      case Deltas _ -> new PackingReport(0, 0, packed.indices().length(), bytes);
    };
  }

  /** How many bytes the pages have that were packed. */
  public long unpackedBytes() {
    return (compressedPages + deltaPages) * GuestMemory.PAGE_BYTES;
  }

  /** How many bytes they took in the stream. */
  public long packedBytes() {
    return compressedBytes + deltaBytes;
  }
}
