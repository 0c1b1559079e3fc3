package dev.kurki.migration.source;

import java.time.Duration;

/**
 * Notices, by what a target in post-copy says of itself now and then, that no page reaches it any more though its connections
 * stand.
 */
final class LatePagesWatch {
  private final Duration patience;
  private long missing = -1;
  private long sinceNanos;

  /**
   * Watches from the first word on.
   *
   * @param patience for how long no page may come; zero for ever
   */
  LatePagesWatch(Duration patience) {
    this.patience = patience;
  }

  /** Counts from the next word on: the connections have been made anew. */
  void begin() {
    missing = -1;
  }

  /**
   * Takes a word of the target.
   *
   * @param left how many pages it misses
   * @param nowNanos by {@link System#nanoTime}
   * @return whether it has been as many for longer than may be
   */
  boolean isStalled(long left, long nowNanos) {
    if (left != missing) {
      missing = left;
      sinceNanos = nowNanos;
    }
    return !patience.isZero() && left > 0 && nowNanos - sinceNanos >= patience.toNanos();
  }

  /** What there is to be said of it, for people. */
  String reason() {
    return "no page has come to the target for " + patience.toMillis() / 1000.0 + " s";
  }
}
