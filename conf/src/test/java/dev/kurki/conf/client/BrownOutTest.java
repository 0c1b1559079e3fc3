package dev.kurki.conf.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;

import org.junit.jupiter.api.Test;

class BrownOutTest {
  private static final long M = 1_000_000;
  private static final OptionalLong NONE = OptionalLong.empty();
  private static final List<Long> BEFORE = List.of(4 * M, 5 * M, 1 * M, 5 * M, 5 * M);

  @Test
  void a_guest_is_as_before_when_it_works_nine_tenths_of_its_median() {
    BrownOut work = new BrownOut(BEFORE, List.of(3 * M), List.of(2 * M, 4_400_000L, 4_600_000L, 5 * M), NONE);

    assertThat(work.usual()).isEqualTo(5 * M);
    assertThat(work.recoveredMillis()).hasValue(200);
  }

  @Test
  void one_that_is_slow_for_all_that_was_seen_is_not_as_before() {
    assertThat(new BrownOut(BEFORE, List.of(), List.of(M, M), NONE).recoveredMillis()).isEmpty();
  }

  @Test
  void an_idle_guest_is_compared_with_nothing() {
    BrownOut work = new BrownOut(List.of(100L, 200L, 300L), List.of(), List.of(0L), NONE);

    assertThat(work.isIdle()).isTrue();
  }
}
