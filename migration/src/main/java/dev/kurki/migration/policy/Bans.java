package dev.kurki.migration.policy;

import dev.kurki.migration.lock.Lock;
import java.util.List;
import java.util.Optional;

/** The blacklist as far as it bans what a line's latest release writes. */
final class Bans {
  private static final String ALL = "*";

  private final List<BlacklistEntry> entries;

  /** Of a line that has not shipped a release yet, the latest is the one that it began at. */
  Bans(ReleaseLine line, List<BlacklistEntry> blacklist) {
    Optional<Origin> latest = line.latest().map(release -> new Origin(release.id(), release.base().stream().toList()))
        .or(() -> line.parent().map(parent -> new Origin(parent, List.of())));
    entries = blacklist.stream().filter(entry -> latest.filter(entry::covers).isPresent()).toList();
  }

  /**
   * The entries that ban the shape that a change leaves behind.
   *
   * @param before the lock that has that shape
   */
  List<BlacklistEntry> ofOldShape(Change change, Lock before) {
    Optional<Integer> version = before.machineType(change.machineType()).flatMap(type -> type.section(change.section()))
        .map(section -> section.description().version());
    return entries.stream().filter(entry -> matches(entry.machineType(), change.machineType())
        && matches(entry.section(), change.section())
        && (entry.version() == 0 || version.filter(old -> old == entry.version()).isPresent())).toList();
  }

  private static boolean matches(String pattern, String name) {
    return pattern.equals(ALL) || pattern.equals(name);
  }
}
