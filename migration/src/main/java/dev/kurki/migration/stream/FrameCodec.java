package dev.kurki.migration.stream;

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
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Framing;
import org.apache.pekko.stream.scaladsl.Framing.FramingException;
import org.apache.pekko.util.ByteString;

/**
 * Frames as bytes, little-endian:
 *
 * <pre>
 *   +----------------+---------+---------------- - - -+-----------+
 *   | length  u32    | kind u8 | payload              | crc32c u32|
 *   +----------------+---------+---------------- - - -+-----------+
 *     bytes of kind,             over kind and payload
 *     payload and checksum
 *
 *   1 header   magic u64, format version u32, token length u32, token, description
 *   2 round    round u32, dirty pages u64
 *   3 pages    count u32, count x page index u64, count x 4096 bytes
 *   4 zero     count u32, count x (first page u64, pages u64)
 *   5 section  id length u32, id, instance u32, version u32, body
 *   6 end      pages u64, zero pages u64, sections u32
 * </pre>
 */
public final class FrameCodec {
  /** The version of this format. */
  public static final int FORMAT_VERSION = 1;
  /** The longest frame in bytes: what a receiver must be ready to hold. */
  public static final int MAX_FRAME_BYTES = 8 << 20;
  /** How many bytes a frame's length takes, which they do not count. */
  public static final int LENGTH_BYTES = Integer.BYTES;
  /** The shortest frame in bytes: a kind and a checksum. */
  public static final int MIN_FRAME_BYTES = 1 + Integer.BYTES;

  private static final long MAGIC = 0x314b_5255_4b0a_0d89L;
  private static final int CHECKSUM_BYTES = Integer.BYTES;
  private static final byte HEADER = 1;
  private static final byte ROUND = 2;
  private static final byte PAGES = 3;
  private static final byte ZERO = 4;
  private static final byte SECTION = 5;
  private static final byte END = 6;

  private FrameCodec() {}

  /** The stage that turns frames into bytes. */
  public static Flow<Frame, ByteString, NotUsed> encoder() {
    return Flow.of(Frame.class).map(FrameCodec::encode).named("encode-frames");
  }

  /** The stage that turns bytes, however they are cut, into frames; it fails with {@link BrokenStream}. */
  public static Flow<ByteString, Frame, NotUsed> decoder() {
    return Framing.lengthField(LENGTH_BYTES, 0, MAX_FRAME_BYTES + LENGTH_BYTES, ByteOrder.LITTLE_ENDIAN)
        .mapError(FramingException.class,
            problem -> new BrokenStream("the stream is cut or no migration stream: " + problem.getMessage()))
        .map(FrameCodec::decode).named("decode-frames");
  }

  /** A frame as bytes. */
  public static ByteString encode(Frame frame) {
    return switch (frame) {
      case Header(var version, var token, var description) -> seal(begin(HEADER, 16 + token.length()
          + description.length()).putLong(MAGIC).putInt(version).putInt(token.length()).put(token.toArray())
          .put(description.toArray()));
      case Round(var round, var dirtyPages) -> seal(begin(ROUND, 12).putInt(round).putLong(dirtyPages));
      case Pages(var indices, var contents) -> {
        ByteBuffer out = withLongs(PAGES, indices, indices.length(), contents.length());
        contents.copyToBuffer(out);
        yield seal(out);
      }
      case ZeroPages(var runs) -> seal(withLongs(ZERO, runs, runs.length() / 2, 0));
      case SectionFrame(var section) -> {
        byte[] id = section.id().getBytes(StandardCharsets.UTF_8);
        yield seal(begin(SECTION, 12 + id.length + section.body().length()).putInt(id.length).put(id)
            .putInt(section.instance()).putInt(section.version()).put(section.body().toArray()));
      }
      case End(var pages, var zeroPages, var sections) ->
        seal(begin(END, 20).putLong(pages).putLong(zeroPages).putInt(sections));
    };
  }

  /**
   * Takes a frame out of its bytes.
   *
   * @throws BrokenStream when its checksum or its form is wrong
   */
  public static Frame decode(ByteString bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes.toArrayUnsafe()).order(ByteOrder.LITTLE_ENDIAN);
    if (in.remaining() < LENGTH_BYTES + MIN_FRAME_BYTES) {
      throw new BrokenStream("a frame of " + in.remaining() + " bytes is too short");
    }
    if (!isIntact(in)) {
      throw new BrokenStream("a frame's checksum does not match its bytes");
    }
    in.position(LENGTH_BYTES).limit(in.limit() - CHECKSUM_BYTES);
    byte kind = in.get();
    try {
      return payload(kind, in);
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      throw new BrokenStream("a frame of kind " + kind + " is shorter than it says");
    }
  }

  /** Whether a frame's checksum matches its bytes, whatever its kind and its payload are. */
  public static boolean isIntact(ByteString bytes) {
    return bytes.length() >= LENGTH_BYTES + MIN_FRAME_BYTES
        && isIntact(ByteBuffer.wrap(bytes.toArrayUnsafe()).order(ByteOrder.LITTLE_ENDIAN));
  }

  private static boolean isIntact(ByteBuffer frame) {
    int end = frame.limit() - CHECKSUM_BYTES;
    return frame.getInt(end) == checksum(frame.slice(LENGTH_BYTES, end - LENGTH_BYTES));
  }

  private static Frame payload(byte kind, ByteBuffer in) {
    return switch (kind) {
      case HEADER -> header(in);
      case ROUND -> whole(new Round(in.getInt(), in.getLong()), in);
      case PAGES -> pages(in);
      case ZERO -> whole(new ZeroPages(longs(in, 2)), in);
      case SECTION -> {
        String id = new String(run(in, in.getInt()), StandardCharsets.UTF_8);
        yield new SectionFrame(new Section(id, in.getInt(), in.getInt(), Bytes.of(run(in, in.remaining()))));
      }
      case END -> whole(new End(in.getLong(), in.getLong(), in.getInt()), in);
      default -> throw new BrokenStream("a frame of an unknown kind, " + kind);
    };
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

  private static ByteBuffer withLongs(byte kind, Longs values, int count, int more) {
    ByteBuffer out = begin(kind, Integer.BYTES + values.length() * Long.BYTES + more).putInt(count);
    for (int i = 0; i < values.length(); i++) {
      out.putLong(values.get(i));
    }
    return out;
  }

  private static ByteBuffer begin(byte kind, int payloadBytes) {
    int length = 1 + payloadBytes + CHECKSUM_BYTES;
    if (length > MAX_FRAME_BYTES) {
      throw new BrokenStream("a frame of " + length + " bytes is longer than " + MAX_FRAME_BYTES);
    }
    return ByteBuffer.allocate(LENGTH_BYTES + length).order(ByteOrder.LITTLE_ENDIAN).putInt(length).put(kind);
  }

  @SuppressWarnings("ByteBufferBackingArray") // begin() allocated it, at offset zero
  private static ByteString seal(ByteBuffer out) {
    out.putInt(checksum(out.slice(LENGTH_BYTES, out.position() - LENGTH_BYTES)));
    return ByteString.fromArrayUnsafe(out.array());
  }

  private static int checksum(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }
}
