package dev.kurki.actors.section;

import java.util.Set;

/**
 * The form in which a machine type has a section written and read. A frozen machine type keeps the form that it had when its
 * release shipped, whatever the section has gained since.
 *
 * @param version the version of the section's shape, from 1; {@link #NEWEST} for that of the build
 * @param off the subsections that the machine type does not have
 */
public record SectionForm(int version, Set<String> off) {
  /** The version of whatever build it is. */
  public static final int NEWEST = Integer.MAX_VALUE;

  /** All that a section has: what an unreleased machine type writes. */
  public static final SectionForm FULL = new SectionForm(NEWEST, Set.of());

  /** Copies the set. */
  public SectionForm {
    off = Set.copyOf(off);
  }

  /** Whether a field of a section's own is in it. */
  boolean hasFieldsSince(int since) {
    return since <= version;
  }

  /** Whether a subsection is in it. */
  boolean hasSubsection(String name) {
    return !off.contains(name);
  }
}
