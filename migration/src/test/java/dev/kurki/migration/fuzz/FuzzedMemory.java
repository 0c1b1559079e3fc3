package dev.kurki.migration.fuzz;

import dev.kurki.actors.memory.GuestMemory;
import java.util.BitSet;

/** A RAM that streams are read into, one after the other: only pages that they announce may change. */
final class FuzzedMemory implements AutoCloseable {
  private final GuestMemory ram = new GuestMemory(0x8000_0000L, Seeds.PAGES * GuestMemory.PAGE_BYTES);

  /** All zero. */
  GuestMemory ram() {
    return ram;
  }

  /** What was announced becomes zero again for the next. */
  void requireUntouched(BitSet announced) {
    for (int page = 0; page < Seeds.PAGES; page++) {
      if (announced.get(page)) {
        ram.page(page).fill((byte) 0);
      } else if (!ram.isZero(page)) {
        throw new AssertionError("page " + page + " has changed and was not announced");
      }
    }
  }

  @Override
  public void close() {
    ram.close();
  }
}
