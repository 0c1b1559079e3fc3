package dev.kurki.conf.bench.migration;

import java.time.Duration;
import java.util.List;

/** A guest that runs in one process, and another process that it can be moved to, once. */
interface MovingPair extends AutoCloseable {
  /** After this time a move counts as one that does not converge. */
  Duration PATIENCE = Duration.ofSeconds(60);

  /** What the guest has said so far, on either side. */
  BeatLog beats();

  /** Both processes' ids. */
  List<Long> processes();

  /** Moves the guest. */
  Move move() throws InterruptedException;

  /** Ends both. */
  @Override
  void close();
}
