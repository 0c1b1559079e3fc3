package dev.kurki.migration.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LatePagesWatchTest {
  private final LatePagesWatch watch = new LatePagesWatch(Duration.ofNanos(100));

  @Test
  void a_target_that_misses_as_many_pages_as_long_ago_is_stalled() {
    assertThat(watch.isStalled(7, 0)).isFalse();
    assertThat(watch.isStalled(7, 99)).isFalse();
    assertThat(watch.isStalled(7, 100)).isTrue();
    assertThat(watch.reason()).startsWith("no page has come to the target for ");
  }

  @Test
  void a_page_that_comes_and_connections_that_are_made_anew_begin_a_new_time() {
    assertThat(watch.isStalled(7, 0)).isFalse();
    assertThat(watch.isStalled(6, 100)).isFalse();

    watch.begin();

    assertThat(watch.isStalled(6, 250)).isFalse();
    assertThat(watch.isStalled(6, 350)).isTrue();
  }

  @Test
  void one_that_misses_none_is_not_stalled_nor_is_any_where_there_is_no_limit() {
    LatePagesWatch patient = new LatePagesWatch(Duration.ZERO);

    assertThat(watch.isStalled(0, 0) || watch.isStalled(0, 1000)).isFalse();
    assertThat(patient.isStalled(7, 0) || patient.isStalled(7, 1000)).isFalse();
  }
}
