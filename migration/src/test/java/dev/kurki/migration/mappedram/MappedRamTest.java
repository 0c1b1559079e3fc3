package dev.kurki.migration.mappedram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.Bytes;
import dev.kurki.actors.section.Longs;
import dev.kurki.actors.section.Section;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappedRamTest {
  private static final int PAGES = 70;
  private static final Bytes DESCRIPTION = Bytes.utf8("a crane");
  private static final List<Section> SECTIONS = List.of(new Section("lamp", 0, 1, Bytes.utf8("lit")),
      new Section("hart", 3, 2, Bytes.utf8("x0 to x31")));

  @TempDir
  private Path folder = Path.of("");

  private final GuestMemory memory = new GuestMemory(0x8000_0000L, PAGES * GuestMemory.PAGE_BYTES);
  private Path file = Path.of("");
  private byte[] whole = new byte[0];

  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("crane.kurki");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      MappedRamWriter writer = new MappedRamWriter(channel, DESCRIPTION, PAGES);
      writer.begin(SECTIONS);
      writer.write(64, page(64));
      writer.write(2, ByteBuffer.allocate(2 * GuestMemory.PAGE_BYTES).put(page(2)).put(page(3)).flip());
      writer.finish();
    }
    whole = Files.readAllBytes(file);
  }

  @AfterEach
  void close() {
    memory.close();
  }

  @Test
  void what_was_written_is_read_and_pages_that_were_not_are_zero() throws IOException {
    try (MappedRamReader reader = MappedRamReader.open(file)) {
      reader.pages().readInto(memory);

      assertThat(reader.description()).isEqualTo(DESCRIPTION);
      assertThat(reader.sections()).isEqualTo(SECTIONS);
      assertThat(reader.pages().present()).isEqualTo(Longs.of(0b1100, 1));
    }
    for (int page = 0; page < PAGES; page++) {
      boolean isWritten = page == 2 || page == 3 || page == 64;
      assertThat(memory.page(page).asByteBuffer())
          .isEqualTo(isWritten ? page(page) : ByteBuffer.allocate(GuestMemory.PAGE_BYTES));
    }
  }

  @Test
  void each_page_stands_at_its_own_multiple_of_the_page_size_behind_the_start_of_ram() throws IOException {
    try (MappedRamReader reader = MappedRamReader.open(file)) {
      MappedRamHeader header = reader.header();

      assertThat(header.ramOffset() % GuestMemory.PAGE_BYTES).isZero();
      assertThat(whole).hasSize((int) header.ramOffset() + PAGES * GuestMemory.PAGE_BYTES);
      assertThat(ByteBuffer.wrap(whole, (int) header.ramOffset() + 64 * GuestMemory.PAGE_BYTES, GuestMemory.PAGE_BYTES))
          .isEqualTo(page(64));
    }
  }

  @Test
  void whichever_byte_is_flipped_that_is_read_the_break_is_told_by_the_part_that_holds_it() throws IOException {
    MappedRamHeader header = header();
    for (int i = 0; i < header.checksums().end(); i += i < 200 ? 1 : 5) {
      assertThat(flipped(i).offset()).as("byte %d", i).isLessThanOrEqualTo(i);
    }
    for (int page : new int[]{2, 3, 64}) {
      for (int i = 0; i < GuestMemory.PAGE_BYTES; i += 257) {
        assertThat(flipped((int) header.offsetOf(page) + i))
            .hasMessageContaining("page " + page + " as it was written");
      }
    }
  }

  @Test
  void wherever_a_file_is_cut_its_end_is_told() throws IOException {
    for (int length = 0; length < whole.length; length += length < 8192 ? 31 : 4093) {
      BrokenFile broken = readBroken(Arrays.copyOf(whole, length));

      assertThat(broken.offset())
          .isEqualTo(length < Long.BYTES || length >= MappedRamHeader.BYTES ? broken.offset() : length);
      assertThat(broken.found()).isNotEmpty();
    }
    assertThat(readBroken(Arrays.copyOf(whole, whole.length - 1))).hasMessageContaining("found: the end of the file");
    assertThat(readBroken(Arrays.copyOf(whole, whole.length + 1))).hasMessageContaining("found: a file of");
  }

  @Test
  void a_file_that_is_cut_while_it_is_open_is_told_when_a_page_is_read() throws IOException {
    try (MappedRamReader reader = MappedRamReader.open(file)) {
      MappedPages pages = reader.pages();
      Files.write(file, Arrays.copyOf(whole, (int) reader.header().offsetOf(64) + 100));

      assertThatThrownBy(() -> pages.readInto(memory)).isInstanceOf(BrokenFile.class)
          .hasMessageContaining("found: the end of the file");
    }
  }

  @Test
  void parts_that_overlap_or_leave_the_file_are_refused_by_their_place_in_the_header() throws IOException {
    int first = 40;
    int second = first + 24;
    int bitmap = second + 24;

    assertThat(forged(second, header().description().offset())).hasMessageContaining("expected the sections between");
    assertThat(forged(first, -1)).hasMessageContaining("broken at byte 40");
    assertThat(forged(first + 8, Long.MAX_VALUE)).hasMessageContaining("expected the description of 1 to");
    assertThat(forged(bitmap, whole.length)).hasMessageContaining("expected the bitmap between");
    assertThat(forged(bitmap + 8, 8)).hasMessageContaining("expected the bitmap of 16 bytes");
    assertThat(forged(16, Long.MAX_VALUE)).hasMessageContaining("expected a RAM of 1 to 16777216 pages");
    assertThat(forged(16, 16777216)).hasMessageContaining("bytes");
    assertThat(forged(24, -1)).hasMessageContaining("expected up to 70 pages");
    assertThat(forged(136, 4097)).hasMessageContaining("expected an offset of RAM");
    assertThat(forged(136, 0)).hasMessageContaining("expected an offset of RAM");
  }

  @Test
  void a_bitmap_of_other_pages_than_are_promised_is_refused() throws IOException {
    assertThat(forged(24, 4)).hasMessageContaining("expected a bitmap of 4 pages that are present; found: one of 3");
  }

  @Test
  void sections_are_as_many_as_are_promised() throws IOException {
    assertThat(forged(32, 3)).hasMessageContaining("expected the frame of a section; found: no more of them");
    assertThat(forged(32, 1)).hasMessageContaining("expected the end of 1 sections; found: one more");
    assertThat(forged(32, 0xffff_ffffL)).hasMessageContaining("expected up to 4096 sections");
  }

  @Test
  void a_newer_form_is_told_as_such() throws IOException {
    byte[] newer = whole.clone();
    newer[8] = 2;
    seal(newer);

    assertThat(readBroken(newer)).hasMessageContaining("found: version 2, which this release cannot read");
  }

  @Test
  void a_header_of_random_numbers_is_refused_in_one_sentence() throws IOException {
    Random random = new Random(20091123);
    for (int i = 0; i < 2000; i++) {
      byte[] forged = whole.clone();
      for (int changes = random.nextInt(4); changes >= 0; changes--) {
        forged[16 + random.nextInt(128)] = (byte) random.nextInt();
      }
      seal(forged);
      Throwable thrown = catchThrowable(() -> read(forged));

      if (thrown != null) {
        assertThat(thrown).isInstanceOf(BrokenFile.class);
        assertThat(thrown.getMessage()).hasLineCount(1);
      }
    }
  }

  @Test
  void another_kind_of_file_is_not_taken_for_one() throws IOException {
    Path other = Files.writeString(folder.resolve("machine.conf"), "machine { name = crane }");

    assertThat(MappedRamReader.isMapped(file)).isTrue();
    assertThat(MappedRamReader.isMapped(other)).isFalse();
    assertThat(MappedRamReader.isMapped(Files.createFile(folder.resolve("empty")))).isFalse();
  }

  private MappedRamHeader header() throws IOException {
    try (MappedRamReader reader = MappedRamReader.open(file)) {
      return reader.header();
    }
  }

  private BrokenFile flipped(int index) throws IOException {
    byte[] damaged = whole.clone();
    damaged[index] ^= (byte) (1 << (index & 7));
    return readBroken(damaged);
  }

  /** With another number in the header, and the header's checksum right. */
  private BrokenFile forged(int at, long value) throws IOException {
    byte[] forged = whole.clone();
    ByteBuffer header = ByteBuffer.wrap(forged).order(ByteOrder.LITTLE_ENDIAN);
    if (at == 32) {
      header.putInt(at, (int) value);
    } else {
      header.putLong(at, value);
    }
    seal(forged);
    return readBroken(forged);
  }

  private static void seal(byte[] file) {
    CRC32C checksum = new CRC32C();
    checksum.update(file, 0, MappedRamHeader.BYTES - Integer.BYTES);
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(MappedRamHeader.BYTES - Integer.BYTES,
        (int) checksum.getValue());
  }

  private BrokenFile readBroken(byte[] bytes) throws IOException {
    Throwable thrown = catchThrowable(() -> read(bytes));

    assertThat(thrown).isInstanceOf(BrokenFile.class);
    assertThat(thrown.getMessage()).hasLineCount(1);
    return (BrokenFile) thrown;
  }

  private void read(byte[] bytes) throws IOException {
    Path copy = Files.write(folder.resolve("copy.kurki"), bytes);
    try (MappedRamReader reader = MappedRamReader.open(copy)) {
      reader.description();
      reader.sections();
      reader.pages().readInto(memory);
    }
  }

  private static ByteBuffer page(int page) {
    byte[] contents = new byte[GuestMemory.PAGE_BYTES];
    Arrays.fill(contents, (byte) page);
    return ByteBuffer.wrap(contents);
  }
}
