package dev.kurki.conf.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.kurki.actors.machine.MachineId;
import dev.kurki.actors.section.Section;
import dev.kurki.conf.golden.LoneMachine;
import dev.kurki.conf.machine.TestMachine;
import dev.kurki.migration.control.MachineDescription;
import dev.kurki.migration.ends.Polling;
import dev.kurki.migration.file.BackgroundSnapshot;
import dev.kurki.migration.file.LazyRestore;
import dev.kurki.migration.file.SnapshotFile;
import dev.kurki.migration.lock.MachineTypeLock;
import dev.kurki.migration.lock.ReleaseId;
import dev.kurki.migration.policy.Origin;
import dev.kurki.migration.policy.Provenance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Saves guests that write all the time, and whose every run is the same, while they run. */
class BackgroundSnapshotTest {
  /** Two harts with paging, atomics and interrupts. */
  private static final String FIRMWARE = "memory = 8 MiB, harts = 2, icount-shift = 4, guest { kind = firmware, rounds = 3000 }";
  /** Rewrites 16 MiB over and over. */
  private static final String EMBEDDED = "memory = 32 MiB, icount-shift = 4, guest { pages = 4096, pages-per-second = 0 }";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long NO_COPIES = 0;

  @TempDir
  private Path folder = Path.of("");

  @ParameterizedTest
  @CsvSource({"0", "40960", "67108864"})
  void the_file_has_the_machine_as_it_was_when_it_was_stopped(long copyBytes) throws IOException {
    try (LoneMachine machine = TestMachine.poweredOn(EMBEDDED)) {
      runUntilItPrints(machine);
      String ram = machine.ramDigest();
      List<Section> sections = machine.sections();

      BackgroundSnapshot.Saved saved = save(machine, copyBytes);
      machine.pause();

      assertThat(machine.ramDigest()).as("the guest has written meanwhile").isNotEqualTo(ram);
      assertThat(saved.pauseNanos()).isPositive();
      try (LoneMachine restored = TestMachine.empty(EMBEDDED)) {
        restored.load(read(restored));
        assertThat(restored.ramDigest()).isEqualTo(ram);
        assertThat(restored.sections()).isEqualTo(sections);
      }
    }
    assertThat(files()).containsExactly("crane.kurki");
  }

  @ParameterizedTest
  @CsvSource({"0", "67108864"})
  void the_restored_machine_and_the_one_that_ran_on_end_alike(long copyBytes) {
    try (LoneMachine machine = TestMachine.poweredOn(FIRMWARE); LoneMachine restored = TestMachine.empty(FIRMWARE)) {
      runUntilItPrints(machine);

      save(machine, copyBytes);
      restored.load(read(restored));

      assertThat(machine.awaitEnd()).isZero();
      assertThat(restored.runToEnd()).isZero();
      assertThat(restored.digest()).isEqualTo(machine.digest());
    }
  }

  @Test
  void a_machine_that_runs_before_its_ram_is_read_ends_as_the_one_that_was_saved() {
    try (LoneMachine machine = TestMachine.poweredOn(FIRMWARE); LoneMachine restored = TestMachine.empty(FIRMWARE)) {
      runUntilItPrints(machine);
      save(machine, NO_COPIES);
      LazyRestore rest = LazyRestore.open(restored.system(), file(), restored.memory()).toCompletableFuture().join();
      rest.expect();
      restored.load(rest.sections());

      restored.resume();
      Polling.until(() -> restored.memory().missing().requests() > 2, PATIENCE, "the guest has asked for no page");
      LazyRestore.Filled filled = rest.fill().toCompletableFuture().join();

      assertThat(filled.waits()).isGreaterThan(2);
      assertThat(machine.awaitEnd()).isZero();
      assertThat(restored.awaitEnd()).isZero();
      assertThat(restored.digest()).isEqualTo(machine.digest());
    }
  }

  @Test
  void what_is_written_meanwhile_is_marked_dirty_for_a_move_that_follows() {
    try (LoneMachine machine = TestMachine.poweredOn(EMBEDDED)) {
      runUntilItPrints(machine);
      machine.memory().dirty().testAndClear(0, machine.memory().pages());

      save(machine, NO_COPIES);
      machine.pause();

      assertThat(machine.memory().dirty().count()).isPositive();
    }
  }

  @Test
  void one_that_is_cancelled_leaves_the_machine_running_and_no_file() throws IOException {
    try (LoneMachine machine = TestMachine.poweredOn(EMBEDDED)) {
      runUntilItPrints(machine);
      String ram = machine.ramDigest();
      BackgroundSnapshot snapshot = snapshot(machine, NO_COPIES);

      snapshot.cancel();

      assertThatThrownBy(() -> snapshot.save(description()).toCompletableFuture().join())
          .hasRootCauseMessage("the save was given up");
      assertThat(files()).isEmpty();
      int printed = machine.console().length();
      await(machine, printed + 1);
      machine.pause();
      assertThat(machine.ramDigest()).isNotEqualTo(ram);
    }
  }

  @Test
  void a_file_can_be_saved_again_and_again_and_never_is_lost() throws IOException {
    try (LoneMachine machine = TestMachine.poweredOn(EMBEDDED)) {
      runUntilItPrints(machine);
      for (int i = 0; i < 3; i++) {
        machine.pause();
        String ram = machine.ramDigest();

        save(machine, 1 << 20);

        try (LoneMachine restored = TestMachine.empty(EMBEDDED)) {
          restored.load(read(restored));
          assertThat(restored.ramDigest()).isEqualTo(ram);
        }
      }
    }
    assertThat(files()).containsExactly("crane.kurki");
  }

  /** It stands afterwards. */
  private static void runUntilItPrints(LoneMachine machine) {
    machine.resume();
    await(machine, 1);
    machine.pause();
  }

  private static void await(LoneMachine machine, int printed) {
    Polling.until(() -> machine.console().length() >= printed, PATIENCE, "the guest has printed nothing");
  }

  private BackgroundSnapshot.Saved save(LoneMachine machine, long copyBytes) {
    return snapshot(machine, copyBytes).save(description()).toCompletableFuture().join();
  }

  private BackgroundSnapshot snapshot(LoneMachine machine, long copyBytes) {
    return new BackgroundSnapshot(machine.system(), file(), machine.actor(), machine.memory(), copyBytes, PATIENCE);
  }

  private List<Section> read(LoneMachine restored) {
    return new SnapshotFile(restored.system(), file()).read(restored.memory()).toCompletableFuture().join();
  }

  private Path file() {
    return folder.resolve("crane.kurki");
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static MachineDescription description() {
    return new MachineDescription(new MachineId("crane"), "virt", 1, List.of(), List.of(), "{}",
        Provenance.bornOn(new Origin(new ReleaseId("kurki", "0.1.0"), List.of())),
        new MachineTypeLock("virt", Map.of(), List.of(), List.of(), List.of(), List.of()));
  }
}
