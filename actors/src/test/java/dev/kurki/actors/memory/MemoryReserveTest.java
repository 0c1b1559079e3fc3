package dev.kurki.actors.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class MemoryReserveTest {
  private static final ActorTestKit ACTORS = ActorTestKit.create();
  private static final TestProbe<Object> PROBE = ACTORS.createTestProbe();
  private static final long MIB = 1 << 20;
  private static final long RAM = 0x8000_0000L;

  @AfterAll
  static void stop() {
    ACTORS.shutdownTestKit();
  }

  @Test
  void a_machine_has_its_ram_from_the_reserve_while_that_lasts_and_it_is_zero() {
    try (MemoryReserve reserve = full(8 * MIB)) {
      try (GuestMemory first = reserve.take(RAM, 3 * MIB); GuestMemory second = reserve.take(RAM, 4 * MIB)) {
        assertThat(reserve.heldBytes()).isZero();
        assertThat(second.hostAddress()).isEqualTo(first.hostAddress() + 4 * MIB);
        for (long page = 0; page < first.pages(); page++) {
          assertThat(first.isZero(page)).isTrue();
        }
        assertThat(first.bytes()).isEqualTo(3 * MIB);
        assertThat(first.base()).isEqualTo(RAM);
      }
    }
  }

  @Test
  void a_machine_that_is_larger_than_what_is_left_has_its_ram_from_elsewhere() {
    try (MemoryReserve reserve = full(4 * MIB); GuestMemory memory = reserve.take(RAM, 6 * MIB)) {
      assertThat(memory.bytes()).isEqualTo(6 * MIB);
      assertThat(reserve.heldBytes()).isEqualTo(4 * MIB);
    }
  }

  @Test
  void what_one_machine_has_stays_when_the_reserve_and_another_machine_are_gone() {
    MemoryReserve reserve = full(4 * MIB);
    GuestMemory first = reserve.take(RAM, 2 * MIB);
    try (GuestMemory second = reserve.take(RAM, 2 * MIB)) {
      second.write(RAM, new byte[]{1, 2, 3});

      first.close();
      reserve.close();

      assertThat(second.read(RAM, 3)).containsExactly(1, 2, 3);
    }
  }

  @Test
  void a_reserve_of_nothing_maps_ram_as_ever() {
    try (MemoryReserve reserve = new MemoryReserve(0); GuestMemory memory = reserve.take(RAM, 2 * MIB)) {
      assertThat(memory.isZero(0)).isTrue();
    }
  }

  @Test
  void ram_of_another_form_than_a_machine_can_have_is_refused() {
    try (MemoryReserve reserve = full(2 * MIB)) {
      assertThatThrownBy(() -> reserve.take(RAM, 1)).isInstanceOf(IllegalArgumentException.class);
      assertThat(reserve.heldBytes()).isEqualTo(2 * MIB);
    }
  }

  private static MemoryReserve full(long bytes) {
    MemoryReserve reserve = new MemoryReserve(bytes);
    PROBE.awaitAssert(() -> {
      assertThat(reserve.heldBytes()).isEqualTo(bytes);
      return reserve;
    });
    return reserve;
  }
}
