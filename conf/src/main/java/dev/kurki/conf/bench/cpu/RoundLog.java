package dev.kurki.conf.bench.cpu;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.kurki.actors.section.Bytes;
import dev.kurki.conf.client.ConsoleWait;

/** What a bare-metal guest says: the times of its beginning and of the end of each round. */
final class RoundLog {
  /** The first is the beginning. */
  private final List<Spent> times = new ArrayList<>();

  /** Takes what has come from the console, and when. */
  synchronized void take(Bytes data, Spent now) {
    for (char c : new String(data.toArray(), StandardCharsets.ISO_8859_1).toCharArray()) {
      boolean isBeginning = times.isEmpty() && c == BenchGuest.BEGIN;
      if (isBeginning || !times.isEmpty() && c == BenchGuest.ROUND) {
        times.add(now);
      }
    }
    notifyAll();
  }

  /** Waits until so many rounds are over, with 0 for the guest's beginning; false when that does not come in time. */
  synchronized boolean awaitRounds(int rounds, Duration patience) throws InterruptedException {
    return ConsoleWait.await(this, () -> times.size() > rounds, patience);
  }

  /** How many rounds are over. */
  synchronized int rounds() {
    return Math.max(0, times.size() - 1);
  }

  /** How many rounds were over when the guest had run for so long by a clock. */
  synchronized int roundsWithin(double seconds, Clock clock) {
    return (int) times.stream().skip(1).filter(time -> clock.seconds(time.since(times.getFirst())) <= seconds)
        .count();
  }

  /** What so many rounds have taken, from the beginning; nothing when it was fewer or none. */
  synchronized Optional<Spent> first(int rounds) {
    return rounds > 0 && rounds < times.size()
        ? Optional.of(times.get(rounds).since(times.getFirst()))
        : Optional.empty();
  }

  /**
   * What a round takes in the steady state: the mean over those that began after a time of the guest's.
   *
   * @return nothing when there was none
   */
  synchronized Optional<Spent> steady(double warmUpSeconds) {
    int from = roundsWithin(warmUpSeconds, Clock.WALL) + 1;
    int rounds = times.size() - 1 - from;
    return rounds > 0 ? Optional.of(times.getLast().since(times.get(from)).over(rounds)) : Optional.empty();
  }
}
