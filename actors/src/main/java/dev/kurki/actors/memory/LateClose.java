package dev.kurki.actors.memory;

import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Closes memory that a stream may be blocked in, reading from a socket. The stream's owner closes the socket when it hears that
 * the machine is gone, which is later than the machine is.
 */
final class LateClose {
  private static final Duration INTERVAL = Duration.ofMillis(10);

  private LateClose() {}

  /**
   * Closes it now, or as soon as nobody is in it.
   *
   * @param lock is held while it is closed
   * @throws IllegalStateException when it is closed already
   */
  static void close(Arena arena, Object lock) {
    try {
      arena.close();
    } catch (IllegalStateException e) {
      if (!arena.scope().isAlive()) {
        throw e;
      }
      Thread.ofPlatform().daemon().name("guest-memory-close").start(() -> awaitAndClose(arena, lock));
    }
  }

  private static void awaitAndClose(Arena arena, Object lock) {
    while (arena.scope().isAlive()) {
      LockSupport.parkNanos(INTERVAL.toNanos());
      synchronized (lock) {
        try {
          arena.close();
        } catch (IllegalStateException e) {
          // Someone is in it still.
        }
      }
    }
  }
}
