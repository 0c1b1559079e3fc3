package dev.kurki.actors.machine;

import dev.kurki.actors.bus.AddressMap;
import dev.kurki.actors.bus.AddressMap.Entry;
import dev.kurki.actors.bus.OverlappingRegions;
import dev.kurki.actors.bus.Region;
import dev.kurki.actors.clock.MachineClock;
import dev.kurki.actors.component.ComponentId;
import dev.kurki.actors.machine.ComponentPlan.DevicePlan;
import dev.kurki.actors.machine.ComponentPlan.VcpuPlan;
import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.SectionForm;
import dev.kurki.actors.section.SectionSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a machine is made of. Devices stand in an order in which each one's wires end at a vCPU or at an earlier device, so
 * interrupt controllers come first.
 *
 * @param id the machine's name
 * @param memory guest RAM; the machine closes it when it ends
 * @param clock guest time, standing at zero; the machine alone starts and stops it
 * @param clockPolicy what becomes of the time of a pause
 * @param vcpus at least one
 * @param devices in the order of their wires
 * @param forms the forms that the machine type has sections in, by section id; one that is not named is whole
 * @param console the device that the console talks to, if there is one
 * @param firmware what is put into RAM at power-on and reset
 */
public record MachinePlan(MachineId id, GuestMemory memory, MachineClock clock, ClockPolicy clockPolicy,
    List<VcpuPlan> vcpus, List<DevicePlan<?>> devices, Map<String, SectionForm> forms, Optional<ComponentId> console,
    Firmware firmware) {
  /** Puts the images that a machine starts from into its RAM. */
  @FunctionalInterface
  public interface Firmware {
    /** Writes the images. */
    void load(GuestMemory memory);
  }

  /**
   * Checks that regions are disjoint and wires end somewhere.
   *
   * @throws OverlappingRegions when two devices, or a device and RAM, share an address
   * @throws IllegalArgumentException when a component stands twice, there is no vCPU, or a wire ends nowhere
   */
  public MachinePlan {
    vcpus = List.copyOf(vcpus);
    devices = List.copyOf(devices);
    forms = Map.copyOf(forms);
    if (vcpus.isEmpty()) {
      throw new IllegalArgumentException("machine " + id + " has no vCPU");
    }
    List<ComponentId> known = new ArrayList<>();
    vcpus.forEach(vcpu -> addOnce(known, vcpu.id()));
    for (DevicePlan<?> device : devices) {
      device.wires().stream().filter(wire -> !known.contains(wire.target())).findFirst().ifPresent(wire -> {
        throw new IllegalArgumentException(
            "output " + wire.output() + " of " + device.name() + " ends at " + wire.target()
                + ", which does not stand before it");
      });
      addOnce(known, device.id());
    }
    checkRegions(devices, memory);
  }

  /** The form that the machine type has a section in. */
  public SectionForm form(String section) {
    return forms.getOrDefault(section, SectionForm.FULL);
  }

  /** The shapes of all sections of the machine, in the order in which they are saved. */
  public Map<ComponentId, SectionSchema<?>> schemas() {
    Map<ComponentId, SectionSchema<?>> schemas = new LinkedHashMap<>();
    schemas.put(new ComponentId("clock", 0), SectionSchema.of(ClockSection.class));
    schemas.put(new ComponentId("ram", 0), SectionSchema.of(RamSection.class));
    devices.forEach(device -> schemas.put(device.id(), SectionSchema.of(device.section())));
    vcpus.forEach(vcpu -> schemas.put(vcpu.id(), SectionSchema.of(vcpu.section())));
    if (clock.instructions().isPresent()) {
      schemas.put(new ComponentId("round-robin", 0), SectionSchema.of(RoundRobinSection.class));
    }
    return schemas;
  }

  /** The components that can be neither saved nor moved, each with the reason that its section tells. */
  public Map<ComponentId, String> unmigratable() {
    Map<ComponentId, String> reasons = new LinkedHashMap<>();
    schemas().forEach((id, schema) -> {
      if (!schema.unmigratable().isEmpty()) {
        reasons.put(id, schema.unmigratable());
      }
    });
    return reasons;
  }

  private static void addOnce(List<ComponentId> known, ComponentId id) {
    if (known.contains(id)) {
      throw new IllegalArgumentException("component " + id + " stands twice");
    }
    known.add(id);
  }

  private static void checkRegions(List<DevicePlan<?>> devices, GuestMemory memory) {
    List<Entry<String>> entries = new ArrayList<>();
    devices.forEach(device -> entries.add(new Entry<>(device.region(), device.name())));
    entries.add(new Entry<>(new Region("ram", memory.base(), memory.bytes(), 8), "ram"));
    new AddressMap<>(entries);
  }
}
