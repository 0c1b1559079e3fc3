package dev.kurki.actors.section;

import java.util.List;

/**
 * The shape of a section, read off its record once: what is written, what is accepted, and under which names.
 *
 * @param id the section's id
 * @param version the version that is written
 * @param minimumVersion the oldest version that is read
 * @param shape the record's fields and subsections
 * @param <S> the section's record
 */
public record SectionSchema<S extends Record>(String id, int version, int minimumVersion, RecordShape<S> shape) {
  private static final String ID_PATTERN = "[a-z][a-z0-9]*(-[a-z0-9]+)*";

  /** The names of the section's fields, in the record's order. */
  public List<String> fieldNames() {
    return shape.fields().stream().map(RecordShape.Member::name).toList();
  }

  /** The names of the section's subsections, in the record's order. */
  public List<String> subsectionNames() {
    return shape.subsections().stream().map(RecordShape.Member::name).toList();
  }

  /**
   * Reads the schema off a record that is marked {@link SavedState}.
   *
   * @throws IllegalArgumentException when the record is not marked, or holds a type that sections do not carry
   */
  public static <S extends Record> SectionSchema<S> of(Class<S> type) {
    SavedState mark = type.getAnnotation(SavedState.class);
    if (mark == null) {
      throw new IllegalArgumentException(type.getName() + " is no section: it is not marked @SavedState");
    }
    if (!mark.id().matches(ID_PATTERN) || mark.minimumVersion() < 1 || mark.version() < mark.minimumVersion()) {
      throw new IllegalArgumentException(type.getName() + " has an unusable section id or version: " + mark);
    }
    return new SectionSchema<>(mark.id(), mark.version(), mark.minimumVersion(), RecordShape.of(type));
  }
}
