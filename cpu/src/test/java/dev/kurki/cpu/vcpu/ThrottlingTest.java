package dev.kurki.cpu.vcpu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThrottlingTest {
  private static final long SLICE_NANOS = 50_000;
  private static final int SLICES = 1_000_000;

  @ParameterizedTest
  @ValueSource(ints = {1, 20, 50, 99})
  void a_vcpu_rests_for_the_part_of_the_time_that_is_asked_for(int percent) {
    Throttling throttling = new Throttling();
    throttling.set(percent);
    long ran = 0;
    long rested = 0;

    for (int slice = 0; slice < SLICES; slice++) {
      ran += SLICE_NANOS;
      rested += throttling.ran(SLICE_NANOS) ? Throttling.REST.toNanos() : 0;
    }

    assertThat(100.0 * rested / (ran + rested)).isBetween(percent * 0.95, percent * 1.05);
  }
}
