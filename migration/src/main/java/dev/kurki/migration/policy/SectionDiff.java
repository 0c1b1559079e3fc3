package dev.kurki.migration.policy;

import dev.kurki.actors.section.SectionDescription;
import dev.kurki.actors.section.SubsectionDescription;
import dev.kurki.migration.lock.MachineTypeLock.LockedSection;
import dev.kurki.migration.policy.Change.Kind;
import dev.kurki.migration.policy.Match.Added;
import dev.kurki.migration.policy.Match.Gone;
import dev.kurki.migration.policy.Match.Kept;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** How a section of one machine type differs in two locks. */
final class SectionDiff {
  /** Kinds of change behind which other states are drawn, or written, than before. */
  private static final Set<Kind> OTHER_DRAWS = Set.of(Kind.W, Kind.P, Kind.D);

  private final String machineType;
  private final List<Change> changes = new ArrayList<>();
  private boolean sameRanges = true;

  private SectionDiff(String machineType) {
    this.machineType = machineType;
  }

  /**
   * All differences. How the code behaves is compared only where the draws are the same on both sides: another range of a
   * field draws other states, which are no evidence of another meaning.
   */
  static List<Change> between(String machineType, LockedSection before, LockedSection after) {
    SectionDiff diff = new SectionDiff(machineType);
    SectionDescription was = before.description();
    SectionDescription is = after.description();
    diff.head(was, is);
    diff.fields(FieldDiff.between(machineType, is.id(), was.fields(), is.fields()));
    diff.subsections(is.id(), was.subsections(), is.subsections());
    if (diff.sameRanges && diff.changes.stream().noneMatch(change -> OTHER_DRAWS.contains(change.kind()))) {
      diff.changes.addAll(BehaviourDiff.between(machineType, is.id(), before.behaviour(), after.behaviour()));
    }
    return List.copyOf(diff.changes);
  }

  private void head(SectionDescription before, SectionDescription after) {
    String path = after.id();
    if (!before.owner().equals(after.owner())) {
      change(Kind.W, path, "owner " + before.owner(), "owner " + after.owner());
    }
    version(path, before.version(), after.version());
    minimumVersion(path, before.minimumVersion(), after.minimumVersion());
    if (!before.unmigratable().equals(after.unmigratable())) {
      change(before.unmigratable().isEmpty() ? Kind.N : Kind.B, path, migratable(before), migratable(after));
    }
  }

  private void subsections(String section, List<SubsectionDescription> before, List<SubsectionDescription> after) {
    for (Match<SubsectionDescription> match : Match.byName(before, after, SubsectionDescription::name)) {
      switch (match) {
        case Gone(var name, var old) ->
          change(Kind.W, section + "." + name, LockDiff.version(old.version()), LockDiff.NOTHING);
        case Added(var name, var now) ->
          change(Kind.W, section + "." + name, LockDiff.NOTHING, LockDiff.version(now.version()));
        case Kept(var name, var old, var now) -> subsection(section + "." + name, old, now);
      }
    }
  }

  private void subsection(String path, SubsectionDescription before, SubsectionDescription after) {
    version(path, before.version(), after.version());
    minimumVersion(path, before.minimumVersion(), after.minimumVersion());
    if (!before.predicate().equals(after.predicate()) || !before.answers().equals(after.answers())) {
      change(Kind.P, path, needed(before), needed(after));
    }
    fields(FieldDiff.between(machineType, path, before.fields(), after.fields()));
  }

  private void fields(List<Change> fields) {
    changes.addAll(fields);
    sameRanges &= fields.stream().noneMatch(field -> field.kind() == Kind.N || field.kind() == Kind.B);
  }

  private void version(String path, int before, int after) {
    if (before != after) {
      change(Kind.W, path, LockDiff.version(before), LockDiff.version(after));
    }
  }

  private void minimumVersion(String path, int before, int after) {
    if (before != after) {
      change(before < after ? Kind.N : Kind.B, path, "minimum version " + before, "minimum version " + after);
    }
  }

  private void change(Kind kind, String path, String before, String after) {
    changes.add(Change.inSection(kind, machineType, path, before, after));
  }

  private static String migratable(SectionDescription section) {
    return section.unmigratable().isEmpty() ? "migratable" : "unmigratable, as " + section.unmigratable();
  }

  private static String needed(SubsectionDescription subsection) {
    return "needed when " + subsection.predicate() + ", in " + yes(subsection.answers()) + " of "
        + 4 * subsection.answers().length() + " draws (" + subsection.answers() + ")";
  }

  /** How many bits are set in hexadecimal digits. */
  private static int yes(String digits) {
    return digits.chars().map(digit -> Integer.bitCount(Math.max(Character.digit(digit, 16), 0))).sum();
  }
}
