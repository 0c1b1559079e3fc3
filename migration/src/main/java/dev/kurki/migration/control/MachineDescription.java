package dev.kurki.migration.control;

import dev.kurki.actors.component.ComponentId;
import dev.kurki.actors.machine.MachineId;
import dev.kurki.actors.section.SectionSchema;
import java.util.List;
import java.util.Map;

/**
 * A machine as its source describes it: what a target needs to know before any RAM moves.
 *
 * @param machine the machine's name
 * @param machineType what the guest sees, e.g. {@code virt}
 * @param ramBytes the size of guest RAM
 * @param extensions the instruction-set extensions that its harts have
 * @param sections which sections will come, and their versions
 * @param configuration the machine's whole configuration, from which the target builds it
 */
public record MachineDescription(MachineId machine, String machineType, long ramBytes, List<String> extensions,
    List<SectionVersion> sections, String configuration) {
  /** Copies the lists. */
  public MachineDescription {
    extensions = List.copyOf(extensions);
    sections = List.copyOf(sections);
  }

  /**
   * A section that will come.
   *
   * @param id the kind of component
   * @param instance which one of that kind
   * @param version the version of its shape
   */
  public record SectionVersion(String id, int instance, int version) {}

  /** The sections that components of these shapes save. */
  public static List<SectionVersion> sectionsOf(Map<ComponentId, SectionSchema<?>> schemas) {
    return schemas.entrySet().stream().map(schema -> new SectionVersion(schema.getKey().section(),
        schema.getKey().instance(), schema.getValue().version())).toList();
  }
}
