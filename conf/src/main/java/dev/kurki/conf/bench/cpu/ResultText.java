package dev.kurki.conf.bench.cpu;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

import dev.kurki.conf.bench.Figure;
import dev.kurki.conf.bench.TextTable;

/** The results as tables for people. */
public final class ResultText {
  private static final String NOTHING = "-";

  private ResultText() {}

  /** Both tables: what was measured, and what was wanted. */
  public static String of(Results results) {
    return "medians; a steady time is that of one round\n" + medians(results) + "\nfigures, QEMU's time over Kurki's\n"
        + figures(results);
  }

  static String brief(Taken taken) {
    return taken.subject().phase() + " " + seconds(OptionalDouble.of(taken.spent().wall())) + " wall, "
        + seconds(OptionalDouble.of(taken.spent().cpu())) + " guest CPU";
  }

  private static String medians(Results results) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("guest", "phase", "times", "Kurki CPU", "QEMU CPU", "QEMU/Kurki", "Kurki wall", "QEMU wall",
        "QEMU/Kurki"));
    for (Subject subject : results.subjects()) {
      List<String> row = new ArrayList<>(List.of(subject.guest(), subject.phase(),
          results.count(subject, Engine.KURKI) + "/" + results.count(subject, Engine.QEMU)));
      for (Clock clock : Clock.values()) {
        row.add(seconds(results.median(subject, Engine.KURKI, clock)));
        row.add(seconds(results.median(subject, Engine.QEMU, clock)));
        row.add(ratio(results.ratio(subject, clock)));
      }
      rows.add(row);
    }
    return TextTable.of(rows);
  }

  private static String figures(Results results) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("figure", "judged by", "guest CPU", "wall", "must", "aim", "met"));
    for (Wanted wanted : Wanted.ALL) {
      Figure figure = wanted.figure(results);
      rows.add(List.of(wanted.name(), wanted.clock().title(), ratio(wanted.ratio(results, Clock.CPU)),
          ratio(wanted.ratio(results, Clock.WALL)), ratio(OptionalDouble.of(wanted.must())),
          ratio(OptionalDouble.of(wanted.aim())), figure.result().word()));
    }
    return TextTable.of(rows);
  }

  private static String seconds(OptionalDouble value) {
    if (value.isEmpty() || !Double.isFinite(value.getAsDouble())) {
      return NOTHING;
    }
    double seconds = value.getAsDouble();
    return seconds < 1
        ? String.format(Locale.ROOT, "%.2f ms", seconds * 1e3)
        : String.format(Locale.ROOT, "%.2f s", seconds);
  }

  private static String ratio(OptionalDouble value) {
    return value.isPresent() ? String.format(Locale.ROOT, "%.2f", value.getAsDouble()) : NOTHING;
  }
}
