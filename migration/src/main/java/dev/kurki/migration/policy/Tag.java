package dev.kurki.migration.policy;

import dev.kurki.actors.section.SectionDescription;
import dev.kurki.actors.section.SubsectionDescription;

/**
 * By what a shape of state is known to everybody: {@code kurki/pvclock@2} for a section's own fields,
 * {@code kurki/pvclock.registers@1} for a subsection. What an owner has released under a tag stays what it is; see {@link TagConflict}.
 *
 * @param owner whose version number it is
 * @param section the section's id
 * @param subsection the subsection's name; empty for the section's own fields
 * @param version the version of the one or the other
 */
public record Tag(String owner, String section, String subsection, int version) {
  /** The tag of a section's own fields. */
  public static Tag of(SectionDescription section) {
    return new Tag(section.owner(), section.id(), "", section.version());
  }

  /** The tag of a subsection. */
  public static Tag of(SectionDescription section, SubsectionDescription subsection) {
    return new Tag(section.owner(), section.id(), subsection.name(), subsection.version());
  }

  /** Where it is: the section's id, and the subsection's name if it is one. */
  public String path() {
    return subsection.isEmpty() ? section : section + "." + subsection;
  }

  @Override
  public String toString() {
    return owner + "/" + path() + "@" + version;
  }
}
