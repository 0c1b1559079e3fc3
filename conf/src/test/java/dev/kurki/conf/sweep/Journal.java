package dev.kurki.conf.sweep;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** What happens in a case, in its order, from all threads. Whoever waits looks again whenever something has happened. */
final class Journal {
  private final List<Object> entries = new ArrayList<>();

  synchronized void note(Object entry) {
    entries.add(entry);
    notifyAll();
  }

  synchronized boolean has(Object entry) {
    return entries.contains(entry);
  }

  synchronized <T> List<T> all(Class<T> type) {
    return entries.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** Waits until something is so; whether it is. Whoever is asked for that may have to do with who writes here: nobody is kept. */
  boolean await(BooleanSupplier condition, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      while (!condition.getAsBoolean()) {
        long millis = (deadline - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
          return false;
        }
        // Some of what is waited for is not told: guest memory, threads and sockets.
        synchronized (this) {
          wait(Math.min(millis, 20));
        }
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public synchronized String toString() {
    StringBuilder text = new StringBuilder();
    entries.forEach(entry -> text.append("  ").append(entry).append('\n'));
    return text.toString();
  }
}
