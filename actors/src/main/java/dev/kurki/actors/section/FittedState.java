package dev.kurki.actors.section;

import dev.kurki.actors.section.RecordShape.Kind;
import dev.kurki.actors.section.RecordShape.Many;
import dev.kurki.actors.section.RecordShape.Member;
import dev.kurki.actors.section.RecordShape.Nested;
import dev.kurki.actors.section.RecordShape.Sub;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Drawn states whose runs are as long as a component has them. Where a run has an entry for each hart, say, hardly a drawn
 * state has the right length, and the component would refuse nearly all for that alone.
 */
public final class FittedState {
  private FittedState() {}

  /**
   * A drawn state in which every run and list that is not empty in {@code example} is as long as there, repeated or cut;
   * its subsections are as they were drawn.
   *
   * @param example a state that the component has saved itself
   * @throws IllegalArgumentException when the record's constructor does not take the values together
   */
  public static <S extends Record> S of(SectionSchema<S> schema, S drawn, S example) {
    return fitted(schema.shape(), drawn, example);
  }

  /**
   * {@code example} with one of its fields or subsections, as a machine type's form has them, as it was drawn and fitted.
   * Where a component holds its fields to one another, hardly a state that is drawn as a whole is ever taken.
   *
   * @param example a state that the component has saved itself
   * @param number which field or subsection, counted through again and again from 0
   * @throws IllegalArgumentException when the record's constructor does not take the values together
   */
  public static <S extends Record> S ofOne(SectionSchema<S> schema, SectionForm form, S drawn, S example, int number) {
    List<Member> members = schema.shape().members();
    List<Integer> inForm = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      boolean isThere = members.get(i).kind() instanceof Sub
          ? form.hasSubsection(members.get(i).name())
          : form.hasFieldsSince(members.get(i).since());
      if (isThere) {
        inForm.add(i);
      }
    }
    if (inForm.isEmpty()) {
      return example;
    }
    int one = inForm.get(number % inForm.size());
    List<Object> values = new ArrayList<>(schema.shape().valuesOf(example));
    values.set(one, schema.shape().valuesOf(fitted(schema.shape(), drawn, example)).get(one));
    return schema.shape().create(values);
  }

  private static <R extends Record> R fitted(RecordShape<R> shape, Record drawn, Record example) {
    List<Object> values = shape.valuesOf(drawn);
    List<Object> examples = shape.valuesOf(example);
    List<Object> fitted = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      Member member = shape.members().get(i);
      fitted.add(fitted(member.kind(), values.get(i), examples.get(i)));
    }
    return shape.create(fitted);
  }

  private static Object fitted(Kind kind, Object drawn, Object example) {
    if (kind instanceof Nested(var shape)) {
      return fitted(shape, (Record) drawn, (Record) example);
    }
    if (kind instanceof Many) {
      return repeated((List<?>) drawn, (List<?>) example);
    }
    return switch (drawn) {
      case Bytes bytes when ((Bytes) example).length() > 0 -> repeated(bytes, ((Bytes) example).length());
      case Longs words when ((Longs) example).length() > 0 -> repeated(words, ((Longs) example).length());
      default -> drawn;
    };
  }

  private static Bytes repeated(Bytes bytes, int length) {
    byte[] fitted = Arrays.copyOf(bytes.toArray(), length);
    for (int i = bytes.length(); i < length && bytes.length() > 0; i++) {
      fitted[i] = fitted[i - bytes.length()];
    }
    return Bytes.of(fitted);
  }

  private static Longs repeated(Longs words, int length) {
    long[] fitted = Arrays.copyOf(words.toArray(), length);
    for (int i = words.length(); i < length && words.length() > 0; i++) {
      fitted[i] = fitted[i - words.length()];
    }
    return Longs.of(fitted);
  }

  private static List<?> repeated(List<?> drawn, List<?> example) {
    if (example.isEmpty() || drawn.isEmpty()) {
      return example.isEmpty() ? drawn : example;
    }
    List<Object> fitted = new ArrayList<>();
    for (int i = 0; i < example.size(); i++) {
      fitted.add(drawn.get(i % drawn.size()));
    }
    return List.copyOf(fitted);
  }
}
