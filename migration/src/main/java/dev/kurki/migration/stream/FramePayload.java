package dev.kurki.migration.stream;

import static dev.kurki.migration.stream.FrameKind.CHANNELS;
import static dev.kurki.migration.stream.FrameKind.COMMIT;
import static dev.kurki.migration.stream.FrameKind.COMPRESSED;
import static dev.kurki.migration.stream.FrameKind.DELTAS;
import static dev.kurki.migration.stream.FrameKind.END;
import static dev.kurki.migration.stream.FrameKind.HEADER;
import static dev.kurki.migration.stream.FrameKind.HINT;
import static dev.kurki.migration.stream.FrameKind.MAGIC;
import static dev.kurki.migration.stream.FrameKind.MISSING;
import static dev.kurki.migration.stream.FrameKind.PAGES;
import static dev.kurki.migration.stream.FrameKind.POSTCOPY;
import static dev.kurki.migration.stream.FrameKind.PREPARED;
import static dev.kurki.migration.stream.FrameKind.ROUND;
import static dev.kurki.migration.stream.FrameKind.RUNNING;
import static dev.kurki.migration.stream.FrameKind.SECTION;
import static dev.kurki.migration.stream.FrameKind.SYNC;
import static dev.kurki.migration.stream.FrameKind.SYNCED;
import static dev.kurki.migration.stream.FrameKind.WANT;
import static dev.kurki.migration.stream.FrameKind.ZERO;

import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.Bytes;
import dev.kurki.actors.section.Longs;
import dev.kurki.actors.section.Section;
import dev.kurki.migration.stream.Frame.End;
import dev.kurki.migration.stream.Frame.Header;
import dev.kurki.migration.stream.Frame.Pages;
import dev.kurki.migration.stream.Frame.Round;
import dev.kurki.migration.stream.Frame.SectionFrame;
import dev.kurki.migration.stream.Frame.ZeroPages;
import dev.kurki.migration.compress.Compression;
import dev.kurki.migration.stream.PackedPages.Compressed;
import dev.kurki.migration.stream.PackedPages.Deltas;
import dev.kurki.migration.stream.PostcopyFrame.Missing;
import dev.kurki.migration.stream.PostcopyFrame.Want;
import dev.kurki.migration.stream.ReturnPathFrame.Commit;
import dev.kurki.migration.stream.ReturnPathFrame.Postcopy;
import dev.kurki.migration.stream.ReturnPathFrame.Prepared;
import dev.kurki.migration.stream.ReturnPathFrame.Running;
import dev.kurki.migration.stream.ReturnPathFrame.Sync;
import dev.kurki.migration.stream.ReturnPathFrame.Synced;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.pekko.util.ByteString;

/** What a frame of each kind holds, as {@link FrameCodec} lays it out: lengths and counts are checked before they are used. */
final class FramePayload {
  private FramePayload() {}

  /**
   * Reads the payload of a frame of a kind, which is all that is left in the buffer.
   *
   * @throws BrokenStream when it is not of that kind's form
   * @throws BufferUnderflowException when it is shorter than it says
   */
  static Frame of(byte kind, ByteBuffer in) {
    return switch (kind) {
      case HEADER -> header(in);
      case ROUND -> whole(new Round(in.getInt(), in.getLong()), in);
      case PAGES -> pages(in);
      case COMPRESSED -> compressed(in);
      case DELTAS -> new Deltas(packedIndices(in), ByteString.fromArrayUnsafe(run(in, in.remaining())));
      case ZERO -> whole(new ZeroPages(longs(in, 2)), in);
      case SECTION -> new SectionFrame(section(in));
      case HINT -> new HintFrame(section(in));
      case END -> whole(new End(in.getLong(), in.getLong(), in.getInt()), in);
      case SYNC -> whole(new Sync(in.getInt()), in);
      case SYNCED -> whole(new Synced(in.getInt()), in);
      case PREPARED -> whole(new Prepared(in.getLong()), in);
      case COMMIT -> whole(new Commit(in.getLong()), in);
      case RUNNING -> whole(new Running(in.getLong()), in);
      case POSTCOPY -> whole(new Postcopy(in.getLong()), in);
      case MISSING -> whole(new Missing(longs(in, 1)), in);
      case WANT -> whole(new Want(in.getLong()), in);
      case CHANNELS -> whole(new Channels(in.getInt()), in);
      default -> throw new BrokenStream("a frame of an unknown kind, " + kind);
    };
  }

  private static Section section(ByteBuffer in) {
    String id = new String(run(in, in.getInt()), StandardCharsets.UTF_8);
    return new Section(id, in.getInt(), in.getInt(), Bytes.of(run(in, in.remaining())));
  }

  private static Header header(ByteBuffer in) {
    if (in.getLong() != MAGIC) {
      throw new BrokenStream("this is no migration stream");
    }
    return new Header(in.getInt(), Bytes.of(run(in, in.getInt())), Bytes.of(run(in, in.remaining())));
  }

  private static Pages pages(ByteBuffer in) {
    Longs indices = longs(in, 1);
    if (in.remaining() != (long) indices.length() * GuestMemory.PAGE_BYTES) {
      throw new BrokenStream("a frame of " + indices.length() + " pages has " + in.remaining() + " bytes of them");
    }
    return new Pages(indices, ByteString.fromArrayUnsafe(in.array(), in.arrayOffset() + in.position(), in.remaining()));
  }

  private static Frame compressed(ByteBuffer in) {
    Longs indices = packedIndices(in);
    byte code = in.get();
    Compression method = Compression.of(code)
        .orElseThrow(() -> new BrokenStream("a block of pages is compressed by an unknown method, " + code));
    return new Compressed(indices, method, ByteString.fromArrayUnsafe(run(in, in.remaining())));
  }

  /** What they take unpacked is bounded by their count: a receiver has a buffer of that size. */
  private static Longs packedIndices(ByteBuffer in) {
    Longs indices = longs(in, 1);
    if (indices.length() < 1 || indices.length() > PackedPages.MAX_PAGES) {
      throw new BrokenStream("a frame of " + indices.length() + " packed pages, where one has 1 to "
          + PackedPages.MAX_PAGES);
    }
    return indices;
  }

  private static Frame whole(Frame frame, ByteBuffer in) {
    if (in.hasRemaining()) {
      throw new BrokenStream("a frame has " + in.remaining() + " bytes too many");
    }
    return frame;
  }

  private static Longs longs(ByteBuffer in, int perItem) {
    int count = in.getInt();
    if (count < 0 || (long) count * perItem * Long.BYTES > in.remaining()) {
      throw new BrokenStream("a frame promises " + count + " items and has " + in.remaining() + " bytes");
    }
    long[] values = new long[count * perItem];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.getLong();
    }
    return Longs.of(values);
  }

  private static byte[] run(ByteBuffer in, int length) {
    if (length < 0 || length > in.remaining()) {
      throw new BrokenStream("a frame promises " + length + " bytes and has " + in.remaining());
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }
}
