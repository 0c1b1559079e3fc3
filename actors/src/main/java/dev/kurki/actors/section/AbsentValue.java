package dev.kurki.actors.section;

import dev.kurki.actors.section.RecordShape.Flag;
import dev.kurki.actors.section.RecordShape.Kind;
import dev.kurki.actors.section.RecordShape.Many;
import dev.kurki.actors.section.RecordShape.Nested;
import dev.kurki.actors.section.RecordShape.Run;
import dev.kurki.actors.section.RecordShape.Sub;
import dev.kurki.actors.section.RecordShape.Whole;
import java.util.List;
import java.util.Optional;

/** Reads what {@link Field#absent()} says into the value that it stands for. */
final class AbsentValue {
  private AbsentValue() {}

  /**
   * The value; empty when the field has to be there. A subsection's and a nested record's follow from their own fields.
   *
   * @throws IllegalArgumentException when the text is no value of that kind
   */
  static Optional<Object> of(Kind kind, String text, String where) {
    if (kind instanceof Sub(var shape, _, _, _)) {
      return shape.absent().map(Object.class::cast);
    }
    if (text.equals(Field.REQUIRED)) {
      return Optional.empty();
    }
    return Optional.of(switch (kind) {
      case Flag() -> flag(text, where);
      case Whole(var isInt, var min, var max) -> whole(isInt, min, max, text, where);
      case Run(var of, var shortest, var longest) -> run(of, shortest, longest, text, where);
      case Many(_, var shortest, _) when shortest == 0 && text.isEmpty() -> List.of();
      case Many _ -> throw wrong(where, text);
      case Nested(var shape) -> shape.absent().orElseThrow(() -> wrong(where, text));
      case Sub _ -> throw wrong(where, text);
    });
  }

  private static boolean flag(String text, String where) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw wrong(where, text);
    };
  }

  private static Object whole(boolean isInt, long min, long max, String text, String where) {
    try {
      long number = Long.parseLong(text);
      if (number < min || number > max) {
        throw wrong(where, text);
      }
      return isInt ? (Object) (int) number : (Object) number;
    } catch (NumberFormatException e) {
      throw wrong(where, text);
    }
  }

  private static Object run(Class<?> of, int shortest, int longest, String text, String where) {
    boolean fits = of == String.class
        ? text.length() >= shortest && text.length() <= longest
        : text.equals(Field.ZEROES) || (text.isEmpty() && shortest == 0);
    if (!fits) {
      throw wrong(where, text);
    }
    if (of == String.class) {
      return text;
    }
    return of == Bytes.class ? Bytes.of(new byte[shortest]) : Longs.of(new long[shortest]);
  }

  private static IllegalArgumentException wrong(String where, String text) {
    return new IllegalArgumentException(where + " cannot be \"" + text + "\" where it is absent");
  }
}
