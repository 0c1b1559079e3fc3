package dev.kurki.conf.bench.migration;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What is told of a move, a column each.
 *
 * @param title the column's head
 * @param form how a value is written for people
 * @param scale what it is multiplied with for that
 * @param key its name in JSON, where it stands without scale and unit
 * @param value the quantity itself
 */
record Quantity(String title, String form, double scale, String key, ToDoubleFunction<Measurement> value) {
  /** From the wish to move until the guest was heard to run on the target. */
  static final Quantity TOTAL = new Quantity("total", "%.2f s", 1, "totalSeconds", Measurement::totalSeconds);
  /** What went over the stream. */
  static final Quantity BYTES = new Quantity("bytes", "%.1f MB", 1e-6, "bytes", Measurement::bytes);
  /** Both ends, a GB of pages. */
  static final Quantity CPU = new Quantity("CPU s/GB", "%.2f", 1, "cpuSecondsPerGb", Measurement::cpuSecondsPerGb);
  /** From outside. */
  static final Quantity PAUSE = new Quantity("pause", "%.1f ms", 1, "pauseMillis", Measurement::pauseMillis);
  /** By the emulator's own account. */
  static final Quantity DOWNTIME = new Quantity("own account", "%.1f ms", 1, "downtimeMillis",
      Measurement::downtimeMillis);
  /** By the guest. */
  static final Quantity GAP = new Quantity("guest's gap", "%.1f ms", 1, "gapMillis", Measurement::gapMillis);
  /** After the move. */
  static final Quantity BROWN_OUT = new Quantity("brown-out", "%.0f ms", 1, "brownOutMillis",
      Measurement::brownOutMillis);
  /** In the move. */
  static final Quantity SPEED = new Quantity("speed meanwhile", "%.0f %%", 100, "speedDuring",
      Measurement::speedDuring);

  /** All, in the order of the columns. */
  static final List<Quantity> ALL = List.of(TOTAL, BYTES, CPU, PAUSE, DOWNTIME, GAP, BROWN_OUT, SPEED);

  /** A value for people. */
  String text(double quantity) {
    return String.format(Locale.ROOT, form, quantity * scale);
  }
}
