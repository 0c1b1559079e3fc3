package dev.kurki.conf.bench.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import dev.kurki.actors.section.Bytes;
import org.junit.jupiter.api.Test;

class RoundLogTest {
  private final RoundLog log = new RoundLog();

  @Test
  void nothing_is_told_before_the_guest_begins() throws InterruptedException {
    log.take(Bytes.utf8("firmware. "), new Spent(1, 0.5));

    assertThat(log.awaitRounds(0, Duration.ZERO)).isFalse();
    assertThat(log.rounds()).isZero();
    assertThat(log.first(0)).isEmpty();
    assertThat(log.steady(0)).isEmpty();
  }

  @Test
  void the_first_rounds_are_timed_from_the_beginning() throws InterruptedException {
    log.take(Bytes.utf8("<"), new Spent(1, 0.5));
    log.take(Bytes.utf8("."), new Spent(2, 1.25));
    log.take(Bytes.utf8(".."), new Spent(3, 2));

    assertThat(log.awaitRounds(3, Duration.ZERO)).isTrue();
    assertThat(log.awaitRounds(4, Duration.ZERO)).isFalse();
    assertThat(log.rounds()).isEqualTo(3);
    assertThat(log.first(1)).contains(new Spent(1, 0.75));
    assertThat(log.first(3)).contains(new Spent(2, 1.5));
    assertThat(log.first(4)).isEmpty();
    assertThat(log.roundsWithin(1.5, Clock.WALL)).isEqualTo(1);
    assertThat(log.roundsWithin(1.5, Clock.CPU)).isEqualTo(3);
  }

  @Test
  void a_steady_round_is_the_mean_of_those_that_begin_after_the_warm_up() {
    log.take(Bytes.utf8("<"), new Spent(0, 0));
    log.take(Bytes.utf8("."), new Spent(4, 4));
    log.take(Bytes.utf8("."), new Spent(7, 6));
    log.take(Bytes.utf8("."), new Spent(8, 6.5));
    log.take(Bytes.utf8("."), new Spent(9, 7));

    assertThat(log.steady(6)).contains(new Spent(1, 0.5));
    assertThat(log.steady(8.5)).isEmpty();
  }
}
