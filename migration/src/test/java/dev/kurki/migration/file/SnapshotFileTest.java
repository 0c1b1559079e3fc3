package dev.kurki.migration.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kurki.actors.machine.MachineId;
import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.Bytes;
import dev.kurki.actors.section.Section;
import dev.kurki.migration.control.MachineDescription;
import dev.kurki.migration.lock.MachineTypeLock;
import dev.kurki.migration.lock.ReleaseId;
import dev.kurki.migration.policy.Origin;
import dev.kurki.migration.policy.Provenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SnapshotFileTest {
  private static final int PAGES = 600;
  private static final List<Section> SECTIONS = List.of(new Section("lamp", 0, 1, Bytes.utf8("lit")));

  @TempDir
  private Path folder = Path.of("");

  private final ActorTestKit actors = ActorTestKit.create();
  private final GuestMemory memory = new GuestMemory(0x8000_0000L, PAGES * (long) GuestMemory.PAGE_BYTES);

  enum Form {
    STREAM,
    MAPPED_RAM
  }

  @BeforeEach
  void fill() {
    Random random = new Random(5);
    for (int i = 0; i < PAGES; i++) {
      byte[] bytes = new byte[random.nextInt(5000)];
      random.nextBytes(bytes);
      memory.write(memory.base() + random.nextLong(memory.bytes() - bytes.length), bytes);
    }
  }

  @AfterEach
  void close() {
    actors.shutdownTestKit();
    memory.close();
  }

  @ParameterizedTest
  @EnumSource
  void a_machine_is_read_as_it_was_written_whatever_the_form(Form form) {
    long bytes = joined(write(file(), form));

    assertThat(bytes).isPositive();
    assertThat(joined(file().describe())).isEqualTo(description());
    assertThat(restored()).isEqualTo(memory.read(memory.base(), (int) memory.bytes()));
  }

  @ParameterizedTest
  @EnumSource
  void a_disk_that_is_full_leaves_no_part_and_the_file_that_was_there(Form form) throws IOException {
    Files.writeString(path(), "what was there");
    for (long room : new long[]{0, 4000, 100_000, 1_000_000}) {
      SnapshotFile full = new SnapshotFile(actors.system(), path(),
          place -> PartFile.beside(place, channel -> new FullDisk(channel, room)));

      assertThatThrownBy(() -> joined(write(full, form))).hasRootCauseMessage("No space left on device");

      assertThat(files()).containsExactly("crane.kurki");
      assertThat(path()).hasContent("what was there");
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_file_that_was_there_is_replaced_by_a_whole_one(Form form) throws IOException {
    Files.writeString(path(), "what was there");

    joined(write(file(), form));

    assertThat(files()).containsExactly("crane.kurki");
    assertThat(restored()).isEqualTo(memory.read(memory.base(), (int) memory.bytes()));
  }

  @ParameterizedTest
  @EnumSource
  void a_folder_in_the_place_of_the_file_is_told_before_anything_is_written(Form form) throws IOException {
    Files.createDirectory(path());

    assertThatThrownBy(() -> joined(write(file(), form)))
        .hasMessageContaining("this is a folder, and has to be a file");

    assertThat(files()).containsExactly("crane.kurki");
  }

  @ParameterizedTest
  @EnumSource
  void two_saves_to_one_file_at_once_leave_one_of_the_two(Form form) throws IOException {
    CompletionStage<Long> one = write(file(), form);
    CompletionStage<Long> other = write(file(), form);

    joined(one);
    joined(other);

    assertThat(files()).containsExactly("crane.kurki");
    assertThat(restored()).isEqualTo(memory.read(memory.base(), (int) memory.bytes()));
  }

  @Test
  void pages_of_zeroes_take_no_room_in_a_file_with_fixed_page_offsets() {
    try (GuestMemory empty = new GuestMemory(0x8000_0000L, 1L << 30)) {
      long bytes = joined(file().writeMapped(description(), empty, SECTIONS));

      assertThat(bytes).isLessThan(2 << 20);
      assertThat(path()).satisfies(file -> assertThat(Files.size(file)).isGreaterThan(1L << 30));
    }
  }

  private CompletionStage<Long> write(SnapshotFile to, Form form) {
    return switch (form) {
      case STREAM -> to.write(description(), memory, SECTIONS);
      case MAPPED_RAM -> to.writeMapped(description(), memory, SECTIONS);
    };
  }

  private byte[] restored() {
    try (GuestMemory restored = new GuestMemory(memory.base(), memory.bytes())) {
      assertThat(joined(file().read(restored))).isEqualTo(SECTIONS);
      return restored.read(restored.base(), (int) restored.bytes());
    }
  }

  private SnapshotFile file() {
    return new SnapshotFile(actors.system(), path());
  }

  private Path path() {
    return folder.resolve("crane.kurki");
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static <T> T joined(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  private static MachineDescription description() {
    return new MachineDescription(new MachineId("crane"), "virt", PAGES * (long) GuestMemory.PAGE_BYTES, List.of(),
        List.of(), "{}", Provenance.bornOn(new Origin(new ReleaseId("kurki", "0.1.0"), List.of())),
        new MachineTypeLock("virt", Map.of(), List.of(), List.of(), List.of(), List.of()));
  }
}
