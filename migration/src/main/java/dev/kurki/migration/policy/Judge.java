package dev.kurki.migration.policy;

import dev.kurki.actors.section.Refusal.Rule;
import dev.kurki.migration.lock.Lock;
import dev.kurki.migration.lock.ReleaseId;
import dev.kurki.migration.policy.Change.Kind;
import dev.kurki.migration.policy.Verdict.Decision;
import dev.kurki.migration.policy.Verdict.Ruling;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Judges changes on a release line by the policy's table. A stable line takes none but benign ones and those of broken shapes,
 * which a blacklist entry bans and a witness shows; all else is a feature and waits for the next release.
 */
public final class Judge {
  private static final String FEATURE = "FEATURE: deferred to the next release";
  private static final String BROKEN = "BROKEN needs a blacklist entry in the same change and a witness";

  private final ReleaseLine line;
  private final Set<String> frozenTypes;
  private final List<Lock> knownLocks;
  private final Bans bans;
  private final Predicate<BlacklistEntry> hasWitness;
  private final List<Deprecation> deprecations;
  private final Backports backports;

  /**
   * A judge of one line.
   *
   * @param line the line
   * @param frozenTypes the machine types that have shipped in any release
   * @param knownLocks those of all releases
   * @param blacklist all entries, with those of the change that is judged
   * @param hasWitness whether an entry's witness is there and shows what is broken
   * @param deprecations what users were told of
   */
  public Judge(ReleaseLine line, Set<String> frozenTypes, List<Lock> knownLocks, List<BlacklistEntry> blacklist,
      Predicate<BlacklistEntry> hasWitness, List<Deprecation> deprecations) {
    this.line = line;
    this.frozenTypes = Set.copyOf(frozenTypes);
    this.knownLocks = List.copyOf(knownLocks);
    this.bans = new Bans(line, blacklist);
    this.hasWitness = hasWitness;
    this.deprecations = List.copyOf(deprecations);
    this.backports = new Backports(line.owner(), this.knownLocks);
  }

  /**
   * A verdict for each difference between two locks.
   *
   * @param before the lock of the line's latest release, or of the one that it began at
   * @param after what the line's next release would have
   */
  public List<Verdict> judge(Lock before, Lock after) {
    return LockDiff.between(before, after).stream().map(change -> judge(change, before, after)).toList();
  }

  private Verdict judge(Change change, Lock before, Lock after) {
    PolicyTable column = column(change);
    if (change.kind() == Kind.B) {
      return allowed(change, Ruling.BENIGN, column.cell(Kind.B));
    }
    return switch (column) {
      case STABLE -> onStable(change, before, column);
      case VENDOR -> onVendor(change, before, after);
      case FROZEN -> onFrozen(change, before, after);
      case UNRELEASED -> allowed(change, Ruling.UNRELEASED, column.cell(change.kind()));
    };
  }

  private PolicyTable column(Change change) {
    return switch (line.kind()) {
      case STABLE -> PolicyTable.STABLE;
      case VENDOR -> PolicyTable.VENDOR;
      case DEVELOPMENT ->
        frozenTypes.contains(change.machineType()) ? PolicyTable.FROZEN : PolicyTable.UNRELEASED;
    };
  }

  private Verdict onStable(Change change, Lock before, PolicyTable column) {
    String cell = column.cell(change.kind());
    return asBroken(change, before, cell)
        .orElseGet(() -> rejected(change, Ruling.FEATURE, cell, FEATURE + "; " + BROKEN + hint(change, before)));
  }

  /** What is missing in an entry that bans the old shape and more, and licenses no change as it does not name it. */
  private String hint(Change change, Lock before) {
    return bans.ofMore(change, before).stream().findFirst()
        .map(entry -> "; entry " + entry.id() + " bans more than that and licenses only what it names: machine-type = "
            + change.machineType() + ", section = " + Bans.scope(change, before))
        .orElse("");
  }

  private Verdict onVendor(Change change, Lock before, Lock after) {
    String cell = PolicyTable.VENDOR.cell(change.kind());
    return switch (backports.of(change, before, after)) {
      case BY_OWNERS_TAG -> allowed(change, Ruling.BACKPORT,
          change.kind() + " (" + change.kind().words() + ") on a vendor line is allowed by the owner's own tag");
      case BY_OWN_NUMBER -> {
        Optional<Verdict> broken = isVendorsOwn(change, after) ? asBroken(change, before, cell) : Optional.empty();
        yield broken.orElseGet(() -> rejected(change, Ruling.TWO_OWNERS, cell + "; " + Rule.TWO_OWNERS.words(),
            Rule.TWO_OWNERS.wayOut()));
      }
      case OTHER -> onStable(change, before, PolicyTable.VENDOR);
    };
  }

  private boolean isVendorsOwn(Change change, Lock after) {
    return after.machineType(change.machineType()).flatMap(type -> type.section(change.section()))
        .filter(section -> section.description().owner().equals(line.owner())).isPresent();
  }

  private Verdict onFrozen(Change change, Lock before, Lock after) {
    String type = change.machineType();
    String cell = PolicyTable.FROZEN.cell(change.kind());
    return switch (change.kind()) {
      case B -> allowed(change, Ruling.BENIGN, cell);
      case W -> rejected(change, Ruling.FROZEN, cell,
          "only behind a subsection, or a field of a later version, that is off for " + type);
      case P, D -> rejected(change, Ruling.FROZEN, cell,
          "keep it as it is in " + type + ", and change it in a machine type that has not shipped");
      case M -> rejected(change, Ruling.FROZEN, cell, "needs a new semantics id, off for " + type);
      case N -> deprecations.stream().anyMatch(deprecation -> isInTime(deprecation, change, after))
          ? allowed(change, Ruling.DEPRECATED, cell)
          : asBroken(change, before, cell).orElseGet(() -> rejected(change, Ruling.FROZEN, cell,
              "announce a deprecation of " + change.path() + " in " + type + " in a release before; " + BROKEN
                  + hint(change, before)));
    };
  }

  /** Whether a release that has shipped, and is earlier than the one that is judged, has told of a change. */
  private boolean isInTime(Deprecation deprecation, Change change, Lock after) {
    ReleaseId announced = deprecation.announced();
    boolean hasShipped = line.releases().stream().anyMatch(release -> release.id().equals(announced))
        || line.parent().filter(announced::equals).isPresent()
        || knownLocks.stream().anyMatch(lock -> lock.release().equals(announced));
    return deprecation.isOf(change) && hasShipped && announced.owner().equals(after.release().owner())
        && announced.compareVersion(after.release()) < 0;
  }

  /** The verdict where the old shape is blacklisted; empty where it is not. */
  private Optional<Verdict> asBroken(Change change, Lock before, String cell) {
    List<BlacklistEntry> banning = bans.ofOldShape(change, before);
    if (banning.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(banning.stream().anyMatch(hasWitness)
        ? allowed(change, Ruling.BROKEN, cell)
        : rejected(change, Ruling.NO_WITNESS, cell, BROKEN + "; the witness of " + banning.getFirst().id()
            + " is not there or shows nothing, so it is a " + FEATURE));
  }

  private Verdict allowed(Change change, Ruling ruling, String rule) {
    return new Verdict(line.name(), change, Decision.ALLOWED, ruling, rule, "");
  }

  private Verdict rejected(Change change, Ruling ruling, String rule, String instead) {
    return new Verdict(line.name(), change, Decision.REJECTED, ruling, rule, instead);
  }
}
