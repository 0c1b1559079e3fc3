package dev.kurki.conf.command;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.kurki.conf.client.BrownOut;

/** What a move cost a guest in work, for people. */
final class BrownOutText {
  private static final String LEVELS = "▁▂▃▄▅▆▇█";
  /** The first slots on the target are told as numbers. */
  private static final int TOLD = 5;

  private BrownOutText() {}

  /** Two lines: numbers, and a curve of before, while it moved and after. */
  static String of(BrownOut work) {
    if (work.isIdle()) {
      return "  guest's work: it was idle before the move, with " + count(work.usual()) + " instructions in 100 ms";
    }
    return "  guest's work, instructions in 100 ms: " + count(work.usual()) + " before, then "
        + work.after().stream().limit(TOLD).map(BrownOutText::count).collect(Collectors.joining(", "))
        + (work.recoveredMillis().isPresent()
            ? "; as before after " + work.recoveredMillis().getAsLong() + " ms"
            : "; not yet as before after " + work.after().size() * BrownOut.SLOT_MILLIS + " ms")
        + "\n  " + curve(work);
  }

  /** A bar for each 100 ms, as high as the work in it; the move begins and ends at the strokes. */
  static String curve(BrownOut work) {
    long most = Stream.of(work.before(), work.during(), work.after()).flatMap(List::stream).mapToLong(Long::longValue)
        .max().orElse(0);
    return Stream.of(work.before(), work.during(), work.after())
        .map(part -> part.stream().map(slot -> bar(slot, most)).collect(Collectors.joining()))
        .collect(Collectors.joining(" | "));
  }

  private static String bar(long slot, long most) {
    int level = most == 0 ? 0 : (int) Math.round((LEVELS.length() - 1) * (double) slot / most);
    return LEVELS.substring(level, level + 1);
  }

  private static String count(long instructions) {
    return instructions < 10_000
        ? Long.toString(instructions)
        : String.format(Locale.ROOT, "%.2f M", instructions / 1e6);
  }
}
