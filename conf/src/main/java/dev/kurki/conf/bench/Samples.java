package dev.kurki.conf.bench;

import java.util.Arrays;

/** Numbers of one kind, to be told by their order. */
public final class Samples {
  private final double[] sorted;

  /**
   * Takes samples.
   *
   * @throws IllegalArgumentException when there are none
   */
  public Samples(double... samples) {
    if (samples.length == 0) {
      throw new IllegalArgumentException("there are no samples");
    }
    sorted = samples.clone();
    Arrays.sort(sorted);
  }

  /** The middle one. */
  public double median() {
    return percentile(50);
  }

  /** The least sample that so many percent are not above; 0 to 100. */
  public double percentile(double percent) {
    int rank = (int) Math.ceil(percent / 100 * sorted.length);
    return sorted[Math.clamp(rank - 1, 0, sorted.length - 1)];
  }
}
