package dev.kurki.migration.source;

import java.time.Duration;

/**
 * Notices, by what a target in post-copy says of itself now and then, that no page reaches it any more though its connections
 * stand.
 */
final class LatePagesWatch {
  private final Standstill missing;

  /**
   * Watches from the first word on.
   *
   * @param patience for how long no page may come; zero for ever
   */
  LatePagesWatch(Duration patience) {
    this.missing = new Standstill(patience);
  }

  /** Counts from the next word on: the connections have been made anew. */
  void begin() {
    missing.begin(-1, 0);
  }

  /**
   * Takes a word of the target.
   *
   * @param left how many pages it misses
   * @param nowNanos by {@link System#nanoTime}
   * @return whether it has been as many for longer than may be
   */
  boolean isStalled(long left, long nowNanos) {
    return missing.lasts(left, nowNanos) && left > 0;
  }

  /** What there is to be said of it, for people. */
  String reason() {
    return "no page has come to the target for " + missing.patience();
  }
}
