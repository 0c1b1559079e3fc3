package dev.kurki.migration.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RoundsAheadTest {
  /** 4 KiB pages at this rate take a microsecond each. */
  private static final long RATE = 4096L * 1_000_000;
  private static final long MILLI = 1_000_000;
  private static final long MOST = 1_000_000;

  @Test
  void a_guest_that_writes_nothing_needs_one_round_more_to_be_stopped_in() {
    RoundsAhead ahead = RoundsAhead.after(100 * MILLI, 0, MOST, 0, RATE, MILLI, 30);

    assertThat(ahead).isEqualTo(new RoundsAhead(1, 0, 0, true));
  }

  @Test
  void each_round_is_about_what_became_dirty_in_the_one_before() {
    RoundsAhead ahead = RoundsAhead.after(100 * MILLI, 0, MOST, 100_000, RATE, MILLI, 30);

    assertThat(ahead.rounds()).isEqualTo(2);
    assertThat(ahead.lastNanos()).isEqualTo(MILLI);
    assertThat(ahead.nanos()).isEqualTo(11 * MILLI);
    assertThat(ahead.converges()).isTrue();
  }

  @Test
  void what_is_dirty_already_is_sent_too() {
    RoundsAhead ahead = RoundsAhead.after(0, 500, MOST, 0, RATE, MILLI, 30);

    assertThat(ahead.lastNanos()).isEqualTo(MILLI / 2);
  }

  @Test
  void no_end_is_in_sight_of_a_guest_that_writes_faster_than_the_network() {
    RoundsAhead ahead = RoundsAhead.after(100 * MILLI, 0, MOST, 2_000_000, RATE, MILLI, 5);

    assertThat(ahead.converges()).isFalse();
    assertThat(ahead.rounds()).isEqualTo(5);
    assertThat(ahead.lastNanos()).as("no more than all of its memory").isLessThanOrEqualTo(1_000 * MILLI);
  }
}
