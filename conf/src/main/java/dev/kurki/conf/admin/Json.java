package dev.kurki.conf.admin;

import dev.kurki.migration.source.MigrationEvent.Postcopy;
import dev.kurki.migration.source.MigrationEvent.Released;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
import dev.kurki.migration.source.MigrationEvent.Lost;
import dev.kurki.migration.source.MigrationEvent.NotMoved;
import dev.kurki.migration.source.MigrationEvent.Progress;
import dev.kurki.migration.source.MigrationEvent.State;
import dev.kurki.migration.source.MigrationEvent.TakenBack;
import dev.kurki.migration.source.MigrationReport;

/** What the control interface and {@code --json} write and read. */
public final class Json {
  private static final ObjectMapper MAPPER = JsonMapper.builder().addModule(new Jdk8Module())
      .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
      .build();

  private static final String TAKEN_BACK = "taken-back";
  private static final String LOST = "lost";
  private static final Set<String> ENDS = Set.of(word(State.COMPLETED), word(State.FAILED), word(State.CANCELLED),
      TAKEN_BACK, LOST);

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

  /** Whether a step of this state is a migration's last. */
  public static boolean isLast(String state) {
    return ENDS.contains(state);
  }

  /** One step of a migration, as one line of its progress. */
  static Map<String, Object> step(MigrationEvent event) {
    Map<String, Object> step = new LinkedHashMap<>();
    step.put("machine", event.machine().name());
    switch (event) {
      case Progress progress -> {
        step.put("state", word(progress.state()));
        step.put("round", progress.round());
        step.put("dirtyPages", progress.dirtyPages());
        step.put("pagesSent", progress.pagesSent());
        step.put("bytesSent", progress.bytesSent());
        step.put("bytesPerSecond", progress.pace().bytesPerSecond());
        step.put("dirtyBytesPerSecond", progress.pace().dirtyBytesPerSecond());
        step.put("throttlePercent", progress.pace().throttlePercent());
        step.put("remainingBytes", progress.outlook().remainingBytes());
        progress.outlook().endNanos().ifPresent(nanos -> step.put("expectedEndNanos", nanos));
        progress.outlook().downtimeNanos().ifPresent(nanos -> step.put("expectedDowntimeNanos", nanos));
        step.put("downtimeLimitNanos", progress.outlook().downtimeLimitNanos());
      }
      case HandedOver handedOver -> {
        step.put("state", "handed-over");
        step.put("epoch", handedOver.epoch());
      }
      case Postcopy(_, var state, var left, var sent, var reason) -> {
        step.put("state", word(state));
        step.put("pagesLeft", left);
        step.put("pagesSent", sent);
        if (!reason.isEmpty()) {
          step.put("reason", reason);
        }
      }
      case Released(_, var reason) -> {
        step.put("state", "released");
        step.put("reason", reason);
      }
      case Lost(_, var reason) -> {
        step.put("state", LOST);
        step.put("reason", reason);
      }
      case TakenBack takenBack -> {
        step.put("state", TAKEN_BACK);
        step.put("epoch", takenBack.epoch());
      }
      case Completed(_, var report) -> {
        step.put("state", word(State.COMPLETED));
        step.put("report", report(report));
      }
      case NotMoved(_, var state, var reason, var refusals) -> {
        step.put("state", word(state));
        step.put("reason", reason);
        if (!refusals.isEmpty()) {
          step.put("refusals", refusals);
        }
      }
    }
    return step;
  }

  /** How far a migration to a node has come. */
  static Map<String, Object> status(String to, MigrationEvent last) {
    Map<String, Object> status = step(last);
    status.put("to", to);
    return status;
  }

  /** A state as QEMU writes it, e.g. {@code pre-switchover}. */
  private static String word(State state) {
    return state.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Map<String, Object> report(MigrationReport report) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("target", report.target());
    fields.put("rounds", report.rounds());
    fields.put("pages", report.pages());
    fields.put("zeroPages", report.zeroPages());
    fields.put("pageBytes", report.pageBytes());
    fields.put("packing", report.packing());
    fields.put("connections", report.connections());
    fields.put("sectionBytes", report.sectionBytes());
    fields.put("totalBytes", report.totalBytes());
    fields.put("totalNanos", report.totalNanos());
    fields.put("downtimeNanos", report.downtimeNanos());
    fields.put("switchoverNanos", report.switchoverNanos());
    report.expectedDowntimeNanos().ifPresent(nanos -> fields.put("expectedDowntimeNanos", nanos));
    fields.put("downtimeLimitNanos", report.downtimeLimitNanos());
    fields.put("work", report.work());
    report.postcopy().ifPresent(postcopy -> fields.put("postcopy", postcopy));
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
