package dev.kurki.migration.ends;

import dev.kurki.actors.memory.GuestMemory;
import java.util.SplittableRandom;

/** A guest that writes to pages here and there, whole ones, a few bytes and zeroes, on a thread of its own. */
final class Guest implements AutoCloseable {
  private final GuestMemory memory;
  private boolean isPaused;

  Guest(GuestMemory memory) {
    this.memory = memory;
  }

  /** Writes until it is paused. */
  void run() {
    Thread.ofPlatform().daemon().name("guest").start(() -> {
      SplittableRandom random = new SplittableRandom(11);
      while (write(random)) {
        Thread.onSpinWait();
      }
    });
  }

  /** Writes no more once this is through. */
  synchronized void pause() {
    isPaused = true;
  }

  @Override
  public void close() {
    pause();
  }

  private synchronized boolean write(SplittableRandom random) {
    if (isPaused) {
      return false;
    }
    byte[] bytes = new byte[random.nextBoolean() ? GuestMemory.PAGE_BYTES : 16];
    if (random.nextInt(4) > 0) {
      random.nextBytes(bytes);
    }
    memory.write(memory.base() + random.nextLong(memory.pages()) * GuestMemory.PAGE_BYTES, bytes);
    return true;
  }
}
