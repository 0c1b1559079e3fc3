package dev.kurki.migration.stream;

import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.Longs;
import dev.kurki.migration.compress.Compression;
import dev.kurki.migration.compress.PageDelta;
import dev.kurki.migration.compress.SentPages;
import dev.kurki.migration.stream.Frame.Pages;
import dev.kurki.migration.stream.Frame.Round;
import dev.kurki.migration.stream.Frame.ZeroPages;
import dev.kurki.migration.stream.PackedPages.Compressed;
import dev.kurki.migration.stream.PackedPages.Deltas;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.pekko.util.ByteString;

/**
 * Makes pages shorter for their way, by what both ends have agreed on: those that the target has in an older form by deltas,
 * others by compression. Pages are packed from a copy, as the guest may write to them meanwhile; what hardly becomes shorter
 * travels as it is. Used by one thread at a time.
 */
public final class PagePacking {
  /** A delta that takes more does not pay. */
  private static final int MOST_DELTA_BYTES = GuestMemory.PAGE_BYTES / 2;

  private final Optional<Compression> compression;
  private final Optional<SentPages> sent;
  private final boolean isZeroCopy;
  private int round;
  private byte[] pages = {};
  private byte[] packed = {};

  /**
   * A packing.
   *
   * @param compression by what pages are compressed; empty for not at all
   * @param sent remembers what was sent, so that deltas can be made; empty for none
   * @param isZeroCopy whether pages that stay as they are leave from where they lie, as {@link SummedPages}
   */
  public PagePacking(Optional<Compression> compression, Optional<SentPages> sent, boolean isZeroCopy) {
    this.compression = compression;
    this.sent = sent;
    this.isZeroCopy = isZeroCopy;
  }

  /** A packing that leaves everything as it is. */
  public static PagePacking none() {
    return new PagePacking(Optional.empty(), Optional.empty(), false);
  }

  /** A round begins. */
  public void begin(Round begun) {
    round = begun.round();
    sent.ifPresent(kept -> kept.begin(round));
  }

  /** What travels instead of something, and says the same. */
  public List<Outgoing> pack(Outgoing outgoing) {
    return switch (outgoing) {
      case PageBatch batch -> pack(batch);
      case ZeroPages(var runs) -> {
        sent.ifPresent(kept -> {
          for (int i = 0; i < runs.length(); i += 2) {
            kept.forget(runs.get(i), runs.get(i + 1));
          }
        });
        yield List.of(outgoing);
      }
      case Frame _ -> List.of(outgoing);
    };
  }

  private List<Outgoing> pack(PageBatch batch) {
    // Of the first round's pages many never change again: they are not remembered.
    if (sent.isEmpty() || round == 1) {
      return List.of(compression.map(method -> {
        copy(batch);
        return compressed(batch.indices(), method).orElse(asItIs(batch));
      }).orElse(asItIs(batch)));
    }
    copy(batch);
    List<Outgoing> frames = new ArrayList<>();
    Longs others = deltas(batch.indices(), sent.get(), frames);
    if (others.length() > 0) {
      // The guest may have written to the pages since: what is remembered is what has to be sent.
      frames.add(compression.flatMap(method -> compressed(others, method)).orElseGet(
          () -> new Pages(others, ByteString.fromArray(pages, 0, others.length() * GuestMemory.PAGE_BYTES))));
    }
    return frames;
  }

  /** Adds a frame of those that have become deltas; of the others, which it answers, the copies close up. */
  private Longs deltas(Longs indices, SentPages kept, List<Outgoing> frames) {
    ByteBuffer out = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN);
    long[] changed = new long[indices.length()];
    long[] others = new long[indices.length()];
    int changedCount = 0;
    int otherCount = 0;
    for (int i = 0; i < indices.length(); i++) {
      long page = indices.get(i);
      MemorySegment copy = copyOf(i);
      boolean isDelta = kept.of(page).filter(before -> isDelta(before, copy, out)).isPresent();
      kept.sent(page, copy);
      if (isDelta) {
        changed[changedCount++] = page;
      } else {
        copyOf(otherCount).copyFrom(copy);
        others[otherCount++] = page;
      }
    }
    if (changedCount > 0) {
      frames.add(new Deltas(Longs.of(Arrays.copyOf(changed, changedCount)),
          ByteString.fromArray(packed, 0, out.position())));
    }
    return Longs.of(Arrays.copyOf(others, otherCount));
  }

  /** Whether a page's delta is short enough, and put behind the others. */
  private static boolean isDelta(MemorySegment before, MemorySegment after, ByteBuffer out) {
    int start = out.position();
    ByteBuffer delta = out.slice(start + Short.BYTES, MOST_DELTA_BYTES);
    boolean isShort = PageDelta.encode(before, after, delta);
    if (isShort) {
      out.putShort((short) delta.position()).position(start + Short.BYTES + delta.position());
    }
    return isShort;
  }

  private MemorySegment copyOf(int place) {
    return MemorySegment.ofArray(pages).asSlice((long) place * GuestMemory.PAGE_BYTES, GuestMemory.PAGE_BYTES);
  }

  private Outgoing asItIs(PageBatch batch) {
    return isZeroCopy ? batch.summed() : batch;
  }

  private void copy(PageBatch batch) {
    int length = batch.indices().length() * GuestMemory.PAGE_BYTES;
    if (pages.length < length) {
      pages = new byte[length];
      packed = new byte[length];
    }
    batch.copyTo(ByteBuffer.wrap(pages));
  }

  private Optional<Outgoing> compressed(Longs indices, Compression method) {
    int length = indices.length() * GuestMemory.PAGE_BYTES;
    OptionalInt bytes = method.compress(pages, length, packed, worthwhile(length));
    return bytes.isPresent()
        ? Optional.of(new Compressed(indices, method, ByteString.fromArray(packed, 0, bytes.getAsInt())))
        : Optional.empty();
  }

  /** Less than an eighth that is saved does not pay for the unpacking. */
  private static int worthwhile(int length) {
    return length - length / Byte.SIZE;
  }
}
