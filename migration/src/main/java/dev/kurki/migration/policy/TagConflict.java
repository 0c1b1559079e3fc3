package dev.kurki.migration.policy;

import dev.kurki.actors.section.Refusal;
import dev.kurki.actors.section.Refusal.Rule;
import dev.kurki.migration.lock.Lock;
import dev.kurki.migration.lock.ReleaseId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Two releases that have different shapes under one tag.
 *
 * @param tag the tag
 * @param rightful the release whose shape it is: the one of the tag's own owner, or the first of two
 * @param shape the digests of the shapes that it has there, mostly one
 * @param other the release that has another shape
 * @param otherShape the digests of those
 */
public record TagConflict(Tag tag, ReleaseId rightful, Set<String> shape, ReleaseId other, Set<String> otherShape) {
  /** How much of a digest people are shown. */
  private static final int SHOWN_DIGITS = 12;

  /** Copies the sets. */
  public TagConflict {
    shape = Set.copyOf(shape);
    otherShape = Set.copyOf(otherShape);
  }

  /**
   * One for each tag that two releases have different shapes under. A section's own fields and each of its subsections are
   * compared by themselves, so it does not count which subsections a machine type has off.
   */
  public static List<TagConflict> between(Lock first, Lock second) {
    Set<WireShape> here = shapes(first);
    Set<WireShape> there = shapes(second);
    List<TagConflict> conflicts = new ArrayList<>();
    for (Tag tag : here.stream().map(WireShape::tag).collect(Collectors.toCollection(LinkedHashSet::new))) {
      Set<String> one = digests(here, tag);
      Set<String> other = digests(there, tag);
      if (!other.isEmpty() && (one.size() > 1 || !one.equals(other))) {
        boolean isSecondsOwn = second.release().owner().equals(tag.owner())
            && !first.release().owner().equals(tag.owner());
        conflicts.add(isSecondsOwn
            ? new TagConflict(tag, second.release(), other, first.release(), one)
            : new TagConflict(tag, first.release(), one, second.release(), other));
      }
    }
    return List.copyOf(conflicts);
  }

  /** The conflict as a refusal of the release that is not in its right. */
  public Refusal refusal() {
    return refusal(rightful.toString(), other.toString());
  }

  /**
   * The same with words for the two releases, e.g. with the places of their shapes.
   *
   * @param rightfulWords for the one whose shape it is
   * @param otherWords for the other one
   */
  public Refusal refusal(String rightfulWords, String otherWords) {
    return new Refusal(Rule.SAME_TAG_OTHER_DIGEST, tag.path(), tag + shown(shape) + " as in " + rightfulWords,
        tag + shown(otherShape) + " in " + otherWords)
        .withWayOut("give the section of " + other
            + " the shape that the tag has, or a version or an owner that has not been released");
  }

  private static Set<WireShape> shapes(Lock lock) {
    return lock.machineTypes().stream().flatMap(type -> type.sections().stream())
        .flatMap(section -> WireShape.allOf(section.description()).stream())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static Set<String> digests(Set<WireShape> shapes, Tag tag) {
    return shapes.stream().filter(shape -> shape.tag().equals(tag)).map(WireShape::digest).collect(Collectors.toSet());
  }

  private static String shown(Set<String> digests) {
    return digests.stream().sorted().map(digest -> digest.substring(0, SHOWN_DIGITS))
        .collect(Collectors.joining(" and ", " with digest ", ""));
  }
}
