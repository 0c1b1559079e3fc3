package dev.kurki.actors.section;

import java.util.List;
import java.util.Optional;

/**
 * The shape of a section, read off its record once: what is written, what is accepted, and under which names.
 *
 * @param id the section's id
 * @param owner whose version numbers they are
 * @param version the version that is written
 * @param minimumVersion the oldest version that is read
 * @param unmigratable why it can be neither saved nor moved; empty where it can
 * @param shape the record's fields and subsections
 * @param former the schema of the versions before a change that added fields do not describe
 * @param <S> the section's record
 */
public record SectionSchema<S extends Record>(String id, String owner, int version, int minimumVersion,
    String unmigratable, RecordShape<S> shape, Optional<SectionSchema<?>> former) {
  private static final String ID_PATTERN = "[a-z][a-z0-9]*(-[a-z0-9]+)*";
  private static final ClassValue<SectionSchema<?>> READ = new ClassValue<>() {
    @Override
    protected SectionSchema<?> computeValue(Class<?> type) {
      return read(type.asSubclass(Record.class));
    }
  };

  /** The names of the section's fields, in the record's order. */
  public List<String> fieldNames() {
    return shape.fields().stream().map(RecordShape.Member::name).toList();
  }

  /** The names of the section's subsections, in the record's order. */
  public List<String> subsectionNames() {
    return shape.subsections().stream().map(RecordShape.Member::name).toList();
  }

  /** Whether a subsection of that name is there, or was in an older version. */
  boolean knowsSubsection(String name) {
    return subsectionNames().contains(name) || former.filter(older -> older.knowsSubsection(name)).isPresent();
  }

  /** Whether there is a version that a form names. */
  boolean hasVersionOf(SectionForm form) {
    return form.version() == SectionForm.NEWEST || (form.version() >= minimumVersion && form.version() <= version);
  }

  /** Which version is written in a form. */
  public int versionIn(SectionForm form) {
    return Math.min(version, form.version());
  }

  /**
   * The schema of a record that is marked {@link SavedState}: read off it when it is first asked for, and kept, as a record
   * does not change and every plan of a machine asks.
   *
   * @throws IllegalArgumentException when the record is not marked, or holds a type that sections do not carry
   */
  @SuppressWarnings("unchecked") // it was read off this very record
  public static <S extends Record> SectionSchema<S> of(Class<S> type) {
    return (SectionSchema<S>) READ.get(type);
  }

  private static <S extends Record> SectionSchema<S> read(Class<S> type) {
    SavedState mark = type.getAnnotation(SavedState.class);
    if (mark == null) {
      throw new IllegalArgumentException(type.getName() + " is no section: it is not marked @SavedState");
    }
    if (!mark.id().matches(ID_PATTERN) || mark.minimumVersion() < 1 || mark.version() < mark.minimumVersion()) {
      throw new IllegalArgumentException(type.getName() + " has an unusable section id or version: " + mark);
    }
    return new SectionSchema<>(mark.id(), mark.owner(), mark.version(), mark.minimumVersion(), mark.unmigratable(),
        RecordShape.of(type), former(type, mark));
  }

  private static Optional<SectionSchema<?>> former(Class<? extends Record> type, SavedState mark) {
    if (mark.former() == Record.class) {
      return Optional.empty();
    }
    SectionSchema<?> former = of(mark.former());
    boolean leadsHere = former.id.equals(mark.id()) && former.version < mark.version()
        && FormerState.class.isAssignableFrom(mark.former()) && Downgradable.class.isAssignableFrom(type);
    if (!leadsHere) {
      throw new IllegalArgumentException(mark.former().getName() + " is no former shape of " + type.getName());
    }
    return Optional.of(former);
  }
}
