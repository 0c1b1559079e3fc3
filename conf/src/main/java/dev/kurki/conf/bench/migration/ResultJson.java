package dev.kurki.conf.bench.migration;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

import dev.kurki.conf.admin.Json;
import dev.kurki.conf.bench.Figure;
import dev.kurki.conf.bench.migration.Outcome.Measured;
import dev.kurki.conf.bench.migration.Outcome.Missed;

/** The results as JSON: the medians and each move of each scenario, and the figures. */
public final class ResultJson {
  private ResultJson() {}

  /**
   * All on one line.
   *
   * @param qemuVersion what QEMU says of itself
   */
  public static String of(List<Summary> summaries, Optional<String> qemuVersion) {
    Map<String, Object> fields = new LinkedHashMap<>();
    qemuVersion.ifPresent(version -> fields.put("qemu", version));
    fields.put("downtimeLimitMillis", Scenario.DOWNTIME_LIMIT_MILLIS);
    fields.put("results", summaries.stream().map(ResultJson::summary).toList());
    fields.put("figures", Figures.of(summaries).stream().map(ResultJson::figure).toList());
    return Json.write(fields);
  }

  private static Map<String, Object> summary(Summary summary) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("memoryBytes", summary.scenario().memoryBytes());
    fields.put("workload", summary.scenario().workload().word());
    fields.put("by", word(summary.emulator()));
    Map<String, Object> medians = new LinkedHashMap<>();
    Quantity.ALL.stream()
        .forEach(quantity -> put(medians, quantity.key(), summary.median(quantity.value())));
    fields.put("medians", medians);
    fields.put("moves", summary.outcomes().stream().map(outcome -> switch (outcome) {
      case Measured(var measurement) -> measurement;
      case Missed(var reason) -> Map.of("notMoved", reason);
    }).toList());
    return fields;
  }

  private static Map<String, Object> figure(Figure figure) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("figure", figure.name());
    fields.put("unit", figure.unit());
    put(fields, "kurki", figure.here());
    put(fields, "qemu", figure.qemu());
    put(fields, "ratio", figure.ratio());
    fields.put("judged", word(figure.judged()));
    fields.put("must", figure.must());
    fields.put("aim", figure.aim());
    fields.put("met", word(figure.result()));
    return fields;
  }

  private static void put(Map<String, Object> fields, String key, OptionalDouble value) {
    value.ifPresent(number -> fields.put(key, number));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
