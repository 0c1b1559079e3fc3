package dev.kurki.conf.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

import dev.kurki.conf.golden.LoneMachine;
import dev.kurki.conf.icount.IcountRun;
import dev.kurki.conf.machine.TestMachine;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The embedded firmware ends well everywhere, and where time passes by instructions every run of it is the same. */
class EmbeddedFirmwareTest {
  private static final int POINTS = 20;

  @ParameterizedTest
  @CsvSource({"virt-0.1, 1", "virt-0.1, 2", "virt-0.1, 4", "virt-0.2, 2"})
  void two_runs_end_in_the_same_digest(String type, int harts) {
    IcountRun machine = new IcountRun(settings(type, harts));

    IcountRun.End first = machine.run();
    IcountRun.End second = machine.run();

    assertThat(first.console()).startsWith("[firmware] 64 ").containsPattern("\\[firmware] done [0-9a-f]{16}\r\n$");
    assertThat(second).isEqualTo(first);
  }

  @ParameterizedTest
  @CsvSource({"virt-0.1, 1", "virt-0.1, 2", "virt-0.1, 4", "virt-0.2, 2"})
  void a_run_that_is_saved_and_restored_anywhere_ends_in_the_same_digest(String type, int harts) {
    IcountRun machine = new IcountRun(settings(type, harts));
    IcountRun.End unbroken = machine.run();

    Map<Long, IcountRun.End> interrupted = machine.runInTwo(unbroken.instructions(), POINTS, harts);

    assertThat(interrupted).allSatisfy((instruction, end) -> assertThat(end).isEqualTo(unbroken));
  }

  @ParameterizedTest
  @CsvSource({"virt-0.1, 1", "virt-0.1, 2", "virt-0.1, 4", "virt-0.2, 2"})
  void it_ends_well_where_time_follows_the_clock(String type, int harts) {
    try (LoneMachine machine = TestMachine.poweredOn(settings(type, harts))) {
      int status = machine.runToEnd();

      assertThat(status).isZero();
      assertThat(machine.console()).containsPattern("\\[firmware] done [0-9a-f]{16}\r\n$");
    }
  }

  private static String settings(String type, int harts) {
    return "name = firmware, type = \"" + type + "\", memory = 1 MiB, harts = " + harts
        + ", guest { kind = firmware, rounds = 200 }";
  }
}
