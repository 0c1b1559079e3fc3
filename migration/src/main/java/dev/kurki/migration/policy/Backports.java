package dev.kurki.migration.policy;

import dev.kurki.actors.section.SectionDescription;
import dev.kurki.actors.section.SubsectionDescription;
import dev.kurki.migration.lock.Lock;
import dev.kurki.migration.lock.MachineTypeLock.LockedSection;
import dev.kurki.migration.policy.Change.Kind;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Whose a changed shape on a vendor line is. */
final class Backports {
  /** What a vendor has done. */
  enum Standing {
    /** Taken over what the owner of the section has released, by the owner's tag. */
    BY_OWNERS_TAG,
    /** Given a section or subsection a higher version, or an owner, that its owner has not given it. */
    BY_OWN_NUMBER,
    /** Changed something of its own, or something of another owner's under its old version. */
    OTHER
  }

  private final String vendor;
  private final List<Lock> knownLocks;

  Backports(String vendor, List<Lock> knownLocks) {
    this.vendor = vendor;
    this.knownLocks = knownLocks;
  }

  /** Judges the new shape at a change by the releases of the section's owner. */
  Standing of(Change change, Lock before, Lock after) {
    Optional<LockedSection> was = section(before, change);
    Optional<LockedSection> is = section(after, change);
    if (is.isEmpty()) {
      return Standing.OTHER;
    }
    boolean isTakenOver = was.isEmpty() || isSameOwnersAndNotOlder(was.get().description(), is.get().description());
    if (isTakenOver && isOwners(change, was, is.get())) {
      return Standing.BY_OWNERS_TAG;
    }
    return was.isPresent() && isNewNumber(change, was.get().description(), is.get().description())
        ? Standing.BY_OWN_NUMBER
        : Standing.OTHER;
  }

  /** Another owner's section in the place of one, or an older version of it, is no backport even if it was released. */
  private static boolean isSameOwnersAndNotOlder(SectionDescription was, SectionDescription is) {
    return was.owner().equals(is.owner()) && was.version() <= is.version()
        && is.subsections().stream().allMatch(now -> was.subsections().stream()
            .allMatch(old -> !old.name().equals(now.name()) || old.version() <= now.version()));
  }

  private boolean isOwners(Change change, Optional<LockedSection> was, LockedSection is) {
    SectionDescription section = is.description();
    if (section.owner().equals(vendor)) {
      return false;
    }
    Optional<SubsectionDescription> subsection = subsection(section, change);
    return switch (change.kind()) {
      case D, N, B -> false;
      case P ->
        subsection.isPresent() && isKnown(section.owner(), known -> hasNeeded(known, section, subsection.get()));
      case M -> isOfSectionItself(change)
          ? isKnown(section.owner(), known -> known.behaviour().equals(is.behaviour()) && hasAll(known, section))
          : isKnown(section.owner(), known -> hasPart(known, section, subsection));
      case W -> {
        if (was.isEmpty()) {
          yield WireShape.allOf(section).stream()
              .allMatch(shape -> isKnown(section.owner(), known -> hasShape(known, shape)));
        }
        boolean isRemovedSubsection = subsection.isEmpty() && subsection(was.get().description(), change).isPresent();
        yield !isRemovedSubsection && isKnown(section.owner(), known -> hasPart(known, section, subsection));
      }
    };
  }

  /** Whether any release of an owner has a section of some kind. */
  private boolean isKnown(String owner, Predicate<LockedSection> fits) {
    return knownLocks.stream().filter(lock -> lock.release().owner().equals(owner))
        .flatMap(lock -> lock.machineTypes().stream()).flatMap(type -> type.sections().stream()).anyMatch(fits);
  }

  private static boolean hasPart(LockedSection known, SectionDescription section,
      Optional<SubsectionDescription> subsection) {
    return hasShape(known, subsection.map(part -> WireShape.of(section, part)).orElseGet(() -> WireShape.of(section)));
  }

  private static boolean hasShape(LockedSection known, WireShape shape) {
    return WireShape.allOf(known.description()).contains(shape);
  }

  private static boolean hasAll(LockedSection known, SectionDescription section) {
    return WireShape.allOf(known.description()).containsAll(WireShape.allOf(section));
  }

  /** The words of a predicate are part of the shape; what it answers has to be the owner's, too. */
  private static boolean hasNeeded(LockedSection known, SectionDescription section, SubsectionDescription subsection) {
    return hasShape(known, WireShape.of(section, subsection)) && known.description().subsections().stream()
        .anyMatch(theirs -> theirs.name().equals(subsection.name()) && theirs.answers().equals(subsection.answers()));
  }

  /** Whether a version number has come up that is not the vendor's to give. */
  private boolean isNewNumber(Change change, SectionDescription was, SectionDescription is) {
    if (change.kind() != Kind.W || (was.owner().equals(vendor) && is.owner().equals(vendor))) {
      return false;
    }
    if (isOfSectionItself(change)) {
      return was.version() < is.version() || !was.owner().equals(is.owner());
    }
    Optional<SubsectionDescription> now = subsection(is, change).filter(sub -> change.path().equals(path(is, sub)));
    return now.isPresent() && subsection(was, change).filter(old -> old.version() < now.get().version()).isPresent();
  }

  private static boolean isOfSectionItself(Change change) {
    return change.path().equals(change.section());
  }

  private static Optional<LockedSection> section(Lock lock, Change change) {
    return lock.machineType(change.machineType()).flatMap(type -> type.section(change.section()));
  }

  /** The subsection that a change is in, if it is in one. */
  private static Optional<SubsectionDescription> subsection(SectionDescription section, Change change) {
    return section.subsections().stream().filter(
        subsection -> (change.path() + ".").startsWith(path(section, subsection) + ".")).findFirst();
  }

  private static String path(SectionDescription section, SubsectionDescription subsection) {
    return section.id() + "." + subsection.name();
  }
}
