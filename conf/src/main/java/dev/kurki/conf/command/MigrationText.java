package dev.kurki.conf.command;

import java.util.Locale;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;

/** A migration's steps and its report, for people. */
public final class MigrationText {
  private MigrationText() {}

  /** One step on one line; the report, which is the last, on several. */
  public static String of(JsonNode step) {
    return switch (step.path("state").asText()) {
      case "setup" -> "setup: the target is asked";
      case "active", "device" -> String.format(Locale.ROOT,
          "%s: round %d, %d dirty pages, %s sent, %s/s, expected downtime %s of %s%s", step.path("state").asText(),
          step.path("round").asInt(), step.path("dirtyPages").asLong(), Sizes.of(step.path("bytesSent").asLong()),
          Sizes.of(step.path("bytesPerSecond").asLong()), Sizes.millis(step.path("expectedDowntimeNanos").asLong()),
          Sizes.millis(step.path("downtimeLimitNanos").asLong()), throttle(step.path("throttlePercent").asInt()));
      case "handed-over" -> "handed over: the target owns the machine, epoch " + step.path("epoch").asLong();
      case "completed" -> report(step.path("report"));
      default -> step.path("state").asText() + ": " + notMoved(step);
    };
  }

  private static String throttle(int percent) {
    return percent == 0 ? "" : ", vCPUs throttled by " + percent + " %";
  }

  private static String notMoved(JsonNode step) {
    JsonNode refusals = step.path("refusals");
    return refusals.isEmpty()
        ? step.path("reason").asText() + "; the machine runs on where it was"
        : "the machine is refused, and runs on where it was:\n" + refusals.valueStream().map(RefusalText::of)
            .collect(Collectors.joining("\n"));
  }

  /** A report. */
  public static String report(JsonNode report) {
    StringBuilder text = new StringBuilder(
        "completed: the machine runs on node " + report.path("target").asText() + "\n");
    text.append(String.format(Locale.ROOT, "  %5s %12s %10s %12s %12s %10s%n", "round", "dirty pages", "pages",
        "zero pages", "bytes", "time"));
    for (JsonNode round : report.path("rounds")) {
      text.append(String.format(Locale.ROOT, "  %5d %12d %10d %12d %12s %10s%n", round.path("round").asInt(),
          round.path("dirtyPages").asLong(),
          round.path("pages").asLong(), round.path("zeroPages").asLong(), Sizes.of(round.path("bytes").asLong()),
          Sizes.millis(round.path("nanos").asLong())));
    }
    text.append(String.format(Locale.ROOT, "  pages %d and zero pages %d in %s, sections %s, all in all %s%n",
        report.path("pages").asLong(), report.path("zeroPages").asLong(), Sizes.of(report.path("pageBytes").asLong()),
        Sizes.of(report.path("sectionBytes").asLong()), Sizes.of(report.path("totalBytes").asLong())));
    text.append("  total time ").append(Sizes.millis(report.path("totalNanos").asLong())).append(", downtime ")
        .append(Sizes.millis(report.path("downtimeNanos").asLong()));
    return text.toString();
  }
}
