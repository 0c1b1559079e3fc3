package dev.kurki.migration.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurki.actors.component.ComponentId;
import dev.kurki.actors.component.ComponentMessage.WorkCounted;
import dev.kurki.migration.source.VcpuPacing.Moment;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VcpuPacingTest {
  private static final long PAGES_PER_MIB = 256;
  private static final long ROUND_NANOS = 250_000_000;

  private final Map<Integer, Integer> rests = new TreeMap<>();
  private final VcpuPacing pacing = new VcpuPacing(rests::put);
  private long[] pages = {};
  private long nanos;

  @Test
  void only_the_vcpus_whose_pages_change_most_are_throttled() {
    round(100, 3, 90);

    pacing.throttle(30);

    assertThat(rests).isEqualTo(Map.of(0, 30, 2, 30));
    assertThat(pacing.most()).isEqualTo(30);
  }

  @Test
  void one_that_changes_most_later_is_throttled_then_and_those_that_rest_go_on_resting() {
    round(100, 3);
    pacing.throttle(30);

    round(10, 40);
    pacing.throttle(40);

    assertThat(rests).isEqualTo(Map.of(0, 40, 1, 40));
  }

  @Test
  void all_are_throttled_where_nothing_is_known_of_what_they_change() {
    begin(2);

    pacing.throttle(20);

    assertThat(rests).isEqualTo(Map.of(0, 20, 1, 20));
  }

  @Test
  void a_vcpu_rests_until_it_changes_what_it_may_and_no_more_than_it_has_to() {
    pacing.limitEach(8 << 20);

    double changed = settle(100 * PAGES_PER_MIB, 30);

    assertThat(changed).as("MiB in a second").isBetween(7.0, 9.0);
    assertThat(rests.get(0)).isBetween(91, 93);
  }

  @Test
  void one_that_has_written_to_all_its_pages_does_not_rest_less_before_the_round_is_through() {
    pacing.limitEach(8 << 20);
    begin(1);

    pass(ROUND_NANOS, Moment.WITHIN_ROUND, 25 * PAGES_PER_MIB);
    assertThat(rests).isEqualTo(Map.of(0, 92));
    pass(10 * ROUND_NANOS, Moment.WITHIN_ROUND, 0);
    assertThat(rests).isEqualTo(Map.of(0, 92));
    pass(ROUND_NANOS, Moment.ROUND_ENDS, 0);

    assertThat(rests.get(0)).isLessThan(92);
  }

  @Test
  void a_vcpu_that_changes_little_does_not_rest() {
    pacing.limitEach(8 << 20);

    settle(PAGES_PER_MIB, 10);

    assertThat(rests).isEmpty();
    assertThat(pacing.most()).isZero();
  }

  @Test
  void a_limit_of_the_guest_is_shared_by_its_vcpus() {
    pacing.limitGuest(16 << 20);

    for (int i = 0; i < 30; i++) {
      long most = 100 * PAGES_PER_MIB / 4;
      round(most * (100 - rests.getOrDefault(0, 0)) / 100, 0);
    }

    assertThat(rests.get(0)).isBetween(91, 93);
    assertThat(rests).doesNotContainKey(1);
  }

  @Test
  void a_limit_that_is_lifted_lets_it_run_as_it_can() {
    pacing.limitEach(8 << 20);
    settle(100 * PAGES_PER_MIB, 10);

    pacing.limitEach(0);

    assertThat(rests).isEqualTo(Map.of(0, 0));
  }

  /** A vCPU that changes so many pages a second if it runs all the time; answers how many MiB it changed in the last second. */
  private double settle(long pagesPerSecond, int ticks) {
    long last = 0;
    for (int i = 0; i < ticks; i++) {
      last = pagesPerSecond / 4 * (100 - rests.getOrDefault(0, 0)) / 100;
      round(last);
    }
    return 4.0 * last / PAGES_PER_MIB;
  }

  private void round(long... more) {
    begin(more.length);
    pass(ROUND_NANOS, Moment.ROUND_ENDS, more);
  }

  private void begin(int vcpus) {
    pages = pages.length == 0 ? new long[vcpus] : pages;
    pacing.learn(Moment.ROUND_BEGINS, counted(), nanos);
  }

  private void pass(long time, Moment moment, long... more) {
    IntStream.range(0, more.length).forEach(vcpu -> pages[vcpu] += more[vcpu]);
    nanos += time;
    pacing.learn(moment, counted(), nanos);
  }

  private List<WorkCounted> counted() {
    return IntStream.range(0, pages.length)
        .mapToObj(vcpu -> new WorkCounted(new ComponentId("hart", vcpu), 0, pages[vcpu], 0, 0)).toList();
  }
}
