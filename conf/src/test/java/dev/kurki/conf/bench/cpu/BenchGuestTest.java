package dev.kurki.conf.bench.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.kurki.conf.golden.LoneMachine;
import dev.kurki.conf.machine.TestMachine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The guests of the benchmark come to their results here as they do under QEMU, where these were recorded. */
class BenchGuestTest {
  private static final int ROUNDS = 2;
  /** Of one hart; each guest needs less. */
  private static final long MAX_INSTRUCTIONS = 600_000_000;
  /** What the integer guest comes to, as it stands in its image. */
  private static final long INTEGER_SUM = 0xbbd1;

  @TempDir
  private Path folder;

  @ParameterizedTest
  @EnumSource
  void each_guest_ends_well_after_the_rounds_that_stand_in_its_image(BenchGuest guest) throws IOException {
    try (LoneMachine machine = poweredOn(guest, guest.elf(ROUNDS).toArray())) {
      int status = machine.runToEnd();

      assertThat(status).isZero();
      assertThat(machine.console()).isEqualTo("<..");
    }
  }

  @Test
  void a_wrong_result_ends_the_machine_with_status_1() throws IOException {
    byte[] image = BenchGuest.INTEGER.elf(ROUNDS).toArray();
    ByteBuffer words = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
    int at = 0;
    while (words.getLong(at) != INTEGER_SUM) {
      at += Long.BYTES;
    }
    words.putLong(at, INTEGER_SUM + 1);

    try (LoneMachine machine = poweredOn(BenchGuest.INTEGER, image)) {
      assertThat(machine.runToEnd()).isEqualTo(1);
      assertThat(machine.console()).isEqualTo("<");
    }
  }

  @ParameterizedTest
  @EnumSource
  void each_guest_is_found_by_its_word(BenchGuest guest) {
    assertThat(BenchGuest.of(guest.word())).contains(guest);
    assertThat(CpuBench.words()).contains(guest.word());
  }

  private LoneMachine poweredOn(BenchGuest guest, byte[] image) throws IOException {
    Path kernel = Files.write(folder.resolve("guest.elf"), image);
    return TestMachine.poweredOn("name = bench, memory = " + BenchGuest.MEMORY_MEBIBYTES + " MiB, harts = "
        + guest.harts() + ", max-instructions = " + MAX_INSTRUCTIONS + ", kernel = \"" + kernel + "\"");
  }
}
