package dev.kurki.conf.bench.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.kurki.conf.bench.Figure;
import dev.kurki.conf.bench.Figure.Judged;
import dev.kurki.conf.bench.TextTable;

/** The results as tables for people. */
public final class ResultText {
  private static final String NOTHING = "-";

  private ResultText() {}

  /** Both tables: what was measured, and what was wanted. */
  public static String of(List<Summary> summaries) {
    return "medians\n" + medians(summaries) + "\nfigures\n" + figures(Figures.of(summaries));
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
    return TextTable.of(rows);
  }

  private static String figures(List<Figure> figures) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("figure", "Kurki", "QEMU", "Kurki/QEMU", "must", "aim", "met"));
    for (Figure figure : figures) {
      String unit = figure.judged() == Judged.RATIO ? "x" : figure.unit();
      rows.add(List.of(figure.name(), value(figure.here(), figure.unit()), value(figure.qemu(), figure.unit()),
          value(figure.ratio(), "x"), value(OptionalDouble.of(figure.must()), unit),
          value(OptionalDouble.of(figure.aim()), unit), figure.result().word()));
    }
    return TextTable.of(rows);
  }

  private static String value(OptionalDouble value, String unit) {
    return value.isPresent()
        ? String.format(Locale.ROOT, value.getAsDouble() < 100 ? "%.2f %s" : "%.0f %s", value.getAsDouble(), unit)
        : NOTHING;
  }
}
