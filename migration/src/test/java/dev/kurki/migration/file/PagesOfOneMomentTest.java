package dev.kurki.migration.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.Bytes;
import dev.kurki.migration.mappedram.MappedRamReader;
import dev.kurki.migration.mappedram.MappedRamWriter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagesOfOneMomentTest {
  private static final long BASE = 0x8000_0000L;
  private static final int PAGES = 2000;
  private static final int WRITERS = 3;

  @TempDir
  private Path folder = Path.of("");

  private final GuestMemory memory = new GuestMemory(BASE, PAGES * (long) GuestMemory.PAGE_BYTES);
  private final AtomicBoolean isOver = new AtomicBoolean();

  @AfterEach
  void close() {
    memory.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5, PAGES})
  void the_file_has_what_pages_held_when_the_guard_was_put_up_whatever_is_written_meanwhile(int mostCopies)
      throws Exception {
    scribble(new Random(1), 3 * PAGES / 2);
    byte[] before = memory.read(BASE, (int) memory.bytes());

    Path file = save(mostCopies, true);

    assertThat(memory.read(BASE, (int) memory.bytes())).isNotEqualTo(before);
    assertThat(read(file)).isEqualTo(before);
  }

  @Test
  void each_write_is_marked_dirty_as_without_a_guard() throws Exception {
    MappedRamWriter writer = writer(folder.resolve("crane.kurki"));
    PagesOfOneMoment pages = new PagesOfOneMoment(memory, writer, 1, isOver);
    memory.guard(pages);

    memory.write(BASE + 7 * GuestMemory.PAGE_BYTES - 1, new byte[]{1, 2});

    assertThat(memory.dirty().isDirty(6)).isTrue();
    assertThat(memory.dirty().isDirty(7)).isTrue();
    assertThat(memory.dirty().count()).isEqualTo(2);
    memory.unguard(pages);
  }

  @Test
  void who_writes_where_there_is_no_room_for_a_copy_waits_for_the_disk() throws Exception {
    PagesOfOneMoment pages = new PagesOfOneMoment(memory, writer(folder.resolve("crane.kurki")), 0, isOver);
    memory.write(BASE, new byte[]{1});
    memory.guard(pages);

    memory.write(BASE, new byte[]{2});

    assertThat(pages.longestWaitNanos()).isPositive();
    memory.unguard(pages);
  }

  @Test
  void a_disk_that_fails_under_a_write_fails_the_save_and_not_the_write() throws Exception {
    Path file = folder.resolve("crane.kurki");
    FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    MappedRamWriter writer = new MappedRamWriter(channel, Bytes.utf8("crane"), PAGES);
    writer.begin(List.of());
    PagesOfOneMoment pages = new PagesOfOneMoment(memory, writer, 0, isOver);
    memory.write(BASE, new byte[]{1});
    memory.guard(pages);
    channel.close();

    memory.write(BASE, new byte[]{2});

    assertThat(memory.read(BASE, 1)).containsExactly(2);
    assertThatThrownBy(pages::saveAll).isInstanceOf(IOException.class);
  }

  @Test
  void what_is_given_up_holds_nobody_back_and_fails() throws Exception {
    PagesOfOneMoment pages = new PagesOfOneMoment(memory, writer(folder.resolve("crane.kurki")), 0, isOver);
    memory.guard(pages);

    isOver.set(true);
    memory.write(BASE, new byte[]{1});

    assertThatThrownBy(pages::saveAll).isInstanceOf(IOException.class).hasMessage("the save was given up");
    assertThat(pages.longestWaitNanos()).isZero();
  }

  private Path save(int mostCopies, boolean writesMeanwhile) throws Exception {
    Path file = folder.resolve("crane.kurki");
    MappedRamWriter writer = writer(file);
    PagesOfOneMoment pages = new PagesOfOneMoment(memory, writer, mostCopies, isOver);
    memory.guard(pages);
    CountDownLatch underWay = new CountDownLatch(WRITERS);
    List<Thread> writers = IntStream.range(0, WRITERS).mapToObj(seed -> Thread.ofPlatform().start(() -> {
      Random random = new Random(seed);
      while (writesMeanwhile && !isOver.get()) {
        scribble(random, 16);
        underWay.countDown();
      }
    })).toList();
    underWay.await();
    pages.saveAll();
    memory.unguard(pages);
    for (Thread each : writers) {
      each.join();
    }
    writer.finish();
    return file;
  }

  private static MappedRamWriter writer(Path file, GuestMemory memory) throws IOException {
    MappedRamWriter writer = new MappedRamWriter(
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), Bytes.utf8("crane"),
        memory.pages());
    writer.begin(List.of());
    return writer;
  }

  private MappedRamWriter writer(Path file) throws IOException {
    return writer(file, memory);
  }

  /** Writes some bytes here and there, across pages too, and zeroes over some. */
  private void scribble(Random random, int times) {
    for (int i = 0; i < times; i++) {
      byte[] bytes = new byte[1 + random.nextInt(random.nextInt(8) == 0 ? 10_000 : 64)];
      if (random.nextInt(4) != 0) {
        random.nextBytes(bytes);
      }
      memory.write(BASE + random.nextLong(memory.bytes() - bytes.length), bytes);
    }
  }

  private byte[] read(Path file) throws IOException {
    try (GuestMemory restored = new GuestMemory(BASE, memory.bytes());
        MappedRamReader reader = MappedRamReader.open(file)) {
      reader.pages().readInto(restored);
      return restored.read(BASE, (int) restored.bytes());
    }
  }
}
