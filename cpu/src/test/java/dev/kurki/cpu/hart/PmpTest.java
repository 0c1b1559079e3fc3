package dev.kurki.cpu.hart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurki.cpu.isa.InstructionSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Physical memory protection by its rules (privileged specification, section 3.7). */
class PmpTest {
  private static final int READ = 1;
  private static final int WRITE = 2;
  private static final int EXECUTE = 4;
  private static final int TOR = 1 << 3;
  private static final int NA4 = 2 << 3;
  private static final int NAPOT = 3 << 3;
  private static final int LOCKED = 0x80;
  private static final long BASE = 0x8000_0000L;

  private final HartState state = new HartState(new HartSettings(InstructionSet.full(), 0, BASE, 0, 0));
  private final Pmp pmp = new Pmp(state);

  @Test
  void without_an_entry_machine_mode_may_everything_and_the_others_nothing() {
    assertThat(pmp.permits(BASE, 8, WRITE, Privilege.MACHINE)).isTrue();
    assertThat(pmp.permits(BASE, 8, READ, Privilege.SUPERVISOR)).isFalse();
    assertThat(pmp.permits(BASE, 8, READ, Privilege.USER)).isFalse();
  }

  /** An entry's mode and address register, and the first and the last byte that it covers. */
  @ParameterizedTest
  @CsvSource({"2, 20000001, 80000004, 80000007", "3, 20000000, 80000000, 80000007", "3, 200001ff, 80000000, 80000fff",
      "3, 3fffffffffffff, 0, 1ffffffffffffff", "1, 20000400, 0, 80000fff"})
  void an_entry_covers_its_range(int mode, String address, String first, String last) {
    pmp.writeAddress(0, Long.parseLong(address, 16));
    configure(0, mode << 3 | READ);

    long from = Long.parseLong(first, 16);
    long to = Long.parseLong(last, 16);
    assertThat(pmp.permits(from, 1, READ, Privilege.USER)).isTrue();
    assertThat(pmp.permits(to, 1, READ, Privilege.USER)).isTrue();
    assertThat(pmp.permits(to + 1, 1, READ, Privilege.USER)).isFalse();
    assertThat(from == 0 || !pmp.permits(from - 1, 1, READ, Privilege.USER)).isTrue();
    assertThat(pmp.permits(from, 1, WRITE, Privilege.USER)).isFalse();
  }

  @Test
  void a_range_reaches_from_the_entry_before_it_to_its_own_address() {
    pmp.writeAddress(3, BASE >>> 2);
    pmp.writeAddress(4, BASE + 0x2000 >>> 2);
    configure(4, TOR | EXECUTE);

    assertThat(pmp.permits(BASE, 4, EXECUTE, Privilege.SUPERVISOR)).isTrue();
    assertThat(pmp.permits(BASE + 0x1ffc, 4, EXECUTE, Privilege.SUPERVISOR)).isTrue();
    assertThat(pmp.permits(BASE - 4, 4, EXECUTE, Privilege.SUPERVISOR)).isFalse();
  }

  @Test
  void the_lowest_entry_that_matches_decides_and_has_to_match_every_byte() {
    pmp.writeAddress(0, BASE >>> 2);
    configure(0, NA4 | READ);
    pmp.writeAddress(1, -1L >>> 10);
    configure(1, NAPOT | READ | WRITE);

    assertThat(pmp.permits(BASE, 4, WRITE, Privilege.USER)).isFalse();
    assertThat(pmp.permits(BASE + 4, 4, WRITE, Privilege.USER)).isTrue();
    assertThat(pmp.permits(BASE, 8, READ, Privilege.USER)).isFalse();
    assertThat(pmp.permits(BASE, 8, READ, Privilege.MACHINE)).as("no mode is spared").isFalse();
    assertThat(pmp.permits(BASE, 4, WRITE, Privilege.MACHINE)).as("not locked").isTrue();
  }

  @Test
  void a_locked_entry_binds_machine_mode_and_stays_as_it_is() {
    pmp.writeAddress(2, BASE >>> 2);
    pmp.writeAddress(3, BASE + 0x1000 >>> 2);
    configure(3, LOCKED | TOR | READ);

    assertThat(pmp.permits(BASE, 4, READ, Privilege.MACHINE)).isTrue();
    assertThat(pmp.permits(BASE, 4, WRITE, Privilege.MACHINE)).isFalse();
    configure(3, TOR | READ | WRITE);
    pmp.writeAddress(3, 0);
    pmp.writeAddress(2, 0);
    assertThat(pmp.permits(BASE, 4, WRITE, Privilege.MACHINE)).isFalse();
    assertThat(state.pmpaddr[3]).isEqualTo(BASE + 0x1000 >>> 2);
    assertThat(state.pmpaddr[2]).as("the other end of a locked range").isEqualTo(BASE >>> 2);
    assertThat(pmp.readConfiguration(0) >>> 24 & 0xff).isEqualTo(LOCKED | TOR | READ);
  }

  @Test
  void a_writable_entry_that_is_not_readable_is_reserved_and_not_taken() {
    configure(0, NAPOT | READ);
    configure(0, NAPOT | WRITE);

    assertThat(pmp.readConfiguration(0)).isEqualTo(NAPOT | READ);
  }

  @Test
  void all_sixteen_entries_are_there() {
    for (int entry = 0; entry < Pmp.ENTRIES; entry++) {
      pmp.writeAddress(entry, BASE + 4L * entry >>> 2);
      configure(entry, NA4 | READ);
    }

    assertThat(pmp.permits(BASE + 60, 4, READ, Privilege.USER)).isTrue();
    assertThat(pmp.permits(BASE + 64, 4, READ, Privilege.USER)).isFalse();
    assertThat(pmp.isUniform(BASE, 4096)).isFalse();
  }

  /** Writes one entry's configuration and leaves its neighbours in the register as they are. */
  private void configure(int entry, int configuration) {
    int first = entry & ~7;
    int shift = 8 * (entry - first);
    pmp.writeConfiguration(first, pmp.readConfiguration(first) & ~(0xffL << shift) | (long) configuration << shift);
  }
}
