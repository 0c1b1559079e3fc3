package dev.kurki.cpu.translate;

/** How often each slot of a page had been jumped to at one moment. */
public final class Heat {
  private static final int COUNT_MASK = 0xffff;

  private final short[] counts;

  /** A copy of counts, one for each slot; one that has overflowed begins at 0 again. */
  public Heat(short[] counts) {
    this.counts = counts.clone();
  }

  /** That of a slot; of one outside of the page 0. */
  int of(int slot) {
    return slot >= 0 && slot < counts.length ? counts[slot] & COUNT_MASK : 0;
  }
}
