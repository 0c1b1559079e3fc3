package dev.kurki.actors.section;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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

  /** A record that travels only when it is needed. */
  record Sub(RecordShape<?> shape, int version, int minimumVersion, String predicate) implements Kind {}

  /**
   * One component of the record.
   *
   * @param since the version that has brought it
   * @param absent its value where it is absent; empty where it has to be there
   */
  record Member(String name, Kind kind, String semantics, int since, Optional<Object> absent, Method accessor) {}

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

  /**
   * A record with these values, in the order of {@link #members()}.
   *
   * @throws IllegalArgumentException when the record's constructor does not take them together
   */
  R create(List<Object> values) {
    try {
      return constructor.newInstance(values.toArray());
    } catch (InvocationTargetException e) {
      Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
      throw new IllegalArgumentException(Objects.requireNonNullElse(cause.getMessage(), cause.toString()), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("creating " + type.getName(), e);
    }
  }

  /** The record as it is where it is absent as a whole; empty when one of its fields has to be there. */
  Optional<R> absent() {
    List<Object> values = new ArrayList<>();
    for (Member member : members) {
      if (member.absent().isEmpty()) {
        return Optional.empty();
      }
      values.add(member.absent().get());
    }
    return Optional.of(create(values));
  }

  static <R extends Record> RecordShape<R> of(Class<R> type) {
    List<Member> members = new ArrayList<>();
    List<Class<?>> parameters = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      Method accessor = component.getAccessor();
      accessor.setAccessible(true);
      members.add(member(type, component, accessor));
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

  private static Member member(Class<?> owner, RecordComponent component, Method accessor) {
    Optional<Field> field = Optional.ofNullable(component.getAnnotation(Field.class));
    Kind kind = kindOf(owner, component);
    int since = field.map(Field::since).orElse(1);
    String absent = field.map(Field::absent).orElse(Field.REQUIRED);
    Optional<Object> value = AbsentValue.of(kind, absent, owner.getName() + "." + component.getName());
    if (since > 1 && value.isEmpty()) {
      throw new IllegalArgumentException(
          owner.getName() + "." + component.getName() + " is there since version " + since
              + " and does not say what it is where it is absent");
    }
    return new Member(component.getName(), kind, field.map(Field::semantics).orElse(""), since, value, accessor);
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
      return new Many(field(elementOf(owner, component)), shortest, longest);
    } else if (type.isRecord() && type.isAnnotationPresent(Subsection.class)) {
      return subsection(type.asSubclass(Record.class));
    } else if (type.isRecord()) {
      return new Nested(field(type.asSubclass(Record.class)));
    }
    throw new IllegalArgumentException(
        owner.getName() + "." + component.getName() + " has a type that sections do not carry: " + type.getName());
  }

  /** The shape of a record that is a field, or of a subsection: neither has subsections of its own. */
  private static <R extends Record> RecordShape<R> field(Class<R> type) {
    RecordShape<R> shape = of(type);
    if (!shape.subsections().isEmpty()) {
      throw new IllegalArgumentException(type.getName() + " is no section and has a subsection, "
          + shape.subsections().getFirst().name() + ": those are a section's own");
    }
    return shape;
  }

  /** Checks what a subsection promises: that it can be left out, and is where nothing is lost by that. */
  private static Sub subsection(Class<? extends Record> type) {
    Subsection mark = Objects.requireNonNull(type.getAnnotation(Subsection.class));
    if (!SubsectionState.class.isAssignableFrom(type)) {
      throw new IllegalArgumentException(type.getName() + " does not say when it is needed: it is no SubsectionState");
    }
    RecordShape<? extends Record> shape = field(type);
    Record absent = shape.absent().orElseThrow(() -> new IllegalArgumentException(
        type.getName() + " can be left out, so each of its fields has to say what it is where it is absent"));
    if (absent instanceof SubsectionState state && state.needed()) {
      throw new IllegalArgumentException(type.getName() + " is needed even where it is what it is when it is absent");
    }
    if (mark.minimumVersion() < 1 || mark.version() < mark.minimumVersion()) {
      throw new IllegalArgumentException(type.getName() + " has an unusable version: " + mark);
    }
    return new Sub(shape, mark.version(), mark.minimumVersion(), mark.predicate());
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
