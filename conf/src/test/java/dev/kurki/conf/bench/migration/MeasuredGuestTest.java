package dev.kurki.conf.bench.migration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MeasuredGuestTest {
  @ParameterizedTest
  @EnumSource(Workload.class)
  void each_workload_is_a_program(Workload workload) {
    assertThat(MeasuredGuest.assemble(new Scenario(4L << 30, workload)).image().length()).isPositive();
    assertThat(Workload.of(workload.word())).contains(workload);
  }

  @Test
  void a_rate_is_whole_pages_a_millisecond() {
    assertThat(Workload.DIRTY_200.pagesPerMilli()).isEqualTo(49);
    assertThat(Workload.ZERO.pagesPerMilli()).isZero();
  }
}
