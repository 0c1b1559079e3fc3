package dev.kurki.cpu.translate;

/** How often each slot of a page had been jumped to at one moment. */
public final class Heat {
  private final int[] counts;
  private final int shift;

  /**
   * A copy of counts, one for each slot.
   *
   * @param shift by how many bits each stands to the left
   */
  public Heat(int[] counts, int shift) {
    this.counts = counts.clone();
    this.shift = shift;
  }

  /** That of a slot; of one outside of the page 0. */
  int of(int slot) {
    return slot >= 0 && slot < counts.length ? counts[slot] >>> shift : 0;
  }
}
