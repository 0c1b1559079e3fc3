package dev.kurki.actors.component;

import dev.kurki.actors.section.Section;

/**
 * Which component of a machine: the id of its section and which one of that kind.
 *
 * @param section the section's id, e.g. {@code hart}
 * @param instance from 0
 */
public record ComponentId(String section, int instance) {
  /** The component that a section is for. */
  public static ComponentId of(Section section) {
    return new ComponentId(section.id(), section.instance());
  }

  /** The name under which people are told of it, e.g. {@code hart/0}. */
  @Override
  public String toString() {
    return section + "/" + instance;
  }
}
