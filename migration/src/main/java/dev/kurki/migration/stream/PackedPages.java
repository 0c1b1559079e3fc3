package dev.kurki.migration.stream;

import dev.kurki.actors.section.Longs;
import dev.kurki.migration.compress.Compression;
import org.apache.pekko.util.ByteString;

/** Pages that travel shorter than they are, of which {@link PagePacking} makes use; in a file there are none. */
public sealed interface PackedPages extends Frame {
  /** The most pages that one frame has: what they take unpacked, a receiver must be ready to hold. */
  int MAX_PAGES = 1024;

  /** Which pages, counted from the start of RAM. */
  Longs indices();

  /**
   * Pages compressed as one block.
   *
   * @param indices which pages, counted from the start of RAM, up to {@link #MAX_PAGES}
   * @param method how they were compressed
   * @param block out of which the pages come, one after the other, in that order
   */
  record Compressed(Longs indices, Compression method, ByteString block) implements PackedPages {}

  /**
   * Pages by what has changed in them since they were sent last.
   *
   * @param indices which pages, counted from the start of RAM, up to {@link #MAX_PAGES}
   * @param deltas for each page, in that order, the length of its delta as u16, little-endian, and the
   *     {@link dev.kurki.migration.compress.PageDelta}
   */
  record Deltas(Longs indices, ByteString deltas) implements PackedPages {}
}
