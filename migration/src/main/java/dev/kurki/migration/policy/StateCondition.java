package dev.kurki.migration.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * One condition of a predicate.
 *
 * @param steps the way to the value from a section's body on: names, and indexes as they stand
 * @param comparison how the two are compared
 * @param literal what the value is compared with
 */
record StateCondition(List<String> steps, Comparison comparison, Literal literal) {
  private static final String OWN_FIELDS = "fields";

  StateCondition {
    steps = List.copyOf(steps);
  }

  /** How two values are compared. */
  enum Comparison {
    EQUAL("="),
    DIFFERENT("!="),
    LESS("<"),
    AT_MOST("<="),
    GREATER(">"),
    AT_LEAST(">=");

    private final String sign;

    Comparison(String sign) {
      this.sign = sign;
    }

    /** Whether only numbers can be compared so. */
    boolean isOfNumbers() {
      return this != EQUAL && this != DIFFERENT;
    }

    boolean holds(int order) {
      return switch (this) {
        case EQUAL -> order == 0;
        case DIFFERENT -> order != 0;
        case LESS -> order < 0;
        case AT_MOST -> order <= 0;
        case GREATER -> order > 0;
        case AT_LEAST -> order >= 0;
      };
    }
  }

  /** What stands to the right. */
  sealed interface Literal {}

  /** A number. */
  record Whole(long number) implements Literal {}

  /** {@code true} or {@code false}. */
  record Flag(boolean value) implements Literal {}

  /** A text, or bytes in hexadecimal: which, the value decides. */
  record Text(String text) implements Literal {}

  /** {@code present} or {@code absent}. */
  record Presence(boolean isPresent) implements Literal {}

  /**
   * A condition out of its parts.
   *
   * @throws IllegalArgumentException when they do not go together, with one line that says why
   */
  static StateCondition of(String path, String sign, String literal) {
    Comparison comparison = Arrays.stream(Comparison.values()).filter(each -> each.sign.equals(sign)).findFirst()
        .orElseThrow();
    Literal right = literal(literal);
    if (comparison.isOfNumbers() && !(right instanceof Whole)) {
      throw new IllegalArgumentException("\"" + sign + "\" compares numbers, and " + literal + " after " + path
          + " is none");
    }
    return new StateCondition(steps(path), comparison, right);
  }

  private static Literal literal(String text) {
    return switch (text) {
      case "true", "false" -> new Flag(text.equals("true"));
      case "present", "absent" -> new Presence(text.equals("present"));
      default -> text.startsWith("\"") ? new Text(text.substring(1, text.length() - 1)) : new Whole(whole(text));
    };
  }

  private static long whole(String text) {
    try {
      return text.startsWith("0x") ? Long.parseUnsignedLong(text.substring(2), 16) : Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(text + " is no 64-bit number, true, false, present, absent or quoted text", e);
    }
  }

  /** {@code backlog.bytes} is within the body's subsections, {@code fields.level} is not. */
  private static List<String> steps(String path) {
    List<String> names = List.of(path.replace("[", ".[").split("\\."));
    if (names.getFirst().equals(OWN_FIELDS)) {
      return names;
    }
    List<String> steps = new ArrayList<>(List.of("subsections", names.getFirst()));
    if (names.size() > 1) {
      steps.add(OWN_FIELDS);
      steps.addAll(names.subList(1, names.size()));
    }
    return steps;
  }

  /** Whether it holds of a section's body. */
  boolean holds(JsonNode body) {
    JsonNode value = body;
    for (String step : steps) {
      value = step.startsWith("[") ? value.path(Integer.parseInt(step, 1, step.length() - 1, 10)) : value.path(step);
    }
    boolean isPresent = !value.isMissingNode();
    return switch (literal) {
      case Presence(var expected) -> comparison.holds(Boolean.compare(isPresent, expected));
      case Whole(var number) -> value.isIntegralNumber() && comparison.holds(value.bigIntegerValue()
          .compareTo(BigInteger.valueOf(number)));
      case Flag(var flag) -> value.isBoolean() && comparison.holds(Boolean.compare(value.booleanValue(), flag));
      case Text(var text) -> switch (value.getNodeType()) {
        case STRING -> comparison.holds(value.textValue().compareTo(text));
        case BINARY -> comparison.holds(hex(value).compareTo(text.toLowerCase(Locale.ROOT)));
        case ARRAY, BOOLEAN, MISSING, NULL, NUMBER, OBJECT, POJO -> false;
      };
    };
  }

  private static String hex(JsonNode bytes) {
    try {
      return HexFormat.of().formatHex(bytes.binaryValue());
    } catch (IOException e) {
      throw new UncheckedIOException("bytes are read already", e);
    }
  }
}
