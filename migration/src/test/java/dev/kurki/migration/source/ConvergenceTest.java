package dev.kurki.migration.source;

import static dev.kurki.migration.source.NonConvergence.DIRTY_LIMIT;
import static dev.kurki.migration.source.NonConvergence.GIVE_UP;
import static dev.kurki.migration.source.NonConvergence.POSTCOPY;
import static dev.kurki.migration.source.NonConvergence.RAMP_DOWNTIME;
import static dev.kurki.migration.source.NonConvergence.STOP;
import static dev.kurki.migration.source.NonConvergence.THROTTLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kurki.migration.source.Convergence.SwitchToPostcopy;
import dev.kurki.migration.source.MigrationParameters.Recovery;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import dev.kurki.migration.source.Convergence.DirtyLimited;
import dev.kurki.migration.source.Convergence.GiveUp;
import dev.kurki.migration.source.Convergence.GoOn;
import dev.kurki.migration.source.Convergence.Step;
import dev.kurki.migration.source.Convergence.StopGuest;
import dev.kurki.migration.source.Convergence.Throttled;
import dev.kurki.migration.wire.WireSecurity.Plain;
import org.junit.jupiter.api.Test;

class ConvergenceTest {
  /** 4 MiB in a millisecond: 20 ms are 20 480 pages. */
  private static final long PAGES_PER_MILLI = 1024;
  private static final Duration LIMIT = Duration.ofMillis(20);
  private static final long ALL = 1_000_000;

  @Test
  void the_guest_is_stopped_when_what_is_left_travels_within_the_limit() {
    Convergence convergence = convergence(0, GIVE_UP);

    assertThat(convergence.after(round(1, ALL), 20 * PAGES_PER_MILLI + 1, Duration.ZERO)).isEqualTo(new GoOn());
    assertThat(convergence.after(round(2, 20 * PAGES_PER_MILLI), 20 * PAGES_PER_MILLI, Duration.ZERO))
        .isEqualTo(new StopGuest());
  }

  @Test
  void sections_and_hand_over_count_for_the_limit_too() {
    Convergence convergence = convergence(Duration.ofMillis(10).toNanos(), GIVE_UP);

    assertThat(convergence.after(round(1, ALL), 11 * PAGES_PER_MILLI, Duration.ZERO)).isEqualTo(new GoOn());
    assertThat(convergence.after(round(2, 11 * PAGES_PER_MILLI), 10 * PAGES_PER_MILLI, Duration.ZERO))
        .isEqualTo(new StopGuest());
  }

  @Test
  void a_limit_that_the_hand_over_alone_breaks_is_not_waited_for_without_end() {
    Convergence convergence = convergence(Duration.ofMillis(50).toNanos(), GIVE_UP);

    assertThat(convergence.after(round(1, ALL), 5 * PAGES_PER_MILLI, Duration.ZERO)).isEqualTo(new StopGuest());
  }

  @Test
  void a_guest_that_is_too_fast_is_throttled_more_and_more_and_then_given_up() {
    Convergence convergence = convergence(0, THROTTLE, GIVE_UP);

    List<Step> measures = IntStream.rangeClosed(1, 40)
        .mapToObj(number -> convergence.after(round(number, ALL), ALL, Duration.ZERO))
        .filter(step -> !step.equals(new GoOn())).toList();

    assertThat(measures).startsWith(new Throttled(20), new Throttled(30), new Throttled(40))
        .contains(new Throttled(99)).last().isInstanceOf(GiveUp.class);
  }

  @Test
  void a_guest_is_held_to_half_of_what_the_network_takes_and_half_of_that_until_a_mebibyte_is_left() {
    Convergence convergence = convergence(0, DIRTY_LIMIT, GIVE_UP);

    List<Step> measures = IntStream.rangeClosed(1, 60)
        .mapToObj(number -> convergence.after(round(number, ALL), ALL, Duration.ZERO))
        .filter(step -> !step.equals(new GoOn())).toList();

    long rate = round(1, ALL).bytesPerSecond();
    assertThat(measures).startsWith(new DirtyLimited(rate / 2), new DirtyLimited(rate / 2 / 2))
        .last().isInstanceOf(GiveUp.class);
    assertThat(measures.stream().filter(DirtyLimited.class::isInstance)).hasSize(11);
  }

