package dev.kurki.conf.bench.migration;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the measured guest says every 100 ms of its clock.
 *
 * @param arrivalNanos when its line was complete here, by this process' clock
 * @param guestNanos the guest's clock when it began to write the line
 * @param work how many units of work it has done since it began
 * @param gapNanos the longest time that it saw pass at once since the line before
 */
record Beat(long arrivalNanos, long guestNanos, long work, long gapNanos) {
  /** Digits of the clock and of the work in a line, and of the gap, all hexadecimal. */
  static final int LONG_DIGITS = 12;
  static final int SHORT_DIGITS = 8;
  /** The clock's frequency on {@code virt} is 10 MHz. */
  static final long NANOS_PER_TICK = 100;
  /** The guest's clock between two lines. */
  static final long INTERVAL_NANOS = 100_000_000;

  private static final Pattern FORM = Pattern.compile(
      "k([0-9a-f]{" + LONG_DIGITS + "})([0-9a-f]{" + LONG_DIGITS + "})([0-9a-f]{" + SHORT_DIGITS + "})");

  /** The beat that a line is, if it is one: a line that is torn by a move is none. */
  static Optional<Beat> parse(String line, long arrivalNanos) {
    Matcher form = FORM.matcher(line.strip());
    return form.matches()
        ? Optional.of(new Beat(arrivalNanos, number(form.group(1)) * NANOS_PER_TICK, number(form.group(2)),
            number(form.group(3)) * NANOS_PER_TICK))
        : Optional.empty();
  }

  /** This process' clock less the guest's: it grows by every time for which the guest's clock stands still. */
  long offsetNanos() {
    return arrivalNanos - guestNanos;
  }

  private static long number(String digits) {
    return Long.parseLong(digits, 16);
  }
}
