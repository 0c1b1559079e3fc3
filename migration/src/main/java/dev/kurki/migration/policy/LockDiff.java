package dev.kurki.migration.policy;

import dev.kurki.migration.lock.Lock;
import dev.kurki.migration.lock.MachineTypeLock;
import dev.kurki.migration.lock.MachineTypeLock.LockedSection;
import dev.kurki.migration.policy.Change.Kind;
import dev.kurki.migration.policy.Match.Added;
import dev.kurki.migration.policy.Match.Gone;
import dev.kurki.migration.policy.Match.Kept;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds how two locks differ, each difference with its sort. Everything is compared by its name: a mere other order is no
 * change. A rename is two changes, as the old name is gone from the wire and the new one was never there.
 */
public final class LockDiff {
  /** What a {@link Change} calls the side on which a thing is not. */
  static final String NOTHING = "nothing";
  /** Where a machine type comes or goes. */
  static final String MACHINE_TYPE = "machine-type";
  /** Where the format of the migration stream changes. */
  static final String STREAM_FORMAT = "stream-format";

  private LockDiff() {}

  /** All differences, machine type by machine type; another stream format is one in each type that both locks have. */
  public static List<Change> between(Lock before, Lock after) {
    List<Change> changes = new ArrayList<>();
    for (Match<MachineTypeLock> match : Match.byName(before.machineTypes(), after.machineTypes(),
        MachineTypeLock::name)) {
      switch (match) {
        case Gone(var name, _) -> changes.add(Change.ofMachineType(Kind.N, name, MACHINE_TYPE, "machine type " + name, NOTHING));
        case Added(var name, _) -> changes.add(Change.ofMachineType(Kind.D, name, MACHINE_TYPE, NOTHING, "machine type " + name));
        case Kept(var name, var was, var is) -> {
          if (before.streamFormat() != after.streamFormat()) {
            changes.add(Change.ofMachineType(Kind.W, name, STREAM_FORMAT, version(before.streamFormat()),
                version(after.streamFormat())));
          }
          changes.addAll(between(was, is));
        }
      }
    }
    return List.copyOf(changes);
  }

  /** All differences of one machine type in two locks. */
  public static List<Change> between(MachineTypeLock before, MachineTypeLock after) {
    String name = after.name();
    List<Change> changes = new ArrayList<>();
    BoardDiff.guestVisible(before, after).forEach(difference -> changes.add(defaults(name, difference)));
    BoardDiff.components(before, after).forEach(difference -> changes.add(defaults(name, difference)));
    for (Match<LockedSection> match : Match.byName(before.sections(), after.sections(),
        section -> section.description().id())) {
      switch (match) {
        case Gone(var id, var old) ->
          changes.add(Change.inSection(Kind.W, name, id, version(old.description().version()), NOTHING));
        case Added(var id, var now) ->
          changes.add(Change.inSection(Kind.W, name, id, NOTHING, version(now.description().version())));
        case Kept(_, var old, var now) -> changes.addAll(SectionDiff.between(name, old, now));
      }
    }
    return List.copyOf(changes);
  }

  private static Change defaults(String machineType, BoardDiff.Difference difference) {
    return Change.ofMachineType(Kind.D, machineType, difference.path(), difference.before(), difference.after());
  }

  /** A version in words. */
  static String version(int number) {
    return "version " + number;
  }
}
