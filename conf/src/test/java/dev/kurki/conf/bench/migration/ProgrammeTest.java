package dev.kurki.conf.bench.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

class ProgrammeTest {
  private static final long GIB = 1L << 30;

  private final Programme programme = Programme.of(Stream.of(GIB, 4 * GIB)
      .flatMap(bytes -> Arrays.stream(Workload.values()).map(workload -> new Scenario(bytes, workload))).toList(),
      true);

  @Test
  void each_guest_of_each_size_is_moved_by_both() {
    assertThat(programme.scenarios()).filteredOn(scenario -> scenario.workload() != Workload.COMPRESSIBLE)
        .hasSize(10)
        .allSatisfy(
            scenario -> assertThat(programme.movers(scenario)).contains(Emulator.KURKI, Emulator.QEMU));
  }

  @Test
  void pages_are_packed_of_the_least_guests_only_where_there_is_something_to_gain() {
    assertThat(programme.movers(new Scenario(GIB, Workload.COMPRESSIBLE))).containsExactly(Emulator.KURKI,
        Emulator.KURKI_ZSTD, Emulator.KURKI_LZ4, Emulator.QEMU, Emulator.QEMU_ZSTD);
    assertThat(programme.movers(new Scenario(GIB, Workload.DIRTY_200))).containsExactly(Emulator.KURKI,
        Emulator.KURKI_XBZRLE, Emulator.QEMU, Emulator.QEMU_XBZRLE);
    assertThat(programme.movers(new Scenario(GIB, Workload.DIRTY_50))).containsExactly(Emulator.KURKI, Emulator.QEMU);
    assertThat(programme.movers(new Scenario(4 * GIB, Workload.DIRTY_200))).containsExactly(Emulator.KURKI,
        Emulator.QEMU);
    assertThat(programme.movers(new Scenario(4 * GIB, Workload.COMPRESSIBLE))).isEmpty();
  }

  @Test
  void the_only_size_is_the_least() {
    Programme large = Programme.of(List.of(new Scenario(4 * GIB, Workload.DIRTY_800)), true);

    assertThat(large.movers(large.scenarios().getFirst())).contains(Emulator.KURKI_XBZRLE, Emulator.QEMU_XBZRLE);
    assertThat(large.moves()).isEqualTo(4);
  }

  @Test
  void without_qemu_all_else_is_moved() {
    Programme alone = Programme.of(programme.scenarios(), false);

    assertThat(alone.movers(new Scenario(GIB, Workload.COMPRESSIBLE))).containsExactly(Emulator.KURKI,
        Emulator.KURKI_ZSTD, Emulator.KURKI_LZ4);
    assertThat(alone.moves()).isEqualTo(17);
  }
}
