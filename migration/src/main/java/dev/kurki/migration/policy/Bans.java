package dev.kurki.migration.policy;

import dev.kurki.migration.lock.Lock;
import dev.kurki.migration.lock.MachineTypeLock;
import dev.kurki.migration.lock.MachineTypeLock.LockedSection;
import java.util.List;
import java.util.Optional;

/**
 * The blacklist as far as it bans what a line's latest release writes. An entry that names neither machine type nor section
 * bans all of them, and still licenses no change: its witness shows that a run goes astray, not by what. So an entry licenses
 * a change only where it names what is changed.
 */
final class Bans {
  private final List<BlacklistEntry> entries;

  /** Of a line that has not shipped a release yet, the latest is the one that it began at. */
  Bans(ReleaseLine line, List<BlacklistEntry> blacklist) {
    Optional<Origin> latest = line.latest().map(release -> new Origin(release.id(), release.base().stream().toList()))
        .or(() -> line.parent().map(parent -> new Origin(parent, List.of())));
    entries = blacklist.stream().filter(entry -> latest.filter(entry::covers).isPresent()).toList();
  }

  /**
   * The entries that ban the shape that a change leaves behind, and name it: its machine type, and its section in the version
   * that it had or, of the machine type itself, the property or what else it is.
   *
   * @param before the lock that has that shape
   */
  List<BlacklistEntry> ofOldShape(Change change, Lock before) {
    return entries.stream().filter(entry -> names(entry, change, before)).toList();
  }

  /** The entries that ban the shape that a change leaves behind, without naming it; parameters as above. */
  List<BlacklistEntry> ofMore(Change change, Lock before) {
    return entries.stream().filter(entry -> !names(entry, change, before))
        .filter(entry -> entry.isOf(change.machineType()) && entry.isOf(change.section(), version(change, before)))
        .toList();
  }

  /** By what an entry names what a change is in. */
  static String scope(Change change, Lock before) {
    return section(change, before).isPresent() ? change.section() : BlacklistEntry.BOARD + change.path();
  }

  private static boolean names(BlacklistEntry entry, Change change, Lock before) {
    Optional<MachineTypeLock> type = before.machineType(change.machineType());
    if (type.isEmpty() || !entry.machineType().equals(change.machineType())) {
      return false;
    }
    return section(change, before).isPresent()
        ? entry.section().equals(change.section()) && entry.isOf(change.section(), version(change, before))
        : entry.isOfBoard() && (scope(change, before) + ".").startsWith(entry.section() + ".");
  }

  /** The section that a change is in, as it was; one that is added is a change of the machine type. */
  private static Optional<LockedSection> section(Change change, Lock before) {
    return before.machineType(change.machineType()).flatMap(type -> type.section(change.section()));
  }

  private static int version(Change change, Lock before) {
    return section(change, before).map(section -> section.description().version()).orElse(BlacklistEntry.ANY_VERSION);
  }
}