  @Test
  void what_is_wanted_otherwise_while_it_goes_on_counts_from_then_on() {
    Convergence convergence = convergence(0, GIVE_UP);
    assertThat(convergence.after(round(1, ALL), 40 * PAGES_PER_MILLI, Duration.ZERO)).isEqualTo(new GoOn());

    convergence.change(parameters(Duration.ofMillis(50), STOP));

    assertThat(convergence.limit()).isEqualTo(Duration.ofMillis(50));
    assertThat(convergence.after(round(2, 40 * PAGES_PER_MILLI), 40 * PAGES_PER_MILLI, Duration.ZERO))
        .isEqualTo(new StopGuest());
  }

  @Test
  void a_guest_that_is_too_fast_is_switched_to_postcopy_where_both_nodes_can_and_stopped_where_not() {
    Convergence able = convergence(0, POSTCOPY, STOP);
    Convergence unable = convergence(0, POSTCOPY, STOP);
    able.allowPostcopy();

    for (int number = 1; number < 3; number++) {
      assertThat(able.after(round(number, ALL), ALL, Duration.ZERO)).isEqualTo(new GoOn());
      assertThat(unable.after(round(number, ALL), ALL, Duration.ZERO)).isEqualTo(new GoOn());
    }

    assertThat(able.after(round(3, ALL), ALL, Duration.ZERO)).isEqualTo(new SwitchToPostcopy());
    assertThat(unable.after(round(3, ALL), ALL, Duration.ZERO)).isEqualTo(new StopGuest());
  }

  @Test
  void the_limit_is_raised_until_what_is_left_fits_but_no_further_than_it_may() {
    Convergence convergence = convergence(0, RAMP_DOWNTIME, GIVE_UP);
    long left = 70 * PAGES_PER_MILLI;

    Step last = new GoOn();
    for (int number = 1; last.equals(new GoOn()); number++) {
      last = convergence.after(round(number, left), left, Duration.ZERO);
    }

    assertThat(last).isEqualTo(new StopGuest());
    assertThat(convergence.limit()).isEqualTo(Duration.ofMillis(80));
  }

  @Test
  void a_policy_of_stopping_stops_for_as_long_as_it_takes() {
    Convergence convergence = convergence(0, STOP);

    assertThat(convergence.after(round(1, ALL), ALL, Duration.ZERO)).isEqualTo(new GoOn());
    assertThat(convergence.after(round(2, ALL), ALL, Duration.ZERO)).isEqualTo(new GoOn());
    assertThat(convergence.after(round(3, ALL), ALL, Duration.ZERO)).isEqualTo(new StopGuest());
  }

  @Test
  void a_migration_that_takes_too_long_is_given_up() {
    Convergence convergence = convergence(0, STOP);

    assertThat(convergence.after(round(1, ALL), ALL, Duration.ofSeconds(61))).isInstanceOf(GiveUp.class);
  }

  private static Convergence convergence(long switchoverNanos, NonConvergence... measures) {
    return new Convergence(parameters(LIMIT, measures), switchoverNanos);
  }

  private static MigrationParameters parameters(Duration limit, NonConvergence... measures) {
    return new MigrationParameters(limit, Duration.ofSeconds(1), List.of(measures), 30, Duration.ofSeconds(60), 0, 0,
        false, 1, 1 << 20, 4, 2, Set.of(), Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(1),
        Duration.ofSeconds(1), MigrationParameters.Packing.NONE,
        new Recovery(0, Duration.ofSeconds(1), Duration.ofSeconds(1)), new Plain());
  }

  private static RoundReport round(int number, long pages) {
    return new RoundReport(number, pages, pages, 0, pages * 4096, pages * 1_000_000 / PAGES_PER_MILLI,
        PackingReport.NONE);
  }
}
