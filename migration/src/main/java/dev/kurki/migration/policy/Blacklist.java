package dev.kurki.migration.policy;

import dev.kurki.actors.section.Refusal;
import dev.kurki.actors.section.Refusal.Rule;
import dev.kurki.actors.section.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Refuses machines whose state was made by releases that are known to be broken. A strict entry refuses whatever comes from
 * them, a scoped one only the machine types, sections and states that it names. A lasting one also refuses what has only been
 * there once: a good release cannot give back what a broken one has lost.
 */
public final class Blacklist {
  private static final String PROVENANCE = "provenance";

  private Blacklist() {}

  /**
   * The refusals that need no state: what can be said before any is saved.
   *
   * @param entries all that are known
   * @param provenance where the machine has been
   * @param machineType its machine type
   * @param sectionVersions the versions in which its sections are written, by section id
   */
  public static List<Refusal> check(List<BlacklistEntry> entries, Provenance provenance, String machineType,
      Map<String, Integer> sectionVersions) {
    List<Refusal> refusals = new ArrayList<>();
    for (BlacklistEntry entry : entries) {
      Stay.banned(entry, provenance).filter(_ -> !needsState(entry) && isInScope(entry, machineType, sectionVersions))
          .ifPresent(stay -> refusals.add(refusal(entry, stay)));
    }
    return List.copyOf(refusals);
  }

  /** The entries that refuse the machine if their predicate holds of its state; parameters as above. */
  public static List<BlacklistEntry> conditional(List<BlacklistEntry> entries, Provenance provenance,
      String machineType, Map<String, Integer> sectionVersions) {
    return entries.stream().filter(entry -> needsState(entry) && isInScope(entry, machineType, sectionVersions)
        && Stay.banned(entry, provenance).isPresent()).toList();
  }

  /**
   * All refusals of a machine whose state is there.
   *
   * @param entries all that are known
   * @param provenance where the machine has been
   * @param machineType its machine type
   * @param state its sections
   */
  public static List<Refusal> check(List<BlacklistEntry> entries, Provenance provenance, String machineType,
      List<Section> state) {
    List<Refusal> refusals = new ArrayList<>();
    for (BlacklistEntry entry : entries) {
      Stay.banned(entry, provenance).filter(_ -> isInScope(entry, machineType, state))
          .ifPresent(stay -> refusals.add(refusal(entry, stay)));
    }
    return List.copyOf(refusals);
  }

  private static boolean isInScope(BlacklistEntry entry, String machineType, Map<String, Integer> sectionVersions) {
    return isStrict(entry)
        || entry.isOf(machineType) && (entry.isOfWholeMachine() || sectionVersions.entrySet().stream()
            .anyMatch(section -> entry.isOf(section.getKey(), section.getValue())));
  }

  private static boolean isInScope(BlacklistEntry entry, String machineType, List<Section> state) {
    if (isStrict(entry)) {
      return true;
    }
    Optional<StatePredicate> predicate = predicate(entry);
    return entry.isOf(machineType) && (entry.isOfWholeMachine() && predicate.isEmpty() || state.stream()
        .anyMatch(section -> entry.isOf(section.id(), section.version())
            && (predicate.isEmpty() || predicate.get().holds(section))));
  }

  private static boolean needsState(BlacklistEntry entry) {
    return !isStrict(entry) && predicate(entry).isPresent();
  }

  /**
   * The entry's predicate, if it has one that is understood here. One that is not, e.g. as a later release has written it,
   * leaves nothing out: what cannot be shown to be sound stays banned.
   */
  private static Optional<StatePredicate> predicate(BlacklistEntry entry) {
    if (entry.predicate().isBlank()) {
      return Optional.empty();
    }
    try {
      return Optional.of(StatePredicate.parse(entry.predicate()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean isStrict(BlacklistEntry entry) {
    return switch (entry.strictness()) {
      case STRICT -> true;
      case SCOPED -> false;
    };
  }

  private static Refusal refusal(BlacklistEntry entry, Stay stay) {
    String path = isStrict(entry) || entry.section().equals(BlacklistEntry.ALL) ? PROVENANCE : entry.section();
    Refusal refusal = new Refusal(Rule.BLACKLISTED, path, "a release without entry " + entry.id(),
        stay.words() + ": " + entry.reason());
    return entry.wayOut().isBlank() ? refusal : refusal.withWayOut(entry.wayOut());
  }
}
