package dev.kurki.conf.command;

import java.util.Locale;

/** Writes sizes and times for people. */
public final class Sizes {
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};

  private Sizes() {}

  /** Bytes in the largest unit that leaves a number of at least one, with one decimal below ten. */
  public static String of(long bytes) {
    double number = bytes;
    int unit = 0;
    while (number >= 1024 && unit < UNITS.length - 1) {
      number /= 1024;
      unit++;
    }
    String form = unit > 0 && number < 10 ? "%.1f %s" : "%.0f %s";
    return String.format(Locale.ROOT, form, number, UNITS[unit]);
  }

  /** Nanoseconds as milliseconds with one decimal. */
  public static String millis(long nanos) {
    return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
  }
}
