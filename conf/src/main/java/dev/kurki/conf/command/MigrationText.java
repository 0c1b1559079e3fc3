package dev.kurki.conf.command;

import java.util.Locale;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kurki.conf.client.BrownOut;

/** A migration's steps and its report, for people. */
public final class MigrationText {
  private static final int PAGE_BYTES = 4096;

  private MigrationText() {}

  /** One step on one line; the report, which is the last, on several. */
  public static String of(JsonNode step) {
    return switch (step.path("state").asText()) {
      case "setup" -> "setup: the target is asked";
      case "active", "device", "pre-switchover" -> progress(step);
      case "none" -> "machine " + step.path("machine").asText() + " has not been moved from where it is";
      case "handed-over" -> "handed over: the target owns the machine, epoch " + step.path("epoch").asLong();
      case "postcopy-active" -> String.format(Locale.ROOT,
          "postcopy-active: the guest runs on the target, %d pages are to come, %d are sent since the switch",
          step.path("pagesLeft").asLong(), step.path("pagesSent").asLong());
      case "postcopy-paused" ->
        "postcopy-paused: the guest waits where it needs pages: " + step.path("reason").asText();
      case "released" -> "released: " + step.path("reason").asText();
      case "lost" -> "lost: " + step.path("reason").asText();
      case "completed" -> report(step.path("report"));
      default -> step.path("state").asText() + ": " + notMoved(step);
    };
  }

  /** Whether a step tells how far it has come, and others follow. */
  static boolean isProgress(JsonNode step) {
    return step.has("remainingBytes");
  }

  private static String progress(JsonNode step) {
    return String.format(Locale.ROOT,
        "%s: round %d of %d pages, %s sent, %s/s, %s left, %s/s dirtied, downtime %s, %s%s",
        step.path("state").asText(), step.path("round").asInt(), step.path("dirtyPages").asLong(),
        bytes(step, "bytesSent"), bytes(step, "bytesPerSecond"), bytes(step, "remainingBytes"),
        bytes(step, "dirtyBytesPerSecond"), downtime(step), end(step),
        throttle(step.path("throttlePercent").asInt()));
  }

  /** What fits a line of a terminal. */
  static String brief(JsonNode step) {
    return String.format(Locale.ROOT, "%s %d: %s sent, %s/s, %s left, %s/s dirtied, %s",
        step.path("state").asText(), step.path("round").asInt(), bytes(step, "bytesSent"),
        bytes(step, "bytesPerSecond"), bytes(step, "remainingBytes"), bytes(step, "dirtyBytesPerSecond"), end(step));
  }

  private static String downtime(JsonNode step) {
    String limit = Sizes.millis(step.path("downtimeLimitNanos").asLong());
    return step.has("expectedDowntimeNanos")
        ? Sizes.millis(step.path("expectedDowntimeNanos").asLong()) + " of " + limit
        : "not known yet, limit " + limit;
  }

  private static String end(JsonNode step) {
    if (step.path("state").asText().equals("pre-switchover")) {
      return "waits for migrate-continue";
    }
    return step.has("expectedEndNanos")
        ? "ends in " + Sizes.millis(step.path("expectedEndNanos").asLong())
        : "no end in sight yet";
  }

  private static String bytes(JsonNode step, String field) {
    return Sizes.of(step.path(field).asLong());
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
    if (report.path("connections").asInt() > 1) {
      text.append("  by ").append(report.path("connections").asInt()).append(" connections\n");
    }
    packing(text, report.path("packing"));
    text.append("  total time ").append(Sizes.millis(report.path("totalNanos").asLong())).append(", downtime ")
        .append(Sizes.millis(report.path("downtimeNanos").asLong())).append(report.has("expectedDowntimeNanos")
            ? ", expected " + Sizes.millis(report.path("expectedDowntimeNanos").asLong())
            : "")
        .append(", limit ").append(Sizes.millis(report.path("downtimeLimitNanos").asLong()));
    BrownOut.of(report).ifPresent(work -> {
      work.gapNanos()
          .ifPresent(nanos -> text.append(", longest gap by the guest's clock ").append(Sizes.millis(nanos)));
      text.append('\n').append(BrownOutText.of(work));
    });
    JsonNode postcopy = report.path("postcopy");
    if (!postcopy.isMissingNode()) {
      text.append(String.format(Locale.ROOT,
          "%n  after the switch to post-copy: pages %d and zero pages %d in %s, %d asked for, longest wait of a vCPU %s, "
              + "connected anew %d times",
          postcopy.path("pages").asLong(), postcopy.path("zeroPages").asLong(),
          Sizes.of(postcopy.path("bytes").asLong()), postcopy.path("requests").asLong(),
          Sizes.millis(postcopy.path("longestWaitNanos").asLong()), postcopy.path("recoveries").asInt()));
      if (postcopy.path("releasedPages").asLong() > 0) {
        text.append(", pages released here ").append(postcopy.path("releasedPages").asLong());
      }
    }
    return text.toString();
  }

  private static void packing(StringBuilder text, JsonNode packing) {
    if (packing.path("compressedPages").asLong() > 0) {
      text.append(packed("compressed", packing, "compressedPages", "compressedBytes"));
    }
    if (packing.path("deltaPages").asLong() > 0) {
      text.append(packed("by deltas", packing, "deltaPages", "deltaBytes"));
    }
  }

  private static String packed(String how, JsonNode packing, String pages, String bytes) {
    long count = packing.path(pages).asLong();
    return String.format(Locale.ROOT, "  %s: pages %d, of %s, in %s%n", how, count,
        Sizes.of(count * PAGE_BYTES), bytes(packing, bytes));
  }
}
