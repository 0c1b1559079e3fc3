package dev.kurki.migration.stream;

import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.Longs;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.apache.pekko.util.ByteString;

/**
 * How {@link SummedPages} travel. What tells of the pages has a checksum in front of their contents, which have theirs in it:
 *
 * <pre>
 *   +-------------+------------+-----------+----------------------+----------------------+------------+------------------+
 *   | length  u32 | kind u8=19 | count u32 | count x page index u64 | count x crc32c u32 | crc32c u32 | count x 4096 bytes |
 *   +-------------+------------+-----------+----------------------+----------------------+------------+------------------+
 *     of all behind it           \________________ what the head's checksum is of ______/
 * </pre>
 */
final class SummedFrame {
  private static final int COUNT_AT = FrameCodec.LENGTH_BYTES + 1;
  private static final int FIRST_INDEX_AT = COUNT_AT + Integer.BYTES;
  private static final long CHECKSUM_MASK = 0xffff_ffffL;

  private SummedFrame() {}

  /** How many bytes a frame of so many pages takes, its length included. */
  static long bytes(long count) {
    return FIRST_INDEX_AT + count * (Long.BYTES + Integer.BYTES + GuestMemory.PAGE_BYTES) + FrameCodec.CHECKSUM_BYTES;
  }

  /** How many of them go before the contents. */
  static int headBytes(int count) {
    return FIRST_INDEX_AT + count * (Long.BYTES + Integer.BYTES) + FrameCodec.CHECKSUM_BYTES;
  }

  /**
   * Puts what goes before the contents of pages.
   *
   * @param out has room for {@link #headBytes}
   */
  static void putHead(Longs indices, Longs checksums, ByteBuffer out) {
    int start = out.position();
    int count = indices.length();
    out.order(ByteOrder.LITTLE_ENDIAN).putInt(Math.toIntExact(bytes(count)) - FrameCodec.LENGTH_BYTES)
        .put(FrameKind.SUMMED).putInt(count);
    for (int i = 0; i < count; i++) {
      out.putLong(indices.get(i));
    }
    for (int i = 0; i < count; i++) {
      out.putInt((int) checksums.get(i));
    }
    int from = start + FrameCodec.LENGTH_BYTES;
    out.putInt((int) checksum(out.slice(from, out.position() - from)));
  }

  /**
   * Takes the pages' indices and checksums out of what goes before their contents.
   *
   * @param head of {@link #headBytes} bytes for this count, little-endian
   * @return without contents
   * @throws BrokenStream when its checksum is wrong
   */
  static SummedPages head(ByteBuffer head, int count) {
    int end = headBytes(count) - FrameCodec.CHECKSUM_BYTES;
    if (head.getInt(end) != (int) checksum(head.slice(FrameCodec.LENGTH_BYTES, end - FrameCodec.LENGTH_BYTES))) {
      throw new BrokenStream("a frame's checksum does not match its bytes");
    }
    long[] indices = new long[count];
    long[] checksums = new long[count];
    int firstChecksumAt = FIRST_INDEX_AT + count * Long.BYTES;
    for (int i = 0; i < count; i++) {
      indices[i] = head.getLong(FIRST_INDEX_AT + i * Long.BYTES);
      checksums[i] = head.getInt(firstChecksumAt + i * Integer.BYTES) & CHECKSUM_MASK;
    }
    return new SummedPages(Longs.of(indices), Longs.of(checksums), ByteString.emptyByteString());
  }

  /**
   * Takes a whole frame out of its bytes.
   *
   * @param frame little-endian, at least as long as the shortest frame
   * @throws BrokenStream when a checksum or its form is wrong
   */
  static SummedPages decode(ByteBuffer frame) {
    int count = frame.remaining() < FIRST_INDEX_AT ? 0 : frame.getInt(COUNT_AT);
    if (count < 1 || bytes(count) != frame.remaining()) {
      throw new BrokenStream("a frame of " + frame.remaining() + " bytes that promises " + count + " pages");
    }
    SummedPages head = head(frame, count);
    byte[] contents = new byte[count * GuestMemory.PAGE_BYTES];
    frame.get(headBytes(count), contents);
    Longs torn = head.torn(0, ByteBuffer.wrap(contents));
    if (torn.length() > 0) {
      throw new BrokenStream("page " + torn.get(0) + " of a frame does not match its checksum");
    }
    return new SummedPages(head.indices(), head.checksums(), ByteString.fromArrayUnsafe(contents));
  }

  private static long checksum(ByteBuffer bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes);
    return checksum.getValue();
  }
}
