package dev.kurki.conf.bench.migration;

import dev.kurki.actors.memory.GuestMemory;

/**
 * Memory of this host that has just been in use. A virtual host gives memory that nobody has used for some seconds back to
 * its own host, and to get it anew takes far longer than to copy into it: where a guest is moved into such memory that is
 * all that a benchmark would measure. So as much as the guest will need is held while it warms up, and set free in the
 * moment in which it is moved.
 */
final class TouchedMemory implements AutoCloseable {
  private final GuestMemory memory;

  /** Takes and touches so many bytes, whole pages. */
  TouchedMemory(long bytes) {
    memory = new GuestMemory(0, bytes);
    for (long page = 0; page < memory.pages(); page++) {
      memory.page(page).fill((byte) 1);
    }
  }

  /** Sets it free. */
  @Override
  public void close() {
    memory.close();
  }
}
