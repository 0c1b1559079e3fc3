package dev.kurki.actors.section;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A record as sections carry it: fields with their types and ranges, and subsections. The one place that reflects.
 *
 * @param type the record
 * @param members all components, in the record's order
 * @param constructor the canonical constructor
 * @param <R> the record
 */
public record RecordShape<R extends Record>(Class<R> type, List<Member> members, Constructor<R> constructor) {
  /** What a field or subsection holds. */
  sealed interface Kind {}

  /** {@code true} or {@code false}. */
  record Flag() implements Kind {}

  /** An int or a long within a range. */
  record Whole(boolean isInt, long min, long max) implements Kind {}

  /** Characters, bytes or 64-bit words of a bounded length. */
  record Run(Class<?> of, int minLength, int maxLength) implements Kind {}

  /** Another record, inline. */
  record Nested(RecordShape<?> shape) implements Kind {}

  /** A bounded list of records. */
  record Many(RecordShape<?> shape, int minLength, int maxLength) implements Kind {}

  /** A record that is there only when needed. */
  record Sub(RecordShape<?> shape, int version) implements Kind {}

  /** One component of the record. */
  record Member(String name, Kind kind, String semantics, Method accessor) {}

  List<Member> fields() {
    return members.stream().filter(member -> !(member.kind instanceof Sub)).toList();
  }

  List<Member> subsections() {
    return members.stream().filter(member -> member.kind instanceof Sub).toList();
  }

  /** The values of a record, in the order of {@link #members()}. */
  List<Object> valuesOf(Record record) {
    List<Object> values = new ArrayList<>();
    for (Member member : members) {
      try {
        values.add(member.accessor.invoke(record));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("reading " + type.getName() + "." + member.name, e);
      }
    }
    return values;
  }

  /** A record with these values, in the order of {@link #members()}. */
  R create(List<Object> values) {
    try {
      return constructor.newInstance(values.toArray());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("creating " + type.getName(), e);
    }
  }

  static <R extends Record> RecordShape<R> of(Class<R> type) {
    List<Member> members = new ArrayList<>();
    List<Class<?>> parameters = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      Method accessor = component.getAccessor();
      accessor.setAccessible(true);
      Field limits = component.getAnnotation(Field.class);
      members.add(new Member(component.getName(), kindOf(type, component), limits == null ? "" : limits.semantics(),
          accessor));
      parameters.add(component.getType());
    }
    try {
      Constructor<R> constructor = type.getDeclaredConstructor(parameters.toArray(Class<?>[]::new));
      constructor.setAccessible(true);
      return new RecordShape<>(type, List.copyOf(members), constructor);
    } catch (NoSuchMethodException e) {
      throw new IllegalArgumentException(type.getName() + " has no canonical constructor", e);
    }
  }

  private static Kind kindOf(Class<?> owner, RecordComponent component) {
    Class<?> type = component.getType();
    Optional<Field> limits = Optional.ofNullable(component.getAnnotation(Field.class));
    long min = limits.map(Field::min).orElse(Long.MIN_VALUE);
    long max = limits.map(Field::max).orElse(Long.MAX_VALUE);
    int exact = limits.map(Field::length).orElse(-1);
    int longest = exact >= 0 ? exact : limits.map(Field::maxLength).orElse(Field.DEFAULT_MAX_LENGTH);
    int shortest = Math.max(exact, 0);
    if (type == boolean.class) {
      return new Flag();
    } else if (type == int.class) {
      return intWithin(min, max);
    } else if (type == long.class) {
      return new Whole(false, min, max);
    } else if (type == String.class || type == Bytes.class || type == Longs.class) {
      return new Run(type, shortest, longest);
    } else if (type == List.class) {
      return new Many(of(elementOf(owner, component)), shortest, longest);
    } else if (type == Optional.class) {
      Class<? extends Record> sub = elementOf(owner, component);
      Subsection mark = sub.getAnnotation(Subsection.class);
      if (mark == null) {
        throw new IllegalArgumentException(sub.getName() + " is no subsection: it is not marked @Subsection");
      }
      return new Sub(of(sub), mark.version());
    } else if (type.isRecord()) {
      return new Nested(of(type.asSubclass(Record.class)));
    }
    throw new IllegalArgumentException(
        owner.getName() + "." + component.getName() + " has a type that sections do not carry: " + type.getName());
  }

  private static Whole intWithin(long min, long max) {
    long least = Math.max(min, Integer.MIN_VALUE);
    long greatest = Math.min(max, Integer.MAX_VALUE);
    return new Whole(true, least, greatest);
  }

  private static Class<? extends Record> elementOf(Class<?> owner, RecordComponent component) {
    Type element = ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
    if (element instanceof Class<?> type && type.isRecord()) {
      return type.asSubclass(Record.class);
    }
    throw new IllegalArgumentException(
        owner.getName() + "." + component.getName() + " holds something other than records: " + element);
  }
}
