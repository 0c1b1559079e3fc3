package dev.kurki.conf.bench.migration;

import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What is told of a move, a column each. */
enum Quantity {
  /** From the wish to move until the guest was heard to run on the target. */
  TOTAL("total", "%.2f s", "totalSeconds", 1, Measurement::totalSeconds),
  /** What went over the stream. */
  BYTES("bytes", "%.1f MB", "bytes", 1e-6, Measurement::bytes),
  /** Both ends, a GB of pages. */
  CPU("CPU s/GB", "%.2f", "cpuSecondsPerGb", 1, Measurement::cpuSecondsPerGb),
  /** From outside. */
  PAUSE("pause", "%.1f ms", "pauseMillis", 1, Measurement::pauseMillis),
  /** By the emulator's own account. */
  DOWNTIME("own account", "%.1f ms", "downtimeMillis", 1, Measurement::downtimeMillis),
  /** By the guest. */
  GAP("guest's gap", "%.1f ms", "gapMillis", 1, Measurement::gapMillis),
  /** After the move. */
  BROWN_OUT("brown-out", "%.0f ms", "brownOutMillis", 1, Measurement::brownOutMillis),
  /** In the move. */
  SPEED("speed meanwhile", "%.0f %%", "speedDuring", 100, Measurement::speedDuring);

  private final String title;
  private final String form;
  private final String key;
  private final double scale;
  private final ToDoubleFunction<Measurement> value;

  Quantity(String title, String form, String key, double scale, ToDoubleFunction<Measurement> value) {
    this.title = title;
    this.form = form;
    this.key = key;
    this.scale = scale;
    this.value = value;
  }

  /** The column's head. */
  String title() {
    return title;
  }

  /** Its name in JSON, where it stands without scale and unit. */
  String key() {
    return key;
  }

  /** The quantity itself. */
  ToDoubleFunction<Measurement> value() {
    return value;
  }

  /** A value for people. */
  String text(double quantity) {
    return String.format(Locale.ROOT, form, quantity * scale);
  }
}
