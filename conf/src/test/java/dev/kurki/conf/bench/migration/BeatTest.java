package dev.kurki.conf.bench.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

class BeatTest {
  private static final String LINE = "k00000000000a0000000000ff00000002";

  @Test
  void a_line_is_read_in_ticks_of_100_ns() {
    assertThat(Beat.parse(LINE, 7)).contains(new Beat(7, 1000, 255, 200));
  }

  @Test
  void a_line_that_a_move_has_torn_is_no_beat() {
    assertThat(Beat.parse(LINE.substring(0, 20), 7)).isEmpty();
    assertThat(Beat.parse(LINE + "0", 7)).isEmpty();
    assertThat(Beat.parse("K" + LINE.substring(1), 7)).isEmpty();
  }

  @Test
  void a_line_may_arrive_in_pieces() {
    BeatLog log = new BeatLog();

    log.take(LINE.substring(0, 9).getBytes(StandardCharsets.US_ASCII));
    log.take((LINE.substring(9) + "\n" + LINE).getBytes(StandardCharsets.US_ASCII));

    assertThat(log.beats()).singleElement().extracting(Beat::work).isEqualTo(255L);
  }
}
