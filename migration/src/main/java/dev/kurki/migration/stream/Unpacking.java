package dev.kurki.migration.stream;

import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.Longs;
import dev.kurki.migration.compress.Compression;
import dev.kurki.migration.compress.PageDelta;
import dev.kurki.migration.stream.PackedPages.Compressed;
import dev.kurki.migration.stream.PackedPages.Deltas;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

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
      case Deltas(var indices, var deltas) -> change(indices, ByteBuffer.wrap(deltas.toArrayUnsafe()));
      case Compressed(var indices, var method, var block) -> decompress(indices, method, block.toArrayUnsafe());
    }
  }

  private void change(Longs indices, ByteBuffer deltas) {
    deltas.order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < indices.length(); i++) {
      int length = deltas.remaining() < Short.BYTES ? Integer.MAX_VALUE : Short.toUnsignedInt(deltas.getShort());
      if (length > deltas.remaining()) {
        throw new BrokenStream("a frame of deltas ends before that of page " + indices.get(i));
      }
      if (!PageDelta.apply(deltas.slice(deltas.position(), length), memory.page(indices.get(i)))) {
        throw new BrokenStream("a delta of page " + indices.get(i) + " is torn, or leaves the page");
      }
      deltas.position(deltas.position() + length);
    }
    if (deltas.hasRemaining()) {
      throw new BrokenStream("a frame of deltas has " + deltas.remaining() + " bytes too many");
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
