package dev.kurki.migration.stream;

import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.migration.compress.Compression;
import dev.kurki.migration.stream.PackedPages.Compressed;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.pekko.util.ByteString;

/**
 * Makes pages shorter for their way, by what both ends have agreed on. Pages are packed from a copy, as the guest may write to
 * them meanwhile; a batch that hardly becomes shorter travels as it is. Used by one thread at a time.
 */
public final class PagePacking {
  private final Optional<Compression> compression;
  private byte[] pages = {};
  private byte[] block = {};

  /**
   * A packing.
   *
   * @param compression by what pages are compressed; empty for not at all
   */
  public PagePacking(Optional<Compression> compression) {
    this.compression = compression;
  }

  /** A packing that leaves everything as it is. */
  public static PagePacking none() {
    return new PagePacking(Optional.empty());
  }

  /** What travels instead of something, and says the same. */
  public List<Outgoing> pack(Outgoing outgoing) {
    return switch (outgoing) {
      case PageBatch batch when compression.isPresent() -> List.of(compressed(batch, compression.get()));
      case PageBatch _,Frame _ -> List.of(outgoing);
    };
  }

  private Outgoing compressed(PageBatch batch, Compression method) {
    int length = batch.indices().length() * GuestMemory.PAGE_BYTES;
    if (batch.indices().length() > PackedPages.MAX_PAGES) {
      return batch;
    }
    if (pages.length < length) {
      pages = new byte[length];
      block = new byte[length];
    }
    batch.copyTo(ByteBuffer.wrap(pages));
    OptionalInt bytes = method.compress(pages, length, block, worthwhile(length));
    return bytes.isPresent()
        ? new Compressed(batch.indices(), method, ByteString.fromArray(block, 0, bytes.getAsInt()))
        : batch;
  }

  /** Less than an eighth that is saved does not pay for the unpacking. */
  private static int worthwhile(int length) {
    return length - length / Byte.SIZE;
  }
}
