package dev.kurki.conf.machine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import dev.kurki.actors.clock.InstructionTime;
import dev.kurki.actors.clock.MachineClock;
import dev.kurki.actors.component.Attention;
import dev.kurki.actors.component.ComponentId;
import dev.kurki.actors.component.DeviceRegistration;
import dev.kurki.actors.machine.ComponentPlan.DevicePlan;
import dev.kurki.actors.machine.ComponentPlan.VcpuPlan;
import dev.kurki.actors.machine.ComponentPlan.Wire;
import dev.kurki.actors.machine.MachinePlan;
import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.memory.OutOfGuestMemory;
import dev.kurki.actors.section.SectionForm;
import dev.kurki.actors.section.SectionSchema;
import dev.kurki.conf.input.BadInput;
import dev.kurki.cpu.hart.HartSection;
import dev.kurki.cpu.hart.HartSettings;
import dev.kurki.cpu.hart.TraceEvent;
import dev.kurki.cpu.vcpu.VcpuActor;
import dev.kurki.cpu.vcpu.VcpuSettings;
import dev.kurki.cpu.translate.BackgroundTranslator;
import dev.kurki.cpu.translate.Translator;

/** Makes the plan of a machine from its configuration. */
public final class MachineBuilder {
  private final MachineConfig machine;
  private final Translator translator;
  private final Optional<Consumer<TraceEvent>> trace;
  private final MemorySource memories;
  private final Map<String, ComponentId> ids = new HashMap<>();
  private final Map<String, Integer> instances = new HashMap<>();

  /** Where RAM comes from. */
  @FunctionalInterface
  public interface MemorySource {
    /**
     * Zeroed RAM of so many bytes from a guest-physical address on.
     *
     * @throws OutOfGuestMemory when the host has no such range
     */
    GuestMemory take(long base, long bytes);
  }

  private MachineBuilder(MachineConfig machine, Translator translator, Optional<Consumer<TraceEvent>> trace,
      MemorySource memories) {
    this.machine = machine;
    this.translator = translator;
    this.trace = trace;
    this.memories = memories;
  }

  /**
   * The plan of a machine that is to be powered on here: its images are read.
   *
   * @throws BadInput when an image cannot be read or has no room, or the devices do not go together
   */
  public static MachinePlan build(MachineConfig machine) {
    return build(machine, Optional.empty());
  }

  /**
   * The plan of a machine that is to be powered on here, and traced.
   *
   * @param trace is told of every instruction of all its harts, from several threads
   * @throws BadInput when an image cannot be read or has no room, or the devices do not go together
   */
  public static MachinePlan build(MachineConfig machine, Optional<Consumer<TraceEvent>> trace) {
    return build(machine, translatorOf(machine), trace);
  }

  /**
   * The plan of a machine that is to be powered on here, with a translator of one's own.
   *
   * @param translator makes JVM code of what its harts execute often, whatever the machine's settings say
   * @throws BadInput when an image cannot be read or has no room, or the devices do not go together
   */
  public static MachinePlan build(MachineConfig machine, Translator translator) {
    return build(machine, translator, Optional.empty());
  }

  private static MachinePlan build(MachineConfig machine, Translator translator,
      Optional<Consumer<TraceEvent>> trace) {
    BootImages images = BootImages.of(machine);
    return new MachineBuilder(machine, translator, trace, GuestMemory::new).plan(images.entry(), images.deviceTree(),
        images.dynamicInfo(),
        images::load);
  }

  /**
   * The plan of a machine whose state comes from elsewhere; its images are read only should it be reset.
   *
   * @throws BadInput when the devices do not go together
   */
  public static MachinePlan buildForState(MachineConfig machine) {
    return buildForState(machine, GuestMemory::new);
  }

  /**
   * The same, with RAM from elsewhere.
   *
   * @param memories where its RAM comes from
   * @throws BadInput when the devices do not go together
   */
  public static MachinePlan buildForState(MachineConfig machine, MemorySource memories) {
    return buildForState(machine, translatorOf(machine), memories);
  }

  /**
   * The same, with a translator of one's own.
   *
   * @param translator makes JVM code of what its harts execute often, whatever the machine's settings say
   * @throws BadInput when the devices do not go together
   */
  public static MachinePlan buildForState(MachineConfig machine, Translator translator) {
    return buildForState(machine, translator, GuestMemory::new);
  }

