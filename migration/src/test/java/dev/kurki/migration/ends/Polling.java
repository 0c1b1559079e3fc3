package dev.kurki.migration.ends;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what nobody tells of, and leaves the processors to those who bring it about. */
public final class Polling {
  private static final long INTERVAL_NANOS = 5_000_000;

  private Polling() {}

  /**
   * Asks again and again until something is so.
   *
   * @param patience for how long at most
   * @param otherwise what is said when it does not come
   */
  public static void until(BooleanSupplier condition, Duration patience, String otherwise) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(otherwise);
      }
      LockSupport.parkNanos(INTERVAL_NANOS);
    }
  }
}
