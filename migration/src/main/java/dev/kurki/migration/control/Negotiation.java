package dev.kurki.migration.control;

import dev.kurki.actors.component.ComponentId;
import dev.kurki.actors.section.Refusal;
import dev.kurki.actors.section.Refusal.Rule;
import dev.kurki.actors.section.SectionSchema;
import dev.kurki.migration.control.MachineDescription.SectionVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Decides, before any RAM moves, whether a described machine can be taken here. Pure: each method only compares. */
public final class Negotiation {
  private Negotiation() {}

  /**
   * What a node has to offer to a machine that comes.
   *
   * @param machineTypes the machine types that it knows
   * @param freeBytes how much guest RAM it still has room for
   * @param extensions the instruction-set extensions of its harts
   */
  public record Abilities(Set<String> machineTypes, long freeBytes, Set<String> extensions) {
    /** Copies the sets. */
    public Abilities {
      machineTypes = Set.copyOf(machineTypes);
      extensions = Set.copyOf(extensions);
    }
  }

  /** Compares a machine with a node's abilities: machine type, memory, extensions. Answers why not, if not. */
  public static Optional<Refusal> check(MachineDescription machine, Abilities here) {
    if (!here.machineTypes().contains(machine.machineType())) {
      return Optional.of(new Refusal(Rule.UNKNOWN_MACHINE_TYPE, "machine-type",
          "one of " + String.join(", ", here.machineTypes().stream().sorted().toList()), machine.machineType()));
    }
    if (machine.ramBytes() > here.freeBytes()) {
      return Optional.of(new Refusal(Rule.NOT_ENOUGH_MEMORY, "ram", "at most " + here.freeBytes() + " bytes",
          machine.ramBytes() + " bytes"));
    }
    List<String> missing = new ArrayList<>(machine.extensions());
    missing.removeAll(here.extensions());
    if (!missing.isEmpty()) {
      return Optional.of(new Refusal(Rule.MISSING_EXTENSION, "extensions",
          "some of " + String.join(", ", here.extensions().stream().sorted().toList()), String.join(", ", missing)));
    }
    return Optional.empty();
  }

  /** Compares the sections that will come with those that the machine built here takes. Answers why not, if not. */
  public static Optional<Refusal> check(List<SectionVersion> coming, Map<ComponentId, SectionSchema<?>> here) {
    for (SectionVersion section : coming) {
      ComponentId id = new ComponentId(section.id(), section.instance());
      SectionSchema<?> schema = here.get(id);
      if (schema == null) {
        return Optional.of(new Refusal(Rule.UNKNOWN_SECTION, id.toString(), "a component of this machine",
            "none of that name"));
      }
      if (section.version() < schema.minimumVersion() || section.version() > schema.version()) {
        return Optional.of(new Refusal(Rule.UNSUPPORTED_VERSION, id.toString(),
            "version " + schema.minimumVersion() + " to " + schema.version(), "version " + section.version()));
      }
    }
    return here.keySet().stream()
        .filter(id -> coming.stream().noneMatch(s -> id.equals(new ComponentId(s.id(), s.instance())))).findFirst()
        .map(id -> new Refusal(Rule.MISSING_SECTION, id.toString(), "a section", "none"));
  }
}