  private static MachinePlan buildForState(MachineConfig machine, Translator translator, MemorySource memories) {
    return new MachineBuilder(machine, translator, Optional.empty(), memories).plan(0, 0, 0,
        memory -> BootImages.of(machine).load(memory));
  }

  private static Translator translatorOf(MachineConfig machine) {
    return machine.translate() ? BackgroundTranslator.shared() : Translator.OFF;
  }

  private MachinePlan plan(long entry, long deviceTree, long dynamicInfo, MachinePlan.Firmware firmware) {
    GuestMemory memory = memory();
    try {
      MachineClock clock = machine.icountShift().isPresent()
          ? new MachineClock(new InstructionTime(machine.icountShift().getAsInt()))
          : new MachineClock(System::nanoTime);
      List<VcpuPlan> vcpus = new ArrayList<>();
      for (int hart = 0; hart < machine.harts(); hart++) {
        vcpus.add(vcpu(new HartSettings(machine.type().isa(), hart, entry, deviceTree, dynamicInfo), memory, clock));
      }
      List<DevicePlan<?>> devices = new ArrayList<>();
      machine.devices().forEach(device -> devices.add(device(device, device.registration())));
      return migratable(new MachinePlan(machine.id(), memory, clock, machine.clockPolicy(), vcpus, devices,
          machine.type().forms(), Optional.ofNullable(ids.get(machine.type().console())), firmware));
    } catch (IllegalArgumentException e) {
      memory.close();
      throw new BadInput("machine " + machine.id() + ": " + e.getMessage());
    } catch (BadInput e) {
      memory.close();
      throw e;
    }
  }

  /** A machine that is to be migratable is not built with a component that is not. */
  private MachinePlan migratable(MachinePlan plan) {
    if (machine.onlyMigratable() && !plan.unmigratable().isEmpty()) {
      throw new BadInput(
          "machine " + machine.id() + ": only-migratable is on, and these components can be neither saved"
              + " nor moved: " + plan.unmigratable().entrySet().stream()
                  .map(component -> component.getKey() + " (" + component.getValue() + ")")
                  .collect(Collectors.joining(", "))
              + "; launch it without them, or turn only-migratable off");
    }
    return plan;
  }

  private GuestMemory memory() {
    try {
      return memories.take(machine.type().ramBase(), machine.memoryBytes());
    } catch (OutOfGuestMemory e) {
      throw new BadInput("machine " + machine.id() + ": " + e.getMessage());
    }
  }

  private VcpuPlan vcpu(HartSettings hart, GuestMemory memory, MachineClock clock) {
    Attention attention = new Attention();
    VcpuSettings settings = new VcpuSettings(hart, form(HartSection.class), memory, clock, attention,
        machine.instructionLimit(), translator, trace);
    return new VcpuPlan(hart(hart.hartId()), HartSection.class, attention,
        owner -> VcpuActor.create(settings, owner));
  }

  private <S extends Record> DevicePlan<S> device(DeviceConfig device, DeviceRegistration<S> registration) {
    String section = SectionSchema.of(registration.section()).id();
    ComponentId id = new ComponentId(section, instances.merge(section, 1, Integer::sum) - 1);
    List<Wire> wires = new ArrayList<>();
    int lines = device.hartLines().size();
    for (int output = 0; output < lines * machine.harts(); output++) {
      wires.add(new Wire(output, hart(output / lines), device.hartLines().get(output % lines)));
    }
    device.interrupt().ifPresent(interrupt -> wires.add(new Wire(lines * machine.harts(),
        controller(device, interrupt.controller()), interrupt.source())));
    if (ids.put(device.name(), id) != null) {
      throw new BadInput("machine " + machine.id() + ": two devices have the name " + device.name());
    }
    return new DevicePlan<>(id, device.name(), registration, device.base(), device.properties(), wires);
  }

  private SectionForm form(Class<? extends Record> section) {
    return machine.type().forms().getOrDefault(SectionSchema.of(section).id(), SectionForm.FULL);
  }

  private ComponentId controller(DeviceConfig device, String name) {
    ComponentId controller = ids.get(name);
    if (controller == null) {
      throw new BadInput("machine " + machine.id() + ": the interrupt controller \"" + name + "\" of " + device.name()
          + " does not stand before it");
    }
    return controller;
  }

  private static ComponentId hart(int hart) {
    return new ComponentId(SectionSchema.of(HartSection.class).id(), hart);
  }
}
