package dev.kurki.migration.source;

import java.time.Duration;

/** Says whether a number has been the same for too long. Used by one thread at a time. */
final class Standstill {
  private final Duration patience;
  private long number = -1;
  private long sinceNanos;

  /**
   * No number yet.
   *
   * @param patience for how long it may be the same; zero for ever
   */
  Standstill(Duration patience) {
    this.patience = patience;
  }

  /**
   * Counts from here on.
   *
   * @param from the number, 0 or more; -1 for whatever comes next
   * @param nowNanos by {@link System#nanoTime}
   */
  void begin(long from, long nowNanos) {
    number = from;
    sinceNanos = nowNanos;
  }

  /** Takes the number as it is now; says whether it has been that for too long. */
  boolean lasts(long now, long nowNanos) {
    if (now != number) {
      begin(now, nowNanos);
    }
    return !patience.isZero() && nowNanos - sinceNanos >= patience.toNanos();
  }

  /** How long it may be the same, for people. */
  String patience() {
    return patience.toMillis() / 1000.0 + " s";
  }
}
