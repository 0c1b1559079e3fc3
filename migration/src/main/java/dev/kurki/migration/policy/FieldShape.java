package dev.kurki.migration.policy;

import dev.kurki.actors.section.FieldDescription;

/**
 * What a field takes, of whatever name.
 *
 * @param type as {@link FieldDescription#type()} has it
 * @param min the least number, or the least length of a run
 * @param max the greatest number, or the greatest length of a run
 */
record FieldShape(String type, long min, long max) {
  static FieldShape of(FieldDescription field) {
    return new FieldShape(field.type(), field.min(), field.max());
  }

  /** Whether it has a length: text, bytes, words or a list. */
  boolean isRun() {
    return switch (type) {
      case "text", "bytes", "longs", "list" -> true;
      default -> false;
    };
  }

  /** Whether it is a run of one length only, which is then part of what is on the wire. */
  boolean isFixed() {
    return isRun() && min == max;
  }

  /** Whether it takes less than another at one end or both. */
  boolean isNarrowerThan(FieldShape other) {
    return min > other.min || max < other.max;
  }

  /** What of it is on the wire: its type, and its length where that is fixed. */
  String wire() {
    return isFixed() ? type + "[" + max + "]" : isRun() ? type + "[]" : type;
  }

  /** The shape in words, e.g. {@code int 0 to 7} or {@code bytes, 32 of them}. */
  String words() {
    return switch (type) {
      case "int" -> min == Integer.MIN_VALUE && max == Integer.MAX_VALUE ? "any int" : numbers();
      case "long" -> min == Long.MIN_VALUE && max == Long.MAX_VALUE ? "any long" : numbers();
      case "text" -> "text, " + lengths() + " characters";
      default -> isRun() ? type + ", " + lengths() + " of them" : type;
    };
  }

  private String numbers() {
    return type + " " + min + " to " + max;
  }

  private String lengths() {
    return isFixed() ? Long.toString(max) : min + " to " + max;
  }
}
