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
import dev.kurki.actors.section.Longs;
import dev.kurki.actors.section.Section;
import dev.kurki.migration.stream.Frame.End;
import dev.kurki.migration.stream.Frame.Header;
import dev.kurki.migration.stream.Frame.Pages;
import dev.kurki.migration.stream.Frame.Round;
import dev.kurki.migration.stream.Frame.SectionFrame;
import dev.kurki.migration.stream.Frame.ZeroPages;
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
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
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
 *
 *   with the capability return-path, and never in a file:
 *   7 sync     round u32                  9 prepared  epoch u64
 *   8 synced   round u32                 10 commit    epoch u64
 *                                        11 running   epoch u64
 *
 *   with the capability postcopy-ram, and never in a file:
 *  12 missing  count u32, count x u64, a bit for each page of RAM
 *  13 want     page index u64
 *  14 postcopy epoch u64
 *
 *   with the capability compress, and never in a file:
 *  15 compressed  count u32, count x page index u64, method u8, a block of that method: count x 4096 bytes
 *
 *   with the capability xbzrle, from round 2 on, and never in a file:
 *  16 deltas      count u32, count x page index u64, count x (length u16, a delta as PageDelta has it)
 *
 *   with the capability multifd, behind the header, and never in a file:
 *  17 channels    further connections u32
 *
 *   with the capability hot-code, within a round, and never in a file:
 *  18 hint        as a section
 *
 *   with the capability zero-copy-send, and never in a file:
 *  19 summed      as SummedFrame has it, with the checksum elsewhere
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

  /** How many bytes a frame's checksum takes, at its end. */
  static final int CHECKSUM_BYTES = Integer.BYTES;

  private FrameCodec() {}

  /** A frame as bytes. */
  @SuppressWarnings("ByteBufferBackingArray") // it is allocated here, at offset zero
  public static ByteString encode(Frame frame) {
    ByteBuffer out = ByteBuffer.allocate(bytes(frame));
    put(frame, out);
    return ByteString.fromArrayUnsafe(out.array());
  }

  /** How many bytes something takes on its way, its length and checksum included. */
  public static int bytes(Outgoing outgoing) {
    int payload = switch (outgoing) {
      case Header(_, var token, var description) -> 16 + token.length() + description.length();
      case Round _ -> 12;
      case Pages(var indices, var contents) -> Integer.BYTES + indices.length() * Long.BYTES + contents.length();
      case SummedPages(var indices, _, _) -> payloadOf(SummedFrame.bytes(indices.length()));
      case PageBatch(_, var indices, var isSummed) ->
        payloadOf(isSummed ? SummedFrame.bytes(indices.length()) : bytesOfPages(indices.length()));
      case Compressed(var indices, _, var block) ->
        Integer.BYTES + indices.length() * Long.BYTES + 1 + block.length();
      case Deltas(var indices, var deltas) -> Integer.BYTES + indices.length() * Long.BYTES + deltas.length();
      case ZeroPages(var runs) -> Integer.BYTES + runs.length() * Long.BYTES;
      case SectionFrame(var section) -> bytesOf(section);
      case HintFrame(var hint) -> bytesOf(hint);
      case End _ -> 20;
      case Sync _,Synced _,Channels _ -> Integer.BYTES;
      case Prepared _,Commit _,Running _,Postcopy _,Want _ -> Long.BYTES;
      case Missing(var marks) -> Integer.BYTES + marks.length() * Long.BYTES;
    };
    int length = 1 + payload + CHECKSUM_BYTES;
    if (length > MAX_FRAME_BYTES) {
      throw new BrokenStream("a frame of " + length + " bytes is longer than " + MAX_FRAME_BYTES);
    }
    return LENGTH_BYTES + length;
  }

  private static int payloadOf(long frameBytes) {
    return Math.toIntExact(frameBytes) - LENGTH_BYTES - MIN_FRAME_BYTES;
  }

  /** How many bytes a frame of so many pages takes, its length and checksum included. */
  static long bytesOfPages(long count) {
    return LENGTH_BYTES + MIN_FRAME_BYTES + Integer.BYTES + count * (Long.BYTES + GuestMemory.PAGE_BYTES);
  }

  /**
   * Puts a frame into a buffer as it travels.
   *
   * @param out has room for {@link #bytes} of it
   */
  static void put(Frame frame, ByteBuffer out) {
    if (frame instanceof SummedPages(var indices, var checksums, var contents)) {
      SummedFrame.putHead(indices, checksums, out);
      contents.copyToBuffer(out);
    } else {
      putClosed(frame, out);
    }
  }

  /** A frame with its checksum at its end. */
  private static void putClosed(Frame frame, ByteBuffer out) {
    int start = out.position();
    out.order(ByteOrder.LITTLE_ENDIAN).putInt(bytes(frame) - LENGTH_BYTES);
    switch (frame) {
      case Header(var version, var token, var description) -> out.put(HEADER).putLong(MAGIC).putInt(version)
          .putInt(token.length()).put(token.toArray()).put(description.toArray());
      case Round(var round, var dirtyPages) -> out.put(ROUND).putInt(round).putLong(dirtyPages);
      case Pages(var indices, var contents) -> {
        put(indices, indices.length(), out.put(PAGES));
        contents.copyToBuffer(out);
      }
      case Compressed(var indices, var method, var block) -> {
        put(indices, indices.length(), out.put(COMPRESSED));
        block.copyToBuffer(out.put(method.code()));
      }
      case Deltas(var indices, var deltas) -> {
        put(indices, indices.length(), out.put(DELTAS));
        deltas.copyToBuffer(out);
      }
      case ZeroPages(var runs) -> put(runs, runs.length() / 2, out.put(ZERO));
      case SectionFrame(var section) -> put(section, out.put(SECTION));
      case HintFrame(var hint) -> put(hint, out.put(HINT));
      case End(var pages, var zeroPages, var sections) ->
        out.put(END).putLong(pages).putLong(zeroPages).putInt(sections);
      case Sync(var round) -> out.put(SYNC).putInt(round);
      case Synced(var round) -> out.put(SYNCED).putInt(round);
      case Prepared(var epoch) -> out.put(PREPARED).putLong(epoch);
      case Commit(var epoch) -> out.put(COMMIT).putLong(epoch);
      case Running(var epoch) -> out.put(RUNNING).putLong(epoch);
      case Postcopy(var epoch) -> out.put(POSTCOPY).putLong(epoch);
      case Missing(var marks) -> put(marks, marks.length(), out.put(MISSING));
      case Want(var page) -> out.put(WANT).putLong(page);
      case Channels(var further) -> out.put(CHANNELS).putInt(further);
      case SummedPages _ -> throw new IllegalArgumentException("its checksum stands elsewhere");
    }
    int payloadStart = start + LENGTH_BYTES;
    out.putInt(checksum(out.slice(payloadStart, out.position() - payloadStart)));
  }

  /** Puts what goes before the contents of a batch's pages: length, kind and indices. */
  static void putHead(PageBatch batch, ByteBuffer out) {
    out.order(ByteOrder.LITTLE_ENDIAN).putInt(bytes(batch) - LENGTH_BYTES).put(PAGES);
    put(batch.indices(), batch.indices().length(), out);
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
    if (in.get(LENGTH_BYTES) == FrameKind.SUMMED) {
      return SummedFrame.decode(in);
    }
    if (!isIntact(in)) {
      throw new BrokenStream("a frame's checksum does not match its bytes");
    }
    in.position(LENGTH_BYTES).limit(in.limit() - CHECKSUM_BYTES);
    byte kind = in.get();
    try {
      return FramePayload.of(kind, in);
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

  private static void put(Longs values, int count, ByteBuffer out) {
    out.putInt(count);
    for (int i = 0; i < values.length(); i++) {
      out.putLong(values.get(i));
    }
  }

  private static int bytesOf(Section section) {
    return 12 + idOf(section).length + section.body().length();
  }

  private static void put(Section section, ByteBuffer out) {
    byte[] id = idOf(section);
    out.putInt(id.length).put(id).putInt(section.instance()).putInt(section.version()).put(section.body().toArray());
  }

  private static byte[] idOf(Section section) {
    return section.id().getBytes(StandardCharsets.UTF_8);
  }

  private static int checksum(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }
}
