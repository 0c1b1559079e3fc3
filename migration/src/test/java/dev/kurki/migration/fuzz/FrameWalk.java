package dev.kurki.migration.fuzz;

import dev.kurki.migration.stream.FrameCodec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/** Walks from frame to frame by their lengths, for as far as these can be believed, without the code that is fuzzed. */
final class FrameWalk {
  private static final byte SUMMED = 19;
  private static final Set<Byte> PAGES = Set.of((byte) 3, (byte) 15, (byte) 16, SUMMED);
  private static final byte HEADER = 1;
  private static final int HEAD_BYTES = FrameCodec.LENGTH_BYTES + 1;

  private FrameWalk() {}

  /** The same bytes, with checksums that are right: what is damaged gets past them. */
  static byte[] resealed(byte[] input) {
    byte[] sealed = input.clone();
    walk(sealed, frame -> {
      int end = checksumAt(frame);
      if (end > FrameCodec.LENGTH_BYTES) {
        CRC32C checksum = new CRC32C();
        checksum.update(frame.slice(FrameCodec.LENGTH_BYTES, end - FrameCodec.LENGTH_BYTES));
        frame.putInt(end, (int) checksum.getValue());
      }
    });
    return sealed;
  }

  /** At a frame's end, and of summed pages in front of their contents. */
  private static int checksumAt(ByteBuffer frame) {
    int end = frame.limit() - Integer.BYTES;
    if (frame.limit() < HEAD_BYTES + Integer.BYTES || frame.get(FrameCodec.LENGTH_BYTES) != SUMMED) {
      return end;
    }
    long told = HEAD_BYTES + Integer.BYTES + frame.getInt(HEAD_BYTES) * (long) (Long.BYTES + Integer.BYTES);
    return told > HEAD_BYTES && told <= end ? (int) told : end;
  }

  /** Where a frame begins that is a header and not the first; the length of all where there is none. */
  static int secondHeader(byte[] input) {
    AtomicInteger at = new AtomicInteger();
    AtomicInteger found = new AtomicInteger(input.length);
    walk(input, frame -> {
      int start = at.getAndAdd(frame.limit());
      if (start > 0 && start < found.get() && frame.limit() >= HEAD_BYTES
          && frame.get(FrameCodec.LENGTH_BYTES) == HEADER) {
        found.set(start);
      }
    });
    return found.get();
  }

  /** Which pages are named in frames of pages. */
  static BitSet announcedPages(byte[] input, int ramPages) {
    BitSet announced = new BitSet();
    walk(input, frame -> {
      if (frame.limit() >= HEAD_BYTES + Integer.BYTES && PAGES.contains(frame.get(FrameCodec.LENGTH_BYTES))) {
        int count = frame.getInt(HEAD_BYTES);
        for (int at = HEAD_BYTES + Integer.BYTES; count > 0 && at + Long.BYTES <= frame.limit(); count--) {
          long page = frame.getLong(at);
          if (page >= 0 && page < ramPages) {
            announced.set((int) page);
          }
          at += Long.BYTES;
        }
      }
    });
    return announced;
  }

  /** The last frame may be cut. */
  private static void walk(byte[] input, Consumer<ByteBuffer> each) {
    int start = 0;
    while (start + HEAD_BYTES <= input.length) {
      int length = ByteBuffer.wrap(input).order(ByteOrder.LITTLE_ENDIAN).getInt(start);
      if (length < FrameCodec.MIN_FRAME_BYTES || length > FrameCodec.MAX_FRAME_BYTES) {
        return;
      }
      int end = (int) Math.min((long) start + FrameCodec.LENGTH_BYTES + length, input.length);
      each.accept(ByteBuffer.wrap(input, start, end - start).slice().order(ByteOrder.LITTLE_ENDIAN));
      start = end;
    }
  }
}
