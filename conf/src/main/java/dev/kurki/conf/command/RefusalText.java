package dev.kurki.conf.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kurki.actors.section.Refusal.Rule;

/** A refusal for people, as it comes in JSON. */
final class RefusalText {
  private RefusalText() {}

  /** The refusal on four lines: the rule and the place, what is expected, what was found, the way out. */
  static String of(JsonNode refusal) {
    return "  " + words(refusal.path("rule").asText()) + " at " + refusal.path("path").asText() + "\n    expected: "
        + refusal.path("expected").asText() + "\n    found:    " + refusal.path("actual").asText() + "\n    way out:  "
        + refusal.path("wayOut").asText();
  }

  /** A newer node may have rules that this command does not know: their names are words enough. */
  private static String words(String rule) {
    for (Rule known : Rule.values()) {
      if (known.name().equals(rule)) {
        return known.words();
      }
    }
    return rule;
  }
}
