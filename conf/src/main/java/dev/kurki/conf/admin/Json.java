package dev.kurki.conf.admin;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.kurki.conf.input.BadInput;
import dev.kurki.migration.source.MigrationEvent;
import dev.kurki.migration.source.MigrationEvent.Completed;
import dev.kurki.migration.source.MigrationEvent.HandedOver;
import dev.kurki.migration.source.MigrationEvent.NotMoved;
import dev.kurki.migration.source.MigrationEvent.Progress;
import dev.kurki.migration.source.MigrationEvent.TakenBack;
import dev.kurki.migration.source.MigrationReport;

/** What the control interface and {@code --json} write and read. */
public final class Json {
  private static final ObjectMapper MAPPER = JsonMapper.builder().addModule(new Jdk8Module())
      .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
      .build();

  private Json() {}

  /** A value on one line. */
  public static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a value of Kurki's own is always writable", e);
    }
  }

  /**
   * Reads a text.
   *
   * @throws BadInput when it is no JSON
   */
  public static JsonNode read(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new BadInput("this is no JSON: " + e.getOriginalMessage());
    }
  }

  /** One step of a migration, as one line of its progress. */
  static Map<String, Object> step(MigrationEvent event) {
    Map<String, Object> step = new LinkedHashMap<>();
    step.put("machine", event.machine().name());
    switch (event) {
      case Progress progress -> {
        step.put("state", progress.state().name().toLowerCase(Locale.ROOT));
        step.put("round", progress.round());
        step.put("dirtyPages", progress.dirtyPages());
        step.put("bytesSent", progress.bytesSent());
        step.put("bytesPerSecond", progress.bytesPerSecond());
        step.put("expectedDowntimeNanos", progress.expectedDowntimeNanos());
        step.put("downtimeLimitNanos", progress.downtimeLimitNanos());
        step.put("throttlePercent", progress.throttlePercent());
      }
      case HandedOver handedOver -> {
        step.put("state", "handed-over");
        step.put("epoch", handedOver.epoch());
      }
      case TakenBack takenBack -> {
        step.put("state", "taken-back");
        step.put("epoch", takenBack.epoch());
      }
      case Completed(_, var report) -> {
        step.put("state", "completed");
        step.put("report", report(report));
      }
      case NotMoved(_, var state, var reason, var refusals) -> {
        step.put("state", state.name().toLowerCase(Locale.ROOT));
        step.put("reason", reason);
        if (!refusals.isEmpty()) {
          step.put("refusals", refusals);
        }
      }
    }
    return step;
  }

  private static Map<String, Object> report(MigrationReport report) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("target", report.target());
    fields.put("rounds", report.rounds());
    fields.put("pages", report.pages());
    fields.put("zeroPages", report.zeroPages());
    fields.put("pageBytes", report.pageBytes());
    fields.put("sectionBytes", report.sectionBytes());
    fields.put("totalBytes", report.totalBytes());
    fields.put("totalNanos", report.totalNanos());
    fields.put("downtimeNanos", report.downtimeNanos());
    return fields;
  }

  /** Why something was not done, and where else it may be. */
  static Map<String, Object> rejection(String reason, Optional<String> elsewhere) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("error", reason);
    elsewhere.ifPresent(url -> fields.put("elsewhere", url));
    return fields;
  }
}
