package dev.kurki.migration.stream;

import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.Longs;
import dev.kurki.migration.compress.Compression;
import dev.kurki.migration.stream.PackedPages.Compressed;
import java.nio.ByteBuffer;

/** Brings packed pages into a RAM that has them; a buffer of its own bounds what comes out of a block. Used by one thread at a time. */
final class Unpacking {
  private final GuestMemory memory;
  private byte[] pages = {};

  /** Unpacks into this RAM. */
  Unpacking(GuestMemory memory) {
    this.memory = memory;
  }

  /**
   * Unpacks pages that the RAM has.
   *
   * @throws BrokenStream when what they are packed in is not of its form
   */
  void unpack(PackedPages packed) {
    switch (packed) {
      case Compressed(var indices, var method, var block) -> decompress(indices, method, block.toArrayUnsafe());
    }
  }

  private void decompress(Longs indices, Compression method, byte[] block) {
    int length = indices.length() * GuestMemory.PAGE_BYTES;
    if (pages.length < length) {
      pages = new byte[length];
    }
    if (!method.decompress(block, pages, length)) {
      throw new BrokenStream("a block of " + method.word() + " is torn, or has another size than its "
          + indices.length() + " pages");
    }
    ByteBuffer out = ByteBuffer.wrap(pages);
    for (PageRuns.Run run : PageRuns.of(indices)) {
      int bytes = run.pages() * GuestMemory.PAGE_BYTES;
      memory.pages(run.first(), run.pages()).asByteBuffer().put(out.slice(out.position(), bytes));
      out.position(out.position() + bytes);
    }
  }
}
