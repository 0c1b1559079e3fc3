package dev.kurki.migration.policy;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import dev.kurki.actors.section.Section;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says of a section's state whether it is one of those that a blacklist entry is about. All of its conditions have to hold:
 *
 * <pre>
 *   predicate = condition { "and" condition }
 *   condition = path ( "=" | "!=" ) literal  |  path ( "&lt;" | "&lt;=" | "&gt;" | "&gt;=" ) number
 *   path      = ( "fields" | subsection ) { "." field { "[" index "]" } }
 *   literal   = number | "true" | "false" | "absent" | "present" | '"' text, or bytes in hexadecimal '"'
 *   number    = decimal, or 0x and hexadecimal: the 64 bits of a register, as the signed number that is saved
 * </pre>
 *
 * <p>E.g. {@code fields.enabled = true and backlog.bytes != ""}. What is not there, or is of another type than the literal,
 * is neither equal to it nor different from it: the condition does not hold. No condition at all holds of every state.
 */
public final class StatePredicate {
  private static final CBORMapper CBOR = CBORMapper.builder()
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .build();
  private static final Pattern AND = Pattern.compile("\\s+and\\s+");
  private static final Pattern CONDITION = Pattern.compile("(?<path>[A-Za-z][\\w-]*(?:\\[\\d{1,9}])*"
      + "(?:\\.[A-Za-z][\\w-]*(?:\\[\\d{1,9}])*)*)\\s*(?<comparison>!=|<=|>=|=|<|>)\\s*(?<literal>\"[^\"]*\"|[\\w-]+)");

  private final List<StateCondition> conditions;

  private StatePredicate(List<StateCondition> conditions) {
    this.conditions = List.copyOf(conditions);
  }

  /**
   * Reads a predicate.
   *
   * @throws IllegalArgumentException when it is not of that form, with one line that says where
   */
  public static StatePredicate parse(String text) {
    String stripped = text.strip();
    List<StateCondition> conditions = new ArrayList<>();
    int at = 0;
    while (at < stripped.length()) {
      Matcher condition = CONDITION.matcher(stripped).region(at, stripped.length());
      if (!condition.lookingAt()) {
        throw wrong("a condition, e.g. fields.enabled = true,", stripped, at);
      }
      conditions.add(StateCondition.of(group(condition, "path"), group(condition, "comparison"),
          group(condition, "literal")));
      at = condition.end();
      if (at < stripped.length()) {
        Matcher and = AND.matcher(stripped).region(at, stripped.length());
        if (!and.lookingAt()) {
          throw wrong("\"and\", or the end,", stripped, at);
        }
        at = and.end();
      }
    }
    return new StatePredicate(conditions);
  }

  /** Whether it holds of a section's state; never of bytes that are no state. */
  public boolean holds(Section section) {
    if (conditions.isEmpty()) {
      return true;
    }
    Optional<JsonNode> body = read(section);
    return body.isPresent() && conditions.stream().allMatch(condition -> condition.holds(body.get()));
  }

  /** The bytes come from anywhere: whatever the parser says of them, they are no state then. */
  private static Optional<JsonNode> read(Section section) {
    try {
      return Optional.ofNullable(CBOR.readTree(section.body().toArray()));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  private static String group(Matcher matcher, String name) {
    return String.valueOf(matcher.group(name));
  }

  private static IllegalArgumentException wrong(String expected, String text, int at) {
    return new IllegalArgumentException(
        "expected " + expected + " at character " + (at + 1) + " of the predicate " + oneLine(text));
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s+", " ");
  }
}
