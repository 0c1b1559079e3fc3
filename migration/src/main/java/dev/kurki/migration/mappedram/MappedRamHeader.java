package dev.kurki.migration.mappedram;

import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.migration.stream.FrameCodec;
import dev.kurki.migration.stream.StreamOrder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * Where a file has what; all numbers are little-endian.
 *
 * <pre>
 *   byte 0       header, 4096 bytes, of which those without a name are zero
 *                   +0  magic u64               +8  format version u32   +12  bytes of a page u32: 4096
 *                  +16  pages of RAM u64       +24  present pages u64    +32  sections u32
 *                  +40  description, section frames, bitmap, checksums:
 *                       for each its offset u64, its bytes u64, the crc32c u32 of all of it, u32 zero
 *                 +136  offset of RAM u64
 *                +4092  crc32c u32 of the bytes before
 *   then         description      CBOR, as in the header of a stream
 *   then         section frames   of kind 5, as in a stream
 *   then         bitmap           bit i % 64 of word u64 i / 64: page i is present; one that is not holds zeroes only
 *   then         checksums        crc32c u32 of page i; zero for one that is not present
 *   RAM offset   page i at RAM offset + 4096 * i, up to the end of the file; one that is not present is a hole
 * </pre>
 *
 * <p>Parts stand in this order and do not overlap; between them may be gaps. RAM begins at a multiple of 4096.
 *
 * @param pages how many pages RAM has
 * @param presentPages how many of them are present
 * @param sectionCount how many sections the machine has
 * @param description the machine's description
 * @param sections the frames of its sections
 * @param bitmap which pages are present
 * @param checksums the pages' checksums
 * @param ramOffset where page 0 stands
 */
