package dev.kurki.migration.policy;

import dev.kurki.actors.section.Refusal;
import dev.kurki.actors.section.Refusal.Rule;
import dev.kurki.actors.section.SectionDescription;
import dev.kurki.actors.section.SubsectionDescription;
import dev.kurki.migration.lock.Lock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * By what a shape of state is known to everybody: {@code kurki/pvclock@2} for a section's own fields,
 * {@code kurki/pvclock.registers@1} for a subsection. What an owner has released under a tag stays what it is.
 *
 * @param owner whose version number it is
 * @param section the section's id
 * @param subsection the subsection's name; empty for the section's own fields
 * @param version the version of the one or the other
 */
public record Tag(String owner, String section, String subsection, int version) {
  /** How much of a digest people are shown. */
  private static final int SHOWN_DIGITS = 12;

  /** The tag of a section's own fields. */
  public static Tag of(SectionDescription section) {
    return new Tag(section.owner(), section.id(), "", section.version());
  }

  /** The tag of a subsection. */
  public static Tag of(SectionDescription section, SubsectionDescription subsection) {
    return new Tag(section.owner(), section.id(), subsection.name(), subsection.version());
  }

  /**
   * Where two releases have different shapes under one tag; one refusal for each such tag. A section's own fields and each of
   * its subsections are compared by themselves, so it does not count which subsections a machine type has off.
   */
  public static List<Refusal> conflicts(Lock a, Lock b) {
    Set<WireShape> here = shapes(a);
    Set<WireShape> there = shapes(b);
    List<Refusal> conflicts = new ArrayList<>();
    for (Tag tag : here.stream().map(WireShape::tag).collect(Collectors.toCollection(LinkedHashSet::new))) {
      Set<String> one = digests(here, tag);
      Set<String> other = digests(there, tag);
      if (!other.isEmpty() && (one.size() > 1 || !one.equals(other))) {
        conflicts.add(new Refusal(Rule.SAME_TAG_OTHER_DIGEST, tag.path(), tag + shown(one) + " as in " + a.release(),
            tag + shown(other) + " in " + b.release()));
      }
    }
    return List.copyOf(conflicts);
  }

  /** Where it is: the section's id, and the subsection's name if it is one. */
  public String path() {
    return subsection.isEmpty() ? section : section + "." + subsection;
  }

  private static Set<WireShape> shapes(Lock lock) {
    return lock.machineTypes().stream().flatMap(type -> type.sections().stream())
        .flatMap(section -> WireShape.allOf(section.description()).stream())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static Set<String> digests(Set<WireShape> shapes, Tag tag) {
    return shapes.stream().filter(shape -> shape.tag().equals(tag)).map(WireShape::digest)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static String shown(Set<String> digests) {
    return digests.stream().map(digest -> digest.substring(0, SHOWN_DIGITS))
        .collect(Collectors.joining(" and ", " with digest ", ""));
  }

  @Override
  public String toString() {
    return owner + "/" + path() + "@" + version;
  }
}
