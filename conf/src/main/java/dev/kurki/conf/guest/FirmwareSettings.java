package dev.kurki.conf.guest;

/**
 * How much the embedded firmware's supervisor works.
 *
 * @param rounds how many rounds each hart works, from 1
 * @param harts how many harts the machine has, 1 to {@value FirmwareMap#MAX_HARTS}
 */
public record FirmwareSettings(int rounds, int harts) {
  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException when a number is out of its range
   */
  public FirmwareSettings {
    if (rounds < 1 || harts < 1 || harts > FirmwareMap.MAX_HARTS) {
      throw new IllegalArgumentException("the embedded firmware has no such work: " + rounds + " rounds on " + harts
          + " harts");
    }
  }
}
