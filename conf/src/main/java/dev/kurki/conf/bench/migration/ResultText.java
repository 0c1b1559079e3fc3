package dev.kurki.conf.bench.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.kurki.conf.bench.migration.Figure.Judged;

/** The results as tables for people. */
public final class ResultText {
  private static final String NOTHING = "-";
  private static final String GAP = "  ";

  private ResultText() {}

  /** Both tables: what was measured, and what was wanted. */
  public static String of(List<Summary> summaries) {
    return "medians\n" + medians(summaries) + "\nfigures\n" + figures(Figure.of(summaries));
  }

  static String name(Scenario scenario) {
    long mebibytes = scenario.memoryBytes() >> 20;
    return (mebibytes % 1024 == 0 ? mebibytes / 1024 + " GiB " : mebibytes + " MiB ") + scenario.workload().word();
  }

  static String brief(Measurement move) {
    return Stream.of(Quantity.TOTAL, Quantity.CPU, Quantity.PAUSE, Quantity.GAP, Quantity.BROWN_OUT)
        .map(quantity -> quantity.title() + " " + quantity.text(quantity.value().applyAsDouble(move)))
        .collect(Collectors.joining(", "));
  }

  private static String medians(List<Summary> summaries) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(Stream.concat(Stream.of("guest", "by", "moved"), Quantity.ALL.stream().map(Quantity::title))
        .toList());
    for (Summary summary : summaries) {
      rows.add(Stream.concat(
          Stream.of(name(summary.scenario()), summary.emulator().title(),
              summary.measured().size() + "/" + summary.outcomes().size()),
          Quantity.ALL.stream().map(quantity -> {
            OptionalDouble median = summary.median(quantity.value());
            return median.isPresent() ? quantity.text(median.getAsDouble()) : NOTHING;
          })).toList());
    }
    return table(rows);
  }

  private static String figures(List<Figure> figures) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("figure", "Kurki", "QEMU", "Kurki/QEMU", "must", "aim", "met"));
    for (Figure figure : figures) {
      String unit = figure.judged() == Judged.RATIO ? "x" : figure.unit();
      rows.add(List.of(figure.name(), value(figure.here(), figure.unit()), value(figure.qemu(), figure.unit()),
          value(figure.ratio(), "x"), value(OptionalDouble.of(figure.must()), unit),
          value(OptionalDouble.of(figure.aim()), unit), switch (figure.result()) {
            case AIM -> "aim";
            case MUST -> "must";
            case MISSED -> "NO";
            case NOT_MEASURED -> "not measured";
          }));
    }
    return table(rows);
  }

  private static String value(OptionalDouble value, String unit) {
    return value.isPresent()
        ? String.format(Locale.ROOT, value.getAsDouble() < 100 ? "%.2f %s" : "%.0f %s", value.getAsDouble(), unit)
        : NOTHING;
  }

  /** The first column's texts begin at the left, all others end at the right. */
  private static String table(List<List<String>> rows) {
    List<Integer> widths = IntStream.range(0, rows.getFirst().size())
        .mapToObj(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0)).toList();
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        String blanks = " ".repeat(widths.get(column) - row.get(column).length());
        line.append(column == 0 ? row.get(column) + blanks : GAP + blanks + row.get(column));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
