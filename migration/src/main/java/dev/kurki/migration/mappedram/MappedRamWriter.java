package dev.kurki.migration.mappedram;

import dev.kurki.actors.memory.DirtyBitmap;
import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.Bytes;
import dev.kurki.actors.section.Section;
import dev.kurki.migration.stream.Frame.SectionFrame;
import dev.kurki.migration.stream.FrameCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;

/**
 * Writes a file with fixed page offsets: pages in any order, from any thread, each once; and in the end what tells of them.
 * What is not written is a hole in the file and reads as zeroes.
 */
public final class MappedRamWriter {
  private static final int CHECKSUMS_AT_ONCE = 1 << 16;

  private final FileChannel channel;
  private final Bytes description;
  private List<Section> sections = List.of();
  private final DirtyBitmap present;
  /** One a page, each written before its page is marked as present. */
  private final int[] checksums;
  private long sectionBytes;
  private long ramOffset;
  private final AtomicLong written = new AtomicLong();

  /**
   * A writer.
   *
   * @param channel an empty file's
   * @param description the machine's
   * @param pages how many pages its RAM has
   */
  public MappedRamWriter(FileChannel channel, Bytes description, long pages) {
    this.channel = channel;
    this.description = description;
    this.present = new DirtyBitmap(pages);
    this.checksums = new int[Math.toIntExact(pages)];
  }

  /**
   * Takes the machine's sections, before any other thread knows of this writer: behind them begins RAM.
   *
   * @param all all of them
   * @throws dev.kurki.migration.stream.BrokenStream when one is longer than a frame may be
   */
  public void begin(List<Section> all) {
    sections = List.copyOf(all);
    sectionBytes = sections.stream().mapToLong(section -> FrameCodec.bytes(new SectionFrame(section))).sum();
    long pages = present.pages();
    long tables = MappedRamHeader.BYTES + description.length() + sectionBytes + MappedRamHeader.bitmapBytes(pages)
        + MappedRamHeader.checksumBytes(pages);
    ramOffset = (tables + GuestMemory.PAGE_BYTES - 1) / GuestMemory.PAGE_BYTES * GuestMemory.PAGE_BYTES;
  }

  /**
   * Writes pages that lie side by side. Any thread may, as long as no page is written twice.
   *
   * @param first the first of them
   * @param contents whole pages, which do not change meanwhile; all of it is written
   * @throws IOException when the disk does not take them
   */
  public void write(long first, ByteBuffer contents) throws IOException {
    int count = contents.remaining() / GuestMemory.PAGE_BYTES;
    CRC32C checksum = new CRC32C();
    for (int i = 0; i < count; i++) {
      checksum.reset();
      checksum.update(contents.slice(contents.position() + i * GuestMemory.PAGE_BYTES, GuestMemory.PAGE_BYTES));
      checksums[(int) first + i] = (int) checksum.getValue();
    }
    put(contents, ramOffset + first * GuestMemory.PAGE_BYTES);
    present.markRange(first, count);
  }

  /**
   * Writes what is not RAM, the header last, when every page is written that is not zero.
   *
   * @return how many bytes of the file are no holes
   * @throws IOException when the disk does not take them
   */
  public long finish() throws IOException {
    long pages = present.pages();
    long presentPages = present.count();
    Region ofDescription = put(MappedRamHeader.BYTES, ByteBuffer.wrap(description.toArray()));
    Region ofSections = putSections(ofDescription.end());
    Region ofBitmap = putBitmap(ofSections.end());
    Region ofChecksums = putChecksums(ofBitmap.end());
    MappedRamHeader header = new MappedRamHeader(pages, presentPages, sections.size(), ofDescription, ofSections,
        ofBitmap, ofChecksums, ramOffset);
    if (channel.size() < header.fileBytes()) {
      put(ByteBuffer.allocate(1), header.fileBytes() - 1);
    }
    put(header.encode(), 0);
    return written.get();
  }

  private Region putSections(long offset) throws IOException {
    CRC32C checksum = new CRC32C();
    long end = offset;
    for (Section section : sections) {
      ByteBuffer frame = FrameCodec.encode(new SectionFrame(section)).asByteBuffer();
      checksum.update(frame.duplicate());
      end += put(frame, end);
    }
    return new Region(offset, sectionBytes, (int) checksum.getValue());
  }

  private Region putBitmap(long offset) throws IOException {
    long[] words = present.testAndClear(0, present.pages());
    ByteBuffer bytes = ByteBuffer.allocate(words.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(words);
    return put(offset, bytes);
  }

  private Region putChecksums(long offset) throws IOException {
    CRC32C checksum = new CRC32C();
    ByteBuffer bytes = ByteBuffer.allocate(CHECKSUMS_AT_ONCE * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int first = 0; first < checksums.length; first += CHECKSUMS_AT_ONCE) {
      int count = Math.min(CHECKSUMS_AT_ONCE, checksums.length - first);
      bytes.clear().asIntBuffer().put(checksums, first, count);
      bytes.limit(count * Integer.BYTES);
      checksum.update(bytes.duplicate());
      put(bytes, offset + first * (long) Integer.BYTES);
    }
    return new Region(offset, checksums.length * (long) Integer.BYTES, (int) checksum.getValue());
  }

  private Region put(long offset, ByteBuffer bytes) throws IOException {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes.duplicate());
    return new Region(offset, put(bytes, offset), (int) checksum.getValue());
  }

  private int put(ByteBuffer bytes, long offset) throws IOException {
    int length = bytes.remaining();
    int start = bytes.position();
    while (bytes.hasRemaining()) {
      channel.write(bytes, offset + bytes.position() - start);
    }
    written.addAndGet(length);
    return length;
  }
}
