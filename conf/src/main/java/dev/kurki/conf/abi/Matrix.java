package dev.kurki.conf.abi;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

import dev.kurki.actors.section.Refusal;
import dev.kurki.actors.section.SectionDescription;
import dev.kurki.migration.control.Negotiation;
import dev.kurki.migration.lock.Lock;
import dev.kurki.migration.lock.MachineTypeLock;
import dev.kurki.migration.lock.MachineTypeLock.LockedSection;
import dev.kurki.migration.lock.ReleaseId;
import dev.kurki.migration.policy.Blacklist;
import dev.kurki.migration.policy.BlacklistEntry;
import dev.kurki.migration.policy.Origin;
import dev.kurki.migration.policy.Provenance;

/**
 * Which release takes which other's machines, for every machine type and in both directions.
 *
 * @param releases all of them, the build last
 * @param machineTypes all that any of them has
 * @param cells one for each machine type, release that it comes from and release that it goes to
 */
public record Matrix(List<ReleaseId> releases, List<String> machineTypes, List<Cell> cells) {
  /** Copies the lists. */
  public Matrix {
    releases = List.copyOf(releases);
    machineTypes = List.copyOf(machineTypes);
    cells = List.copyOf(cells);
  }

  /**
   * Whether a machine that was born on one release is taken by another.
   *
   * @param machineType the machine's type
   * @param from the release that it is on
   * @param to the release that it is to go to
   * @param refusals every reason why not; none when it is taken
   */
  public record Cell(String machineType, ReleaseId from, ReleaseId to, List<Refusal> refusals) {
    /** Copies the list. */
    public Cell {
      refusals = List.copyOf(refusals);
    }
  }

  /**
   * Compares releases.
   *
   * @param locks theirs, the build's last
   * @param blacklist what is known to be broken
   * @param bases what a release is built from
   */
  public static Matrix of(List<Lock> locks, List<BlacklistEntry> blacklist, Map<ReleaseId, Origin> bases) {
    TreeSet<String> types = new TreeSet<>();
    locks.forEach(lock -> lock.machineTypes().forEach(type -> types.add(type.name())));
    List<Cell> cells = new ArrayList<>();
    for (String type : types) {
      for (Lock from : locks) {
        for (Lock to : locks) {
          cells.add(new Cell(type, from.release(), to.release(), refusals(type, from, to, blacklist, bases)));
        }
      }
    }
    return new Matrix(locks.stream().map(Lock::release).toList(), List.copyOf(types), cells);
  }

  /** A cell. */
  public Cell cell(String machineType, ReleaseId from, ReleaseId to) {
    return cells.stream().filter(
        cell -> cell.machineType().equals(machineType) && cell.from().equals(from) && cell.to().equals(to)).findFirst()
        .orElseThrow();
  }

  private static List<Refusal> refusals(String name, Lock from, Lock to, List<BlacklistEntry> blacklist,
      Map<ReleaseId, Origin> bases) {
    Optional<MachineTypeLock> type = from.machineType(name);
    if (type.isEmpty()) {
      return List
          .of(new Refusal(Refusal.Rule.UNKNOWN_MACHINE_TYPE, "machine-type",
              "one of " + from.machineTypes().stream().map(MachineTypeLock::name).collect(Collectors.joining(", "))
                  + ", which are those of " + from.release(),
              name + ", so no such machine comes from there"));
    }
    Origin origin = bases.getOrDefault(from.release(), new Origin(from.release(), List.of()));
    Origin there = bases.getOrDefault(to.release(), new Origin(to.release(), List.of()));
    List<Refusal> refusals = new ArrayList<>(Negotiation.checkType(type.get(), there, to));
    Map<String, Integer> versions = type.get().sections().stream().map(LockedSection::description)
        .collect(Collectors.toMap(SectionDescription::id, SectionDescription::version));
    refusals.addAll(Blacklist.check(blacklist, Provenance.bornOn(origin), name, versions));
    return refusals;
  }
}
