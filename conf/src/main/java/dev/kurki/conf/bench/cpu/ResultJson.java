package dev.kurki.conf.bench.cpu;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

import dev.kurki.conf.admin.Json;

/** The results as JSON: each time that was taken, the medians and the figures. */
public final class ResultJson {
  private ResultJson() {}

  /**
   * All on one line.
   *
   * @param qemuVersion what QEMU says of itself
   */
  public static String of(Results results, String qemuVersion) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("qemu", qemuVersion);
    fields.put("results", results.subjects().stream().map(subject -> subject(results, subject)).toList());
    fields.put("figures", Wanted.ALL.stream().map(wanted -> figure(results, wanted)).toList());
    fields.put("failures", results.failures());
    return Json.write(fields);
  }

  private static Map<String, Object> subject(Results results, Subject subject) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("guest", subject.guest());
    fields.put("phase", subject.phase());
    for (Engine engine : Engine.values()) {
      Map<String, Object> times = new LinkedHashMap<>();
      for (Clock clock : Clock.values()) {
        put(times, word(clock) + "Seconds", results.median(subject, engine, clock));
      }
      times.put("times", results.taken().stream()
          .filter(taken -> taken.subject().equals(subject) && taken.engine() == engine)
          .map(ResultJson::spent).toList());
      fields.put(engine.word(), times);
    }
    for (Clock clock : Clock.values()) {
      put(fields, word(clock) + "Ratio", results.ratio(subject, clock));
    }
    return fields;
  }

  private static Map<String, Object> spent(Taken taken) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (Clock clock : Clock.values()) {
      double seconds = clock.seconds(taken.spent());
      put(fields, word(clock) + "Seconds",
          Double.isFinite(seconds) ? OptionalDouble.of(seconds) : OptionalDouble.empty());
    }
    return fields;
  }

  private static Map<String, Object> figure(Results results, Wanted wanted) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("figure", wanted.name());
    fields.put("judgedBy", word(wanted.clock()));
    for (Clock clock : Clock.values()) {
      put(fields, word(clock) + "Ratio", wanted.ratio(results, clock));
    }
    fields.put("must", wanted.must());
    fields.put("aim", wanted.aim());
    fields.put("met", wanted.figure(results).result().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    return fields;
  }

  private static void put(Map<String, Object> fields, String key, OptionalDouble value) {
    value.ifPresent(number -> fields.put(key, number));
  }

  private static String word(Clock clock) {
    return clock.name().toLowerCase(Locale.ROOT);
  }
}
