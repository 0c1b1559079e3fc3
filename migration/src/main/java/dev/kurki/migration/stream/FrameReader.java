package dev.kurki.migration.stream;

import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.Longs;
import dev.kurki.migration.stream.Frame.Pages;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.util.List;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import java.util.zip.CRC32C;
import org.apache.pekko.util.ByteString;

/**
 * Reads frames off a channel, one after the other, and blocks until each is there. What pages hold goes straight to where
 * it belongs. A frame's length is believed up to {@link FrameCodec#MAX_FRAME_BYTES}; no more is ever held. Used by one
 * thread at a time.
 */
public final class FrameReader {
  /** For streams that no pages may come in. */
  public static final PagePlaces NO_PAGES = _ -> {
    throw new BrokenStream("the stream has pages where there may be none");
  };

  private static final int HEAD_BYTES = FrameCodec.LENGTH_BYTES + 1;
  private static final int SMALL_BYTES = 64 << 10;
  /** What a processor's second cache has room for; a reader that asks for less wakes up more often. */
  private static final int PIECE_BYTES = 512 << 10;

  private final ReadableByteChannel channel;
  private final PagePlaces places;
  private ByteBuffer held = buffer(SMALL_BYTES);

  /** Says where pages belong. */
  @FunctionalInterface
  public interface PagePlaces {
    /**
     * The places of pages, which together are as long as the pages, in their order.
     *
     * @throws BrokenStream when these pages may not come now
     */
    List<ByteBuffer> of(Longs indices);

    /**
     * Pages that have come with other bytes than their checksums are of, where each has one of its own; never none of them.
     *
     * @throws BrokenStream when that may not be, as here nothing comes again
     */
    default void torn(Longs indices) {
      throw new BrokenStream("page " + indices.get(0) + " does not match its checksum");
    }
  }

  /**
   * A reader.
   *
   * @param channel where frames come from
   * @param places where what pages hold is put
   */
  public FrameReader(ReadableByteChannel channel, PagePlaces places) {
    this.channel = channel;
    this.places = places;
  }

  /** Whether nobody has closed the channel yet on this side. */
  boolean isOpen() {
    return channel.isOpen();
  }

  /**
   * The next frame; none when the channel has ended behind a frame. Frames of pages come without their contents, which are in
   * their place already.
   *
   * @throws BrokenStream when what is there is no frame, its checksum is wrong, or the channel ends within it
   * @throws IOException when the channel fails
   */
  public Optional<Frame> next() throws IOException {
    held.clear().limit(HEAD_BYTES);
    if (!fill(held)) {
      return Optional.empty();
    }
    int length = held.getInt(0);
    if (length < FrameCodec.MIN_FRAME_BYTES || length > FrameCodec.MAX_FRAME_BYTES) {
      throw new BrokenStream("a frame's length of " + Integer.toUnsignedLong(length) + " bytes, where one has "
          + FrameCodec.MIN_FRAME_BYTES + " to " + FrameCodec.MAX_FRAME_BYTES);
    }
    return Optional.of(switch (held.get(FrameCodec.LENGTH_BYTES)) {
      case FrameKind.PAGES -> pages(length);
      case FrameKind.SUMMED -> summed(length);
      default -> whole(length);
    });
  }

  private Frame whole(int length) throws IOException {
    held = grown(FrameCodec.LENGTH_BYTES + length);
    held.limit(FrameCodec.LENGTH_BYTES + length);
    require(held);
    byte[] bytes = new byte[held.flip().remaining()];
    held.get(bytes);
    return FrameCodec.decode(ByteString.fromArrayUnsafe(bytes));
  }

  /** The indices are believed once they fit the frame's length; the checksum is of them and of what came behind. */
  private Frame pages(int length) throws IOException {
    int count = count(length, FrameCodec::bytesOfPages);
    int indexBytes = count * Long.BYTES;
    hold(HEAD_BYTES + Integer.BYTES + indexBytes);
    long[] indices = new long[count];
    held.slice(HEAD_BYTES + Integer.BYTES, indexBytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(indices);
    Longs pages = Longs.of(indices);
    CRC32C checksum = new CRC32C();
    checksum.update(held.slice(FrameCodec.LENGTH_BYTES, held.limit() - FrameCodec.LENGTH_BYTES));
    for (ByteBuffer place : places.of(pages)) {
      fill(place, checksum);
    }
    held.clear().limit(FrameCodec.CHECKSUM_BYTES);
    require(held);
    if (held.getInt(0) != (int) checksum.getValue()) {
      throw new BrokenStream("a frame's checksum does not match its bytes");
    }
    return new Pages(pages, ByteString.emptyByteString());
  }

  /** What tells of the pages is believed once its checksum is right; which of them are torn, the places are told. */
  private Frame summed(int length) throws IOException {
    int count = count(length, SummedFrame::bytes);
    hold(SummedFrame.headBytes(count));
    SummedPages pages = SummedFrame.head(held, count);
    int first = 0;
    for (ByteBuffer place : places.of(pages.indices())) {
      int end = place.limit();
      while (place.position() < end) {
        int start = place.position();
        require(place.limit(Math.min(end, start + PIECE_BYTES)));
        Longs torn = pages.torn(first, place.position(start));
        if (torn.length() > 0) {
          places.torn(torn);
        }
        first += (place.position() - start) / GuestMemory.PAGE_BYTES;
      }
    }
    return pages;
  }

  /** How many pages a frame says to have, which fits its length. */
  private int count(int length, LongUnaryOperator bytesOfPages) throws IOException {
    held.limit(HEAD_BYTES + Integer.BYTES);
    require(held);
    int count = held.getInt(HEAD_BYTES);
    if (count < 1 || bytesOfPages.applyAsLong(count) != FrameCodec.LENGTH_BYTES + (long) length) {
      throw new BrokenStream("a frame of " + length + " bytes that promises " + count + " pages");
    }
    return count;
  }

  /** Reads on until a frame's first bytes are held. */
  private void hold(int bytes) throws IOException {
    held = grown(bytes);
    held.limit(bytes);
    require(held);
  }

  /** Piece by piece, each still in the processor's cache when its checksum is taken. */
  private void fill(ByteBuffer place, CRC32C checksum) throws IOException {
    int end = place.limit();
    while (place.position() < end) {
      int start = place.position();
      require(place.limit(Math.min(end, start + PIECE_BYTES)));
      checksum.update(place.position(start));
    }
  }

  private void require(ByteBuffer into) throws IOException {
    if (into.hasRemaining() && !fill(into)) {
      throw cut();
    }
  }

  /** Reads until the buffer is full; says no when the channel had ended before the first byte. */
  private boolean fill(ByteBuffer into) throws IOException {
    int start = into.position();
    while (into.hasRemaining()) {
      if (channel.read(into) < 0) {
        if (into.position() > start) {
          throw cut();
        }
        return false;
      }
    }
    return true;
  }

  private ByteBuffer grown(int bytes) {
    if (bytes <= held.capacity()) {
      return held;
    }
    return buffer(Math.max(bytes, 2 * held.capacity())).put(held.flip());
  }

  private static BrokenStream cut() {
    return new BrokenStream("the stream is cut within a frame");
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
