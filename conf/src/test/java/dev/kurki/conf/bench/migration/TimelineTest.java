package dev.kurki.conf.bench.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

/** A guest whose clock began with the host's; the move goes from 3.05 s to 3.55 s and ends in a pause of 20 ms. */
class TimelineTest {
  private static final long MILLI = 1_000_000;
  private static final long PAUSE = 20 * MILLI;
  /** What the guest sees between any two looks at its clock. */
  private static final long GAP = MILLI / 10;
  private static final long BEGUN = 3050 * MILLI;
  private static final long ENDED = 3550 * MILLI;

  @Test
  void the_pause_is_by_how_much_the_least_delay_has_grown() {
    Timeline timeline = new Timeline(beats(TimelineTest::steady), BEGUN, ENDED);

    assertThat(timeline.pauseNanos()).isEqualTo(PAUSE + GAP);
  }

  @Test
  void the_order_and_the_loss_of_beats_in_the_move_change_nothing_of_the_pause() {
    List<Beat> beats = new ArrayList<>(beats(TimelineTest::steady));
    beats.removeIf(beat -> beat.arrivalNanos() > BEGUN && beat.arrivalNanos() < ENDED + 200 * MILLI);
    Collections.reverse(beats);

    assertThat(new Timeline(beats, BEGUN, ENDED).pauseNanos()).isEqualTo(PAUSE + GAP);
  }

  @Test
  void what_the_clock_did_not_stand_still_for_is_part_of_the_pause() {
    List<Beat> beats = new ArrayList<>(beats(TimelineTest::steady));
    beats.set(20, withGap(beats.get(20), 90 * MILLI));
    beats.set(36, withGap(beats.get(36), 12 * MILLI));

    assertThat(new Timeline(beats, BEGUN, ENDED).pauseNanos()).isEqualTo(PAUSE + 12 * MILLI);
  }

  @Test
  void a_guest_that_works_on_as_before_has_no_brown_out() {
    assertThat(new Timeline(beats(TimelineTest::steady), BEGUN, ENDED).brownOutNanos()).isZero();
  }

  @Test
  void the_brown_out_lasts_until_the_guest_is_back_at_nine_tenths() {
    Timeline timeline = new Timeline(beats(beat -> beat > 35 && beat <= 38 ? 50 : beat > 38 ? 95 : 100), BEGUN, ENDED);

    // The guest's 3.8 s are here when it is 3.82 s, and a beat takes 1 ms to arrive.
    assertThat(timeline.brownOutNanos()).isEqualTo(3821 * MILLI - ENDED);
  }

  @Test
  void the_largest_gap_of_the_move_counts_and_none_from_before() {
    List<Beat> beats = new ArrayList<>(beats(TimelineTest::steady));
    beats.set(5, withGap(beats.get(5), 90 * MILLI));
    beats.set(36, withGap(beats.get(36), 12 * MILLI));

    assertThat(new Timeline(beats, BEGUN, ENDED).gapNanos()).isEqualTo(12 * MILLI);
  }

  @Test
  void work_is_told_between_beats_too() {
    Timeline timeline = new Timeline(beats(beat -> beat > 31 && beat <= 35 ? 50 : 100), BEGUN, ENDED);

    // Before the clock stood still 480 ms of it passed: 51 of them at full speed, 400 at half, 29 at full speed.
    assertThat(timeline.workBefore()).isCloseTo(100, within(1e-6));
    assertThat(timeline.workDuring()).isCloseTo(51 + 200 + 29, within(1e-6));
    assertThat(timeline.workBeforeSince(BEGUN - 200 * MILLI)).isCloseTo(200, within(1e-6));
  }

  @Test
  void a_side_without_beats_cannot_be_told() {
    List<Beat> before = beats(TimelineTest::steady).stream().filter(beat -> beat.arrivalNanos() < ENDED).toList();

    assertThatThrownBy(() -> new Timeline(before, BEGUN, ENDED)).isInstanceOf(IllegalArgumentException.class);
  }

  /** Beats 0 to 80; each comes 1 ms after it was written, every third 5 ms later. */
  private static List<Beat> beats(LongUnaryOperator workUpTo) {
    return LongStream.rangeClosed(0, 80).mapToObj(beat -> {
      long guest = beat * Beat.INTERVAL_NANOS;
      long delay = MILLI + (beat % 3 == 0 ? 5 * MILLI : 0) + (beat > 35 ? PAUSE : 0);
      long work = LongStream.rangeClosed(1, beat).map(workUpTo).sum();
      return new Beat(guest + delay, guest, work, GAP);
    }).toList();
  }

  private static long steady(long beat) {
    return 100;
  }

  private static Beat withGap(Beat beat, long gapNanos) {
    return new Beat(beat.arrivalNanos(), beat.guestNanos(), beat.work(), gapNanos);
  }
}