public record MappedRamHeader(long pages, long presentPages, int sectionCount, Region description, Region sections,
    Region bitmap, Region checksums, long ramOffset) {
  /** The version of this form. */
  public static final int FORMAT_VERSION = 1;
  /** How many bytes the header takes. */
  public static final int BYTES = 4096;

  /** As the first bytes of a frame of a stream it would be a length that no frame has. */
  private static final long MAGIC = 0x4d4b_5255_4b0a_0d89L;
  private static final int CHECKSUM_AT = BYTES - Integer.BYTES;
  private static final long MAX_PAGES = GuestMemory.MAX_BYTES / GuestMemory.PAGE_BYTES;
  private static final long MAX_SECTION_BYTES = 256L << 20;

  /** Whether a file that begins so is one of this form, whatever its version and however broken it is. */
  static boolean isMagic(long first) {
    return first == MAGIC;
  }

  /** How long a whole file is. */
  public long fileBytes() {
    return offsetOf(pages);
  }

  /** Where a page stands, present or not. */
  public long offsetOf(long page) {
    return ramOffset + page * GuestMemory.PAGE_BYTES;
  }

  static long bitmapBytes(long pages) {
    return (pages + Long.SIZE - 1) / Long.SIZE * Long.BYTES;
  }

  static long checksumBytes(long pages) {
    return pages * Integer.BYTES;
  }

  ByteBuffer encode() {
    ByteBuffer out = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    out.putLong(MAGIC).putInt(FORMAT_VERSION).putInt(GuestMemory.PAGE_BYTES).putLong(pages).putLong(presentPages)
        .putInt(sectionCount).putInt(0);
    for (Region region : new Region[]{description, sections, bitmap, checksums}) {
      out.putLong(region.offset()).putLong(region.bytes()).putInt(region.checksum()).putInt(0);
    }
    out.putLong(ramOffset);
    return out.putInt(CHECKSUM_AT, checksum(out.duplicate().clear().limit(CHECKSUM_AT))).clear();
  }

  /**
   * Reads a header of any author.
   *
   * @param in {@link #BYTES} bytes
   * @param fileBytes how long the file is
   * @throws BrokenFile when there is no file of this form that begins so and is as long
   */
  static MappedRamHeader decode(ByteBuffer in, long fileBytes) {
    in.order(ByteOrder.LITTLE_ENDIAN);
    expect(isMagic(in.getLong()), 0, "a file with fixed page offsets", "another kind of file");
    int version = in.getInt();
    expect(in.getInt(CHECKSUM_AT) == checksum(in.duplicate().clear().limit(CHECKSUM_AT)), 0, "a whole header",
        "a header whose checksum does not match its bytes");
    expect(version == FORMAT_VERSION, 8, "format version " + FORMAT_VERSION,
        "version " + Integer.toUnsignedString(version) + ", which this release cannot read");
    int pageBytes = in.getInt();
    expect(pageBytes == GuestMemory.PAGE_BYTES, 12, "pages of " + GuestMemory.PAGE_BYTES + " bytes",
        "pages of " + Integer.toUnsignedString(pageBytes) + " bytes");
    long pages = in.getLong();
    expect(pages >= 1 && pages <= MAX_PAGES, 16, "a RAM of 1 to " + MAX_PAGES + " pages",
        "one of " + Long.toUnsignedString(pages));
    long present = in.getLong();
    expect(present >= 0 && present <= pages, 24, "up to " + pages + " pages that are present",
        Long.toUnsignedString(present) + " of them");
    int count = in.getInt();
    expect(count >= 0 && count <= StreamOrder.MAX_SECTIONS, 32, "up to " + StreamOrder.MAX_SECTIONS + " sections",
        Integer.toUnsignedString(count) + " of them");
    in.getInt();
    Region description = region(in, "the description", BYTES, 1, FrameCodec.MAX_FRAME_BYTES, fileBytes);
    Region sections = region(in, "the sections", description.end(), 0, MAX_SECTION_BYTES, fileBytes);
    Region bitmap = region(in, "the bitmap", sections.end(), bitmapBytes(pages), bitmapBytes(pages), fileBytes);
    Region checksums = region(in, "the checksums", bitmap.end(), checksumBytes(pages), checksumBytes(pages), fileBytes);
    long ramOffset = in.getLong();
    expect(ramOffset >= checksums.end() && ramOffset <= fileBytes && ramOffset % GuestMemory.PAGE_BYTES == 0,
        in.position() - Long.BYTES, "an offset of RAM from " + checksums.end() + " to " + fileBytes
            + ", a multiple of " + GuestMemory.PAGE_BYTES,
        Long.toUnsignedString(ramOffset));
    MappedRamHeader header = new MappedRamHeader(pages, present, count, description, sections, bitmap, checksums,
        ramOffset);
    expect(fileBytes == header.fileBytes(), Math.min(fileBytes, header.fileBytes()),
        "RAM up to byte " + header.fileBytes(),
        fileBytes < header.fileBytes() ? "the end of the file" : "a file of " + fileBytes + " bytes");
    return header;
  }

  private static Region region(ByteBuffer in, String what, long from, long least, long most, long fileBytes) {
    int at = in.position();
    Region region = new Region(in.getLong(), in.getLong(), in.getInt());
    in.getInt();
    expect(region.bytes() >= least && region.bytes() <= most, at + Long.BYTES, what + " of " + (least == most
        ? least
        : least + " to " + most) + " bytes", Long.toUnsignedString(region.bytes()) + " bytes");
    expect(region.offset() >= from && region.offset() <= fileBytes - region.bytes(), at, what + " between bytes " + from
        + " and " + fileBytes,
        Long.toUnsignedString(region.bytes()) + " bytes from byte "
            + Long.toUnsignedString(region.offset()) + " on");
    return region;
  }

  private static int checksum(ByteBuffer bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes);
    return (int) checksum.getValue();
  }

  private static void expect(boolean holds, long offset, String expected, String found) {
    if (!holds) {
      throw new BrokenFile(offset, expected, found);
    }
  }
}
