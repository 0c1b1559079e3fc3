package dev.kurki.conf.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurki.conf.node.WorkSeries.Sample;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkSeriesTest {
  private static final long MILLI = 1_000_000;

  private static final List<Long> STARTED = List.of(5L);

  private final WorkSeries series = new WorkSeries();

  @Test
  void work_is_told_for_each_100_ms_however_long_a_measurement_took() {
    series.add(new Sample(0, 1000, STARTED));
    series.add(new Sample(100 * MILLI, 3000, STARTED));
    series.add(new Sample(300 * MILLI, 7000, STARTED));

    assertThat(series.all()).containsExactly(2000L, 2000L);
  }

  @Test
  void only_what_lies_between_two_moments_is_told() {
    for (long slot = 0; slot < 10; slot++) {
      series.add(new Sample(slot * 100 * MILLI, slot * slot, STARTED));
    }

    assertThat(series.between(250 * MILLI, 600 * MILLI)).containsExactly(7L, 9L, 11L);
  }

  @Test
  void what_was_measured_before_the_guest_ran_here_does_not_count() {
    series.add(new Sample(0, 0, STARTED));
    series.add(new Sample(100 * MILLI, 5, STARTED));

    series.begin();
    series.add(new Sample(150 * MILLI, 1_000_000, STARTED));
    series.add(new Sample(250 * MILLI, 1_000_007, STARTED));

    assertThat(series.all()).containsExactly(7L);
  }

  @Test
  void no_more_than_a_minute_is_kept() {
    for (long slot = 0; slot < 2000; slot++) {
      series.add(new Sample(slot * 100 * MILLI, slot, STARTED));
    }

    assertThat(series.all()).hasSize(599);
  }
}
