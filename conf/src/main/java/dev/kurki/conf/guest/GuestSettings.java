package dev.kurki.conf.guest;

/**
 * How the embedded guest works.
 *
 * @param pages how many pages its pattern covers, from 1
 * @param pagesPerSecond how many of them it checks and rewrites in a second; 0 for as many as it can
 * @param stopAfterSeconds when it ends the machine with status 0; 0 for never
 */
public record GuestSettings(int pages, int pagesPerSecond, int stopAfterSeconds) {
  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException when a number is out of its range
   */
  public GuestSettings {
    if (pages < 1 || pagesPerSecond < 0 || stopAfterSeconds < 0) {
      throw new IllegalArgumentException("the embedded guest has no such work: " + pages + " pages, " + pagesPerSecond
          + " a second, for " + stopAfterSeconds + " s");
    }
  }
}
