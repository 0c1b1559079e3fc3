package dev.kurki.migration.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.Bytes;
import dev.kurki.actors.section.Section;
import dev.kurki.migration.mappedram.BrokenFile;
import dev.kurki.migration.mappedram.MappedRamReader;
import dev.kurki.migration.mappedram.MappedRamWriter;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LazyRestoreTest {
  private static final int PAGES = 500;
  private static final List<Section> SECTIONS = List.of(new Section("lamp", 0, 1, Bytes.utf8("lit")));

  @TempDir
  private Path folder = Path.of("");

  private final ActorTestKit actors = ActorTestKit.create();
  private final GuestMemory memory = new GuestMemory(0x8000_0000L, PAGES * (long) GuestMemory.PAGE_BYTES);

  /** Every page but each fifth. */
  @BeforeEach
  void write() throws IOException {
    try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      MappedRamWriter writer = new MappedRamWriter(channel, Bytes.utf8("crane"), PAGES);
      writer.begin(SECTIONS);
      for (int page = 0; page < PAGES; page++) {
        if (page % 5 != 0) {
          writer.write(page, ByteBuffer.wrap(contents(page)));
        }
      }
      writer.finish();
    }
  }

  @AfterEach
  void close() {
    actors.shutdownTestKit();
    memory.close();
  }

  @Test
  void what_is_asked_for_comes_before_anything_else_is_read() {
    LazyRestore restore = open();
    restore.expect();

    joined(memory.missing().want(321));

    assertThat(restore.sections()).isEqualTo(SECTIONS);
    assertThat(memory.read(address(321), GuestMemory.PAGE_BYTES)).isEqualTo(contents(321));
    assertThat(memory.missing().contains(320)).as("a page that the file does not have is zero").isFalse();
    assertThat(memory.missing().contains(1)).isTrue();
    restore.close();
  }

  @Test
  void all_else_comes_by_itself_and_writes_of_the_guest_are_not_written_over() {
    LazyRestore restore = open();
    restore.expect();
    joined(memory.missing().want(7));
    memory.write(address(7), new byte[]{99});

    LazyRestore.Filled filled = joined(restore.fill());

    assertThat(filled.pages()).isEqualTo(400);
    assertThat(filled.waits()).isEqualTo(1);
    assertThat(memory.missing().isEmpty()).isTrue();
    assertThat(memory.read(address(7), 1)).containsExactly(99);
    for (int page = 8; page < PAGES; page++) {
      assertThat(memory.read(address(page), GuestMemory.PAGE_BYTES))
          .isEqualTo(page % 5 == 0 ? new byte[GuestMemory.PAGE_BYTES] : contents(page));
    }
  }

  @Test
  void a_page_that_is_damaged_never_comes_and_is_told_by_its_place() throws IOException {
    damage(321);
    LazyRestore restore = open();
    restore.expect();

    CompletionStage<Long> asked = memory.missing().want(321);
    CompletionStage<LazyRestore.Filled> filled = restore.fill();

    assertThatThrownBy(() -> joined(filled)).hasRootCauseInstanceOf(BrokenFile.class)
        .hasMessageContaining("expected page 321 as it was written");
    assertThat(memory.missing().contains(321)).isTrue();
    assertThat(asked.toCompletableFuture()).isNotDone();
  }

  @Test
  void what_is_broken_is_told_before_the_file_is_closed_lest_a_later_reader_tells_that_it_is() throws IOException {
    damage(321);
    LazyRestore restore = open();
    restore.expect();
    CompletableFuture<LazyRestore.Filled> filled;
    CompletableFuture<Long> askedWhenTold;

    // No page comes before it is listened to what becomes of them.
    synchronized (memory.missing()) {
      filled = restore.fill().toCompletableFuture();
      askedWhenTold = filled.handle((_, _) -> joined(memory.missing().want(451)));
    }

    assertThat(joined(askedWhenTold)).isEqualTo(451);
    assertThatThrownBy(() -> joined(filled)).hasRootCauseInstanceOf(BrokenFile.class)
        .hasMessageContaining("expected page 321 as it was written");
  }

  @Test
  void a_file_that_is_cut_while_it_is_read_is_told() throws IOException {
    LazyRestore restore = open();
    restore.expect();
    try (RandomAccessFile cut = new RandomAccessFile(file().toFile(), "rw")) {
      cut.setLength(cut.length() - 100 * GuestMemory.PAGE_BYTES);
    }

    assertThatThrownBy(() -> joined(restore.fill())).hasRootCauseInstanceOf(BrokenFile.class)
        .hasMessageContaining("found: the end of the file");

    assertThat(memory.missing().contains(PAGES - 1)).isTrue();
  }

  @Test
  void a_ram_of_another_size_is_refused_before_the_machine_runs() {
    try (GuestMemory other = new GuestMemory(0x8000_0000L, 4096)) {
      assertThatThrownBy(() -> joined(LazyRestore.open(actors.system(), file(), other)))
          .hasRootCauseInstanceOf(BrokenFile.class).hasMessageContaining("expected a RAM of 1 pages");
    }
  }

  private void damage(int page) throws IOException {
    long offset;
    try (MappedRamReader reader = MappedRamReader.open(file())) {
      offset = reader.header().offsetOf(page);
    }
    try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[]{-1}), offset + 77);
    }
  }

  private LazyRestore open() {
    return joined(LazyRestore.open(actors.system(), file(), memory));
  }

  private Path file() {
    return folder.resolve("crane.kurki");
  }

  private long address(int page) {
    return memory.base() + page * (long) GuestMemory.PAGE_BYTES;
  }

  private static <T> T joined(CompletionStage<T> stage) {
    CompletableFuture<T> future = stage.toCompletableFuture().copy();
    return future.orTimeout(60, TimeUnit.SECONDS).join();
  }

  private static byte[] contents(int page) {
    byte[] contents = new byte[GuestMemory.PAGE_BYTES];
    Arrays.fill(contents, (byte) (page % 100 + 1));
    return contents;
  }
}
