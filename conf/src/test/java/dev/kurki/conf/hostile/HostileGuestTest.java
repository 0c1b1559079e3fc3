package dev.kurki.conf.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.kurki.conf.cluster.TwoNodes;
import dev.kurki.conf.golden.LoneMachine;
import dev.kurki.conf.machine.TestMachine;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A guest may do what it likes: its machine still answers, and nobody else notices. */
class HostileGuestTest {
  /** Each time the guest runs for some slices of thousands of instructions. */
  private static final int TURNS = 30;

  @TempDir
  private Path folder;

  @ParameterizedTest
  @EnumSource
  void its_machine_is_paused_saved_and_restored_at_any_time(HostileGuest guest) throws IOException {
    try (LoneMachine machine = TestMachine.poweredOn(settings(guest));
        LoneMachine other = TestMachine.poweredOn(settings(guest))) {
      for (int i = 0; i < TURNS; i++) {
        machine.resume();
        machine.pause();
      }
      TestMachine.State.of(machine).loadInto(other);

      assertThat(other.digest()).isEqualTo(machine.digest());
      other.resume();
      other.pause();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"LOOPS_IN_TRAPS", "HAS_A_PAGE_TABLE_THAT_IS_ITSELF", "WRITES_AND_READS_DEVICES_AT_RANDOM"})
  void its_machine_is_moved_and_stopped(HostileGuest guest) throws IOException {
    try (TwoNodes nodes = TwoNodes.start("1 GiB")) {
      nodes.alpha().launch(TwoNodes.machine(settings(guest)));

      String state = nodes.alpha().migrate("hostile", "beta", _ -> {}).path("state").asText();
      String _ = nodes.beta().stop("hostile");

      assertThat(state).isEqualTo("completed");
      nodes.await(() -> nodes.beta().find("hostile").isEmpty());
    }
  }

  private String settings(HostileGuest guest) throws IOException {
    Path elf = Files.write(folder.resolve(guest + ".elf"), guest.elf());
    return "name = hostile, memory = 1 MiB, harts = 2, kernel = \"" + elf + "\"";
  }
}
