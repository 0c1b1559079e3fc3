package dev.kurki.conf.bench.migration;

import java.time.Duration;

import dev.kurki.conf.bench.CpuTime;
import dev.kurki.conf.bench.migration.Move.Moved;
import dev.kurki.conf.bench.migration.Move.NotMoved;
import dev.kurki.conf.bench.migration.Outcome.Measured;
import dev.kurki.conf.bench.migration.Outcome.Missed;
import dev.kurki.conf.input.BadInput;

/** Moves one guest once: it runs for a while, is moved, and runs for a while. */
final class Trial {
  /** Beats in which both emulators come to their speed, in which the guest alone is measured, and after the move. */
  private static final int WARM_UP = 30;
  private static final int BEFORE = 20;
  private static final int AFTER = 30;
  private static final long SETTLING_NANOS = 500_000_000;
  /** A guest fills its RAM before its first beat. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration PATIENCE_AFTER = Duration.ofSeconds(30);

  private Trial() {}

  /**
   * Runs it.
   *
   * @param pair a guest that has just been started
   * @throws BadInput when the guest does not come to life
   */
  static Outcome run(MovingPair pair, Scenario scenario) throws InterruptedException {
    expectBeats(pair, WARM_UP, Long.MIN_VALUE);
    long watched = System.nanoTime();
    double cpuWatched = CpuTime.secondsOf(pair.processes());
    expectBeats(pair, BEFORE, watched);
    double cpuBegun = CpuTime.secondsOf(pair.processes());
    long begun = System.nanoTime();
    return switch (pair.move()) {
      case NotMoved(var reason) -> new Missed(reason);
      case Moved moved -> {
        double cpuMove = CpuTime.secondsOf(pair.processes()) - cpuBegun;
        if (!pair.beats().await(AFTER, moved.endedNanos() + SETTLING_NANOS, PATIENCE_AFTER)) {
          yield new Missed("the guest says nothing after the move");
        }
        Timeline timeline = new Timeline(pair.beats().beats(), begun, moved.endedNanos());
        double guestCpu = (cpuBegun - cpuWatched) * timeline.workDuring() / timeline.workBeforeSince(watched);
        yield new Measured(measurement(scenario, moved, (moved.endedNanos() - begun) / 1e9, timeline,
            Math.min(cpuMove, guestCpu), cpuMove));
      }
    };
  }

  private static Measurement measurement(Scenario scenario, Moved moved, double seconds, Timeline timeline,
      double guestCpu, double cpu) {
    return new Measurement(seconds, scenario.memoryBytes() / 1e6 / seconds, moved.bytes(),
        (cpu - guestCpu) / (moved.pageBytes() / 1e9), guestCpu, timeline.pauseNanos() / 1e6, moved.downtimeMillis(),
        timeline.gapNanos() / 1e6, timeline.brownOutNanos() / 1e6, timeline.workBefore(), timeline.speedDuring(),
        moved.throttlePercent());
  }

  private static void expectBeats(MovingPair pair, int count, long sinceNanos) throws InterruptedException {
    if (!pair.beats().await(count, sinceNanos, PATIENCE)) {
      throw new BadInput("the measured guest says nothing for " + PATIENCE.toMinutes() + " minutes");
    }
  }
}
