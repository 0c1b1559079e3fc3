package dev.kurki.actors.section;

import java.util.List;

/**
 * A section as a lock has it: what a machine type writes and reads of a component.
 *
 * @param id the section's id
 * @param owner whose version numbers they are
 * @param version the version that is written
 * @param minimumVersion the oldest version that is read
 * @param unmigratable why it can be neither saved nor moved; empty where it can
 * @param fields its own fields, in their order
 * @param subsections those that the machine type has, in their order
 */
public record SectionDescription(String id, String owner, int version, int minimumVersion, String unmigratable,
    List<FieldDescription> fields, List<SubsectionDescription> subsections) {
  /** Copies the lists. */
  public SectionDescription {
    fields = List.copyOf(fields);
    subsections = List.copyOf(subsections);
  }

  /**
   * Describes a section in the form that a machine type has it in.
   *
   * @throws IllegalArgumentException when the schema does not have the form's version
   */
  public static SectionDescription of(SectionSchema<?> schema, SectionForm form) {
    return SectionDescriber.describe(schema, form);
  }
}
