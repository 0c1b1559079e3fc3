package dev.kurki.conf.client;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** How something is waited for that a guest tells on its console: on the monitor of whoever takes what comes from there. */
public final class ConsoleWait {
  private ConsoleWait() {}

  /**
   * Waits until it has been told; false when that does not come in time.
   *
   * @param reader its monitor is the calling thread's, and notified whenever something has come
   * @param isTold looks at what has come; asked with that monitor
   */
  public static boolean await(Object reader, BooleanSupplier isTold, Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!isTold.getAsBoolean()) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      reader.wait(left);
    }
    return true;
  }
}
