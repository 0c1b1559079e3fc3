package dev.kurki.conf.command;

import com.fasterxml.jackson.databind.JsonNode;

/** A verdict for people, as it comes in JSON. */
final class VerdictText {
  private VerdictText() {}

  /** The verdict on as many lines as it has parts: ruling and place, both shapes, the rule, what would be allowed. */
  static String of(JsonNode verdict) {
    JsonNode change = verdict.path("change");
    String instead = verdict.path("instead").asText();
    return "  " + verdict.path("decision").asText() + " as " + verdict.path("ruling").asText() + " at "
        + change.path("machineType").asText() + ": " + change.path("path").asText() + "\n    from:     "
        + change.path("before").asText() + "\n    to:       " + change.path("after").asText() + "\n    rule:     "
        + verdict.path("rule").asText() + (instead.isEmpty() ? "" : "\n    instead:  " + instead);
  }
}
