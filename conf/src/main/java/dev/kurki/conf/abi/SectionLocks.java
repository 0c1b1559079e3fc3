package dev.kurki.conf.abi;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.typesafe.config.Config;
import dev.kurki.actors.machine.ComponentPlan.DevicePlan;
import dev.kurki.actors.machine.MachinePlan;
import dev.kurki.actors.section.SectionCodec;
import dev.kurki.actors.section.SectionDescription;
import dev.kurki.actors.section.SectionForm;
import dev.kurki.actors.section.SectionSchema;
import dev.kurki.conf.input.BadInput;
import dev.kurki.conf.input.Settings;
import dev.kurki.conf.machine.MachineType;
import dev.kurki.migration.lock.Behaviour;
import dev.kurki.migration.lock.MachineTypeLock.LockedSection;

/** Describes the sections of a machine type, in the forms that it has them in, with what components make of drawn states. */
final class SectionLocks {
  private final MachineType type;
  private final Config config;
  private final MachinePlan plan;

  SectionLocks(MachineType type, Config config, MachinePlan plan) {
    this.type = type;
    this.config = config;
    this.plan = plan;
  }

  /**
   * The sections.
   *
   * @param schemas of all components, by section id, in the order in which sections are saved
   * @throws BadInput when the machine type has a form of a section that it does not have, or that the section has not
   */
  List<LockedSection> of(Map<String, SectionSchema<?>> schemas) {
    type.forms().keySet().stream().filter(id -> !schemas.containsKey(id)).findFirst().ifPresent(id -> {
      throw wrong(id, "is the form of a section that no component of " + type.name() + " has; there are "
          + String.join(", ", schemas.keySet()));
    });
    List<LockedSection> sections = new ArrayList<>();
    schemas.values().forEach(schema -> sections.add(section(schema)));
    return sections;
  }

  private <S extends Record> LockedSection section(SectionSchema<S> schema) {
    SectionForm form = type.forms().getOrDefault(schema.id(), SectionForm.FULL);
    try {
      SectionCodec<S> _ = new SectionCodec<>(schema, form);
    } catch (IllegalArgumentException e) {
      throw wrong(schema.id(), "does not fit: " + e.getMessage());
    }
    return new LockedSection(SectionDescription.of(schema, form), behaviour(schema, form));
  }

  private Behaviour behaviour(SectionSchema<?> schema, SectionForm form) {
    boolean isHart = plan.vcpus().stream().anyMatch(vcpu -> vcpu.id().section().equals(schema.id()));
    if (isHart) {
      return ComponentBehaviour.ofHart(type.isa(), form);
    }
    return plan.devices().stream().filter(device -> device.id().section().equals(schema.id())).findFirst()
        .map(device -> ofDevice(device, form)).orElse(Behaviour.UNASKED);
  }

  private static <S extends Record> Behaviour ofDevice(DevicePlan<S> device, SectionForm form) {
    return ComponentBehaviour.ofDevice(device.registration(), device.properties(), form);
  }

  private BadInput wrong(String section, String what) {
    return Settings.at(config, MachineType.PATH).object(type.name()).object("sections").wrong(section, what);
  }
}
