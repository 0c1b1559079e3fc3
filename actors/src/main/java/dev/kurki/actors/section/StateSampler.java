package dev.kurki.actors.section;

import dev.kurki.actors.section.RecordShape.Flag;
import dev.kurki.actors.section.RecordShape.Kind;
import dev.kurki.actors.section.RecordShape.Many;
import dev.kurki.actors.section.RecordShape.Member;
import dev.kurki.actors.section.RecordShape.Nested;
import dev.kurki.actors.section.RecordShape.Run;
import dev.kurki.actors.section.RecordShape.Sub;
import dev.kurki.actors.section.RecordShape.Whole;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws states of a section that are each within its schema, bounds and zeroes more often than chance would have them. Draw
 * {@code n} of a schema is the same in every build, and a value depends on its own path only: a field that comes or goes
 * leaves the others' values as they were. What fields say of each other is not known here, so a component may find a drawn
 * state inconsistent.
 *
 * @param <S> the section's record
 */
public final class StateSampler<S extends Record> {
  private static final long GOLDEN_GAMMA = 0x9e37_79b9_7f4a_7c15L;
  /** How long drawn runs are at most, where they may be shorter. */
  private static final int MODEST_LENGTH = 40;

  private final SectionSchema<S> schema;
  private final SectionForm form;

  /** Draws states that a machine type's form has a place for. */
  public StateSampler(SectionSchema<S> schema, SectionForm form) {
    this.schema = schema;
    this.form = form;
  }

  /**
   * One state; a quarter of its subsections are drawn, the others are absent.
   *
   * @param number which, from 0
   * @throws IllegalArgumentException when the record's constructor does not take the drawn values together
   */
  public S draw(long number) {
    if (schema.former().isPresent() && form.version() <= schema.former().get().version()) {
      return upgraded(schema.former().get(), number);
    }
    List<Object> values = new ArrayList<>();
    for (Member member : schema.shape().members()) {
      String path = schema.id() + "." + member.name();
      values.add(switch (member.kind()) {
        case Sub(var shape, _, _, _) -> form.hasSubsection(member.name()) && bits(path, number, 0) % 4 == 0
            ? neededOr(shape, path, number)
            : shape.absent().orElseThrow();
        case Kind kind -> form.hasFieldsSince(member.since())
            ? value(kind, form.version(), path, number)
            : member.absent().orElseThrow();
      });
    }
    return schema.shape().create(values);
  }

  /** A state that came from a former shape is the only one that surely goes back into it. */
  @SuppressWarnings("unchecked") // the schema has checked that the former record is one of this
  private <F extends Record> S upgraded(SectionSchema<F> former, long number) {
    return ((FormerState<S>) new StateSampler<>(former, form).draw(number)).upgraded();
  }

  /** What is drawn for a subsection, or what it is when it is absent if the drawn is not needed. */
  private static Object neededOr(RecordShape<?> shape, String path, long number) {
    Record drawn = draw(shape, path, number);
    return ((SubsectionState) drawn).needed() ? drawn : shape.absent().orElseThrow();
  }

  static <R extends Record> R draw(RecordShape<R> shape, String path, long number) {
    return draw(shape, SectionForm.NEWEST, path, number);
  }

  private static <R extends Record> R draw(RecordShape<R> shape, int version, String path, long number) {
    return shape.create(shape.members().stream()
        .map(member -> member.since() <= version
            ? value(member.kind(), version, path + "." + member.name(), number)
            : member.absent().orElseThrow())
        .toList());
  }

  private static Object value(Kind kind, int version, String path, long number) {
    long bits = bits(path, number, 1);
    return switch (kind) {
      case Flag() -> (bits & 1) != 0;
      case Whole(var isInt, var min, var max) -> {
        long whole = whole(min, max, bits, bits(path, number, 2));
        yield isInt ? (Object) (int) whole : (Object) whole;
      }
      case Run(var of, var shortest, var longest) -> run(of, length(shortest, longest, bits), path, number);
      case Nested(var shape) -> draw(shape, version, path, number);
      case Many(var shape, var shortest, var longest) -> {
        List<Object> records = new ArrayList<>();
        int length = Math.min(length(shortest, longest, bits), Math.max(shortest, 4));
        for (int i = 0; i < length; i++) {
          records.add(draw(shape, version, path + "[" + i + "]", number));
        }
        yield List.copyOf(records);
      }
      case Sub(var shape, _, _, _) -> draw(shape, path, number);
    };
  }

  /** A bound, zero, a small number or any. */
  private static long whole(long min, long max, long choice, long bits) {
    long range = max - min + 1;
    long any = range <= 0
        ? bits >= min && bits <= max ? bits : min + (bits >>> 2)
        : min + Long.remainderUnsigned(bits, range);
    return switch ((int) (choice & 7)) {
      case 0 -> min;
      case 1 -> max;
      case 2 -> Math.clamp(0, min, max);
      case 3 -> Math.clamp(bits & 0xff, min, max);
      default -> any;
    };
  }

  private static int length(int shortest, int longest, long choice) {
    int most = Math.min(longest, Math.max(shortest, MODEST_LENGTH));
    return switch ((int) (choice & 3)) {
      case 0 -> shortest;
      case 1 -> most;
      default -> shortest + (int) Long.remainderUnsigned(choice >>> 2, most - shortest + 1L);
    };
  }

  private static Object run(Class<?> of, int length, String path, long number) {
    if (of == String.class) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < length; i++) {
        text.append((char) (' ' + Long.remainderUnsigned(bits(path, number, 3 + i), 95)));
      }
      return text.toString();
    }
    long[] words = new long[length];
    boolean zeroes = bits(path, number, 2) % 4 == 0;
    for (int i = 0; i < length && !zeroes; i++) {
      words[i] = bits(path, number, 3 + i);
    }
    if (of == Longs.class) {
      return Longs.of(words);
    }
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) words[i];
    }
    return Bytes.of(bytes);
  }

  /** SplitMix64 over a path, a draw's number and a place within it: the same on every JVM. */
  private static long bits(String path, long number, int place) {
    long seed = 0;
    for (int i = 0; i < path.length(); i++) {
      seed = mix(seed + GOLDEN_GAMMA + path.charAt(i));
    }
    return mix(mix(seed + number * GOLDEN_GAMMA) + (place + 1) * GOLDEN_GAMMA);
  }

  private static long mix(long z) {
    long a = (z ^ z >>> 30) * 0xbf58_476d_1ce4_e5b9L;
    long b = (a ^ a >>> 27) * 0x94d0_49bb_1331_11ebL;
    return b ^ b >>> 31;
  }
}
