package dev.kurki.migration.policy;

import dev.kurki.actors.section.Refusal;
import dev.kurki.actors.section.Refusal.Rule;
import dev.kurki.migration.lock.MachineTypeLock;
import dev.kurki.migration.lock.MachineTypeLock.Component;
import dev.kurki.migration.lock.MachineTypeLock.LockedSection;
import dev.kurki.migration.policy.Match.Added;
import dev.kurki.migration.policy.Match.Gone;
import dev.kurki.migration.policy.Match.Kept;
import java.util.ArrayList;
import java.util.List;

/**
 * Says whether one release takes a machine of another, from their locks of its machine type alone: it refuses whatever some
 * state of the machine would be refused for, before any page moves.
 */
public final class Compatibility {
  /** Properties that only say what a launch that is silent on them gets: a machine has its own values. */
  private static final String DEFAULTS = "defaults.";

  private final List<Refusal> refusals = new ArrayList<>();

  private Compatibility() {}

  /**
   * All reasons why a machine cannot be loaded; empty when it can.
   *
   * @param from the machine's type as the build that runs it has it locked
   * @param to the same type as the build that shall load it has it locked
   */
  public static List<Refusal> check(MachineTypeLock from, MachineTypeLock to) {
    Compatibility compatibility = new Compatibility();
    compatibility.board(from, to);
    compatibility.components(from, to);
    compatibility.sections(from, to);
    return List.copyOf(compatibility.refusals);
  }

  private void board(MachineTypeLock from, MachineTypeLock to) {
    if (!from.name().equals(to.name())) {
      refuse(Rule.DIFFERENT_MACHINE_TYPE, LockDiff.MACHINE_TYPE, to.name(), from.name());
    }
    BoardDiff.guestVisible(from, to).stream().filter(difference -> !difference.path().startsWith(DEFAULTS))
        .forEach(difference -> refuse(Rule.DIFFERENT_MACHINE_TYPE, difference.path(), difference.after(),
            difference.before()));
  }

  /** Streams have the sections and instances of components, not their names. */
  private void components(MachineTypeLock from, MachineTypeLock to) {
    for (Match<Component> match : Match.byName(from.components(), to.components(),
        component -> component.section() + "/" + component.instance())) {
      switch (match) {
        case Gone(_, var component) ->
          refuse(Rule.UNKNOWN_SECTION, component.section(), LockDiff.NOTHING, words(component));
        case Added(_, var component) ->
          refuse(Rule.MISSING_SECTION, component.section(), words(component), LockDiff.NOTHING);
        case Kept<Component> _ -> { }
      }
    }
  }

  private void sections(MachineTypeLock from, MachineTypeLock to) {
    for (Match<LockedSection> match : Match.byName(from.sections(), to.sections(),
        section -> section.description().id())) {
      switch (match) {
        case Gone(var id, var section) -> {
          if (!isRefused(Rule.UNKNOWN_SECTION, id)) {
            refuse(Rule.UNKNOWN_SECTION, id, LockDiff.NOTHING, LockDiff.version(section.description().version()));
          }
        }
        case Added(var id, var section) -> {
          if (!isRefused(Rule.MISSING_SECTION, id)) {
            refuse(Rule.MISSING_SECTION, id, LockDiff.version(section.description().version()), LockDiff.NOTHING);
          }
        }
        case Kept(_, var old, var now) ->
          refusals.addAll(SectionCompatibility.check(old.description(), now.description()));
      }
    }
  }

  private boolean isRefused(Rule rule, String path) {
    return refusals.stream().anyMatch(refusal -> refusal.rule() == rule && refusal.path().equals(path));
  }

  private void refuse(Rule rule, String path, String expected, String actual) {
    refusals.add(new Refusal(rule, path, expected, actual));
  }

  private static String words(Component component) {
    return "component " + component.name() + ", instance " + component.instance();
  }
}
