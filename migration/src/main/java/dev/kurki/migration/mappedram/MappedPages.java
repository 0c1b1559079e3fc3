package dev.kurki.migration.mappedram;

import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.Longs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32C;

/** The pages of a file: which there are, and what they hold. Any thread may read them. */
public final class MappedPages {
  /** How many pages are read at once at most. */
  public static final int MAX_RUN = 256;

  private final FileChannel channel;
  private final MappedRamHeader header;
  private final long[] present;

  MappedPages(FileChannel channel, MappedRamHeader header, long[] present) {
    this.channel = channel;
    this.header = header;
    this.present = present;
    long count = 0;
    for (long word : present) {
      count += Long.bitCount(word);
    }
    int spare = (int) (header.pages() % Long.SIZE);
    if (spare != 0 && present[present.length - 1] >>> spare != 0) {
      throw new BrokenFile(header.bitmap().end() - Long.BYTES, "a bitmap of " + header.pages() + " pages",
          "one of more");
    }
    if (count != header.presentPages()) {
      throw new BrokenFile(header.bitmap().offset(), "a bitmap of " + header.presentPages() + " pages that are present",
          "one of " + count);
    }
  }

  /** Which pages are present: bit {@code i % 64} of word {@code i / 64} is page {@code i}; all others hold zeroes. */
  public Longs present() {
    return Longs.of(present);
  }

  /**
   * The first page from {@code from} on that is present.
   *
   * @return its index; how many pages RAM has when there is none
   */
  public long next(long from) {
    if (from >= header.pages()) {
      return header.pages();
    }
    int word = (int) (from / Long.SIZE);
    long bits = present[word] & -1L << (int) (from % Long.SIZE);
    while (bits == 0) {
      if (++word == present.length) {
        return header.pages();
      }
      bits = present[word];
    }
    return word * (long) Long.SIZE + Long.numberOfTrailingZeros(bits);
  }

  /** How many pages from {@code first} on are present side by side, {@link #MAX_RUN} at most. */
  public int run(long first) {
    int count = 0;
    while (count < MAX_RUN && first + count < header.pages() && isPresent(first + count)) {
      count++;
    }
    return count;
  }

  /**
   * Reads pages that are present and lie side by side, and verifies each.
   *
   * @param first the first of them
   * @param into room for whole pages, as many as are to be read; filled when this comes back
   * @throws BrokenFile when one does not match its checksum, or the file is not as long any more
   * @throws IOException when the file cannot be read
   */
  public void read(long first, ByteBuffer into) throws IOException {
    int start = into.position();
    int count = into.remaining() / GuestMemory.PAGE_BYTES;
    ByteBuffer checksums = ByteBuffer.allocate(count * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    MappedRamReader.fill(channel, checksums, header.checksums().offset() + first * Integer.BYTES);
    MappedRamReader.fill(channel, into, header.offsetOf(first));
    if (into.hasRemaining() || checksums.hasRemaining()) {
      throw new BrokenFile(channel.size(), "RAM up to byte " + header.fileBytes(), "the end of the file");
    }
    CRC32C checksum = new CRC32C();
    for (int i = 0; i < count; i++) {
      checksum.reset();
      checksum.update(into.slice(start + i * GuestMemory.PAGE_BYTES, GuestMemory.PAGE_BYTES));
      if ((int) checksum.getValue() != checksums.getInt(i * Integer.BYTES)) {
        throw new BrokenFile(header.offsetOf(first + i), "page " + (first + i) + " as it was written",
            "bytes that do not match its checksum");
      }
    }
  }

  /**
   * Reads all pages into a RAM of that size.
   *
   * @param memory the RAM of a machine that was built for the file, all zero
   * @throws BrokenFile when its size is another's, or a page cannot be believed; what was read before is in RAM
   * @throws IOException when the file cannot be read
   */
  public void readInto(GuestMemory memory) throws IOException {
    checkFit(memory);
    for (long page = next(0); page < header.pages();) {
      int count = run(page);
      read(page, memory.pages(page, count).asByteBuffer());
      page = next(page + count);
    }
  }

  /**
   * Passes where a RAM has as many pages as the file tells of.
   *
   * @throws BrokenFile where it has not
   */
  public void checkFit(GuestMemory memory) {
    if (memory.pages() != header.pages()) {
      throw new BrokenFile(16, "a RAM of " + memory.pages() + " pages, as the description has it", "one of "
          + header.pages());
    }
  }

  private boolean isPresent(long page) {
    return (present[(int) (page / Long.SIZE)] >>> page & 1) != 0;
  }
}
