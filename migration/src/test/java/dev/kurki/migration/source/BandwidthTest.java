package dev.kurki.migration.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurki.actors.memory.GuestMemory;
import org.junit.jupiter.api.Test;

class BandwidthTest {
  private static final int MOST = 1 << 20;

  private final Bandwidth bandwidth = new Bandwidth(0);

  @Test
  void a_frame_is_as_large_as_may_be_where_there_is_no_limit() {
    assertThat(bandwidth.batchBytes(MOST)).isEqualTo(MOST);
  }

  @Test
  void a_frame_is_a_tenth_of_what_leaves_in_a_second_as_the_limit_is_now() {
    bandwidth.change(5 << 20);
    assertThat(bandwidth.batchBytes(MOST)).isEqualTo(MOST / 2);

    bandwidth.change(100 << 20);
    assertThat(bandwidth.batchBytes(MOST)).isEqualTo(MOST);
  }

  @Test
  void a_frame_is_a_page_at_least_and_never_more_than_is_wanted() {
    bandwidth.change(1);

    assertThat(bandwidth.batchBytes(MOST)).isEqualTo(GuestMemory.PAGE_BYTES);
    assertThat(bandwidth.batchBytes(100)).isEqualTo(100);
  }

  @Test
  void nothing_is_held_back_that_has_not_come() {
    bandwidth.change(1);

    assertThat(bandwidth.isHolding()).isFalse();
  }
}
