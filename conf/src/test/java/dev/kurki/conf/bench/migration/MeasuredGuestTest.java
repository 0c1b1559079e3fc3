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

  @Test
  void cpu_time_is_read_behind_a_name_that_holds_anything() {
    assertThat(CpuTime.parse("7 (a) b (c) S 1 2 3 4 5 6 7 8 9 10 150 50 0 0 20")).isEqualTo(2.0);
  }
}
