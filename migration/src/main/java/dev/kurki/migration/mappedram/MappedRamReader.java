package dev.kurki.migration.mappedram;

import dev.kurki.actors.section.Bytes;
import dev.kurki.actors.section.Section;
import dev.kurki.migration.stream.BrokenStream;
import dev.kurki.migration.stream.Frame;
import dev.kurki.migration.stream.Frame.SectionFrame;
import dev.kurki.migration.stream.FrameReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Reads a file with fixed page offsets, of any author: every offset and length is held to the file before it is believed, and
 * every part to its checksum before it is given. All methods throw {@link BrokenFile} where the file does not keep to its form.
 */
public final class MappedRamReader implements AutoCloseable {
  private static final int BYTES_AT_ONCE = 1 << 16;

  private final FileChannel channel;
  private final MappedRamHeader header;

  private MappedRamReader(FileChannel channel, MappedRamHeader header) {
    this.channel = channel;
    this.header = header;
  }

  /**
   * Whether a file says of itself that it is one with fixed page offsets.
   *
   * @throws IOException when it cannot be read
   */
  public static boolean isMapped(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer magic = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      fill(channel, magic, 0);
      return !magic.hasRemaining() && MappedRamHeader.isMagic(magic.getLong(0));
    }
  }

  /**
   * Opens a file and reads its header.
   *
   * @throws IOException when it cannot be read
   */
  public static MappedRamReader open(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      ByteBuffer head = ByteBuffer.allocate(MappedRamHeader.BYTES);
      fill(channel, head, 0);
      if (head.hasRemaining()) {
        throw new BrokenFile(head.position(), "a header of " + MappedRamHeader.BYTES + " bytes", "the end of the file");
      }
      return new MappedRamReader(channel, MappedRamHeader.decode(head.flip(), channel.size()));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Where the file has what. */
  public MappedRamHeader header() {
    return header;
  }

  /**
   * The machine's description, as CBOR; what is in it is for others to check.
   *
   * @throws IOException when it cannot be read
   */
  public Bytes description() throws IOException {
    return Bytes.of(region("description", header.description()).array());
  }

  /**
   * The machine's sections; what is in them is for others to check.
   *
   * @throws IOException when they cannot be read
   */
  public List<Section> sections() throws IOException {
    check("sections", header.sections());
    RegionChannel frames = new RegionChannel(channel, header.sections());
    FrameReader reader = new FrameReader(frames, FrameReader.NO_PAGES);
    List<Section> sections = new ArrayList<>();
    while (true) {
      long offset = frames.offset();
      Optional<Frame> frame = next(reader, offset);
      if (frame.isEmpty() && sections.size() == header.sectionCount()) {
        return List.copyOf(sections);
      }
      if (sections.size() == header.sectionCount()) {
        throw new BrokenFile(offset, "the end of " + header.sectionCount() + " sections", "one more");
      }
      sections.add(section(frame, offset));
    }
  }

  /**
   * The file's pages.
   *
   * @throws IOException when it cannot be read which there are
   */
  public MappedPages pages() throws IOException {
    check("checksums", header.checksums());
    ByteBuffer bytes = region("bitmap", header.bitmap());
    long[] words = new long[bytes.remaining() / Long.BYTES];
    bytes.order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(words);
    return new MappedPages(channel, header, words);
  }

  /** Closes the file, for its pages too. */
  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** Reads until the buffer is full or the file has ended. */
  static void fill(FileChannel channel, ByteBuffer into, long offset) throws IOException {
    int start = into.position();
    while (into.hasRemaining() && channel.read(into, offset + into.position() - start) >= 0) {
      // The next bytes go behind these.
    }
  }

  private static Optional<Frame> next(FrameReader reader, long offset) throws IOException {
    try {
      return reader.next();
    } catch (BrokenStream e) {
      throw new BrokenFile(offset, "the frame of a section", String.valueOf(e.getMessage()));
    }
  }

  private static Section section(Optional<Frame> frame, long offset) {
    if (frame.isPresent() && frame.get() instanceof SectionFrame(var section)) {
      return section;
    }
    throw new BrokenFile(offset, "the frame of a section", frame.isEmpty() ? "no more of them" : "another frame");
  }

  private ByteBuffer region(String what, Region region) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(region.bytes()));
    fill(channel, bytes, region.offset());
    CRC32C checksum = new CRC32C();
    checksum.update(bytes.flip().duplicate());
    expectWhole(what, region, bytes.remaining(), checksum);
    return bytes;
  }

  private void check(String what, Region region) throws IOException {
    RegionChannel bytes = new RegionChannel(channel, region);
    ByteBuffer some = ByteBuffer.allocateDirect(BYTES_AT_ONCE);
    CRC32C checksum = new CRC32C();
    while (bytes.read(some.clear()) >= 0) {
      checksum.update(some.flip());
    }
    expectWhole(what, region, bytes.offset() - region.offset(), checksum);
  }

  private static void expectWhole(String what, Region region, long read, CRC32C checksum) {
    if (read < region.bytes()) {
      throw new BrokenFile(region.offset() + read, "the " + what + " up to byte " + region.end(),
          "the end of the file");
    }
    if ((int) checksum.getValue() != region.checksum()) {
      throw new BrokenFile(region.offset(), "the " + what + " as they were written",
          "bytes that do not match their checksum");
    }
  }
}
