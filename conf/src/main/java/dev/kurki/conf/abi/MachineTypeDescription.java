package dev.kurki.conf.abi;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.typesafe.config.Config;
import dev.kurki.actors.component.ComponentId;
import dev.kurki.actors.machine.ComponentPlan.DevicePlan;
import dev.kurki.actors.machine.MachinePlan;
import dev.kurki.actors.section.SectionSchema;
import dev.kurki.conf.input.Settings;
import dev.kurki.conf.machine.BoardRules;
import dev.kurki.conf.machine.MachineBuilder;
import dev.kurki.conf.machine.MachineConfig;
import dev.kurki.migration.lock.MachineTypeLock;
import dev.kurki.migration.lock.MachineTypeLock.Block;
import dev.kurki.migration.lock.MachineTypeLock.Component;

/** Describes a machine type for a lock, by the plans of machines of it: what it leaves open is as the defaults have it. */
final class MachineTypeDescription {
  /** By what messages call what is set here. */
  private static final String LOCK = "of the lock";
  private static final String ONE_A_HART = "one a hart";
  private static final String WITH_ICOUNT = "with icount-shift";

  private final String name;
  private final Config config;
  private final MachineConfig machine;
  private final MachineConfig single;
  private final MachineConfig counting;
  private final BoardRules rules;

  private MachineTypeDescription(String name, Config config) {
    this.name = name;
    this.config = config;
    Settings defaults = MachineConfig.settings(config.withoutPath("machine")).with("type", name, LOCK)
        .without("icount-shift");
    Settings oneHart = defaults.with("harts", 1, LOCK);
    this.machine = MachineConfig.read(defaults, config);
    this.single = MachineConfig.read(oneHart, config);
    this.counting = MachineConfig.read(oneHart.with("icount-shift", 0, LOCK), config);
    this.rules = BoardRules.of(single);
  }

  static MachineTypeLock of(String name, Config config) {
    return new MachineTypeDescription(name, config).describe();
  }

  private MachineTypeLock describe() {
    MachinePlan plan = MachineBuilder.buildForState(single);
    MachinePlan counted = MachineBuilder.buildForState(counting);
    try {
      List<Component> components = components(plan, counted);
      Map<String, SectionSchema<?>> schemas = new LinkedHashMap<>();
      counted.schemas().forEach((id, schema) -> schemas.putIfAbsent(id.section(), schema));
      SectionLocks sections = new SectionLocks(machine.type(), config, counted);
      return new MachineTypeLock(name, properties(), blocks(), DeviceTreeText.of(rules.deviceTree()), components,
          sections.of(schemas));
    } finally {
      plan.memory().close();
      counted.memory().close();
    }
  }

  /** Those of a machine, and behind them those that it has only where its time passes by instructions. */
  private static List<Component> components(MachinePlan plan, MachinePlan counted) {
    Map<ComponentId, String> names = new HashMap<>();
    for (DevicePlan<?> device : plan.devices()) {
      names.put(device.id(), device.name());
    }
    Map<ComponentId, SectionSchema<?>> always = plan.schemas();
    List<ComponentId> vcpus = plan.vcpus().stream().map(vcpu -> vcpu.id()).toList();
    List<Component> components = new ArrayList<>();
    for (ComponentId id : counted.schemas().keySet()) {
      String instance = vcpus.contains(id)
          ? ONE_A_HART
          : always.containsKey(id) ? Integer.toString(id.instance()) : WITH_ICOUNT;
      components.add(new Component(names.getOrDefault(id, id.section()), id.section(), instance));
    }
    return components;
  }

  private Map<String, String> properties() {
    Map<String, String> properties = new TreeMap<>(rules.properties());
    properties.put("isa", machine.type().isa().toString());
    properties.put("ram-base", hex(machine.type().ramBase()));
    properties.put("console", machine.type().console());
    properties.put("defaults.memory", Long.toString(machine.memoryBytes()));
    properties.put("defaults.harts", Integer.toString(machine.harts()));
    properties.put("defaults.clock-policy", DeviceDescription.lowerCase(machine.clockPolicy()));
    machine.type().devices().forEach(device -> properties.putAll(DeviceDescription.of(device)));
    return properties;
  }

  private List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Block("ram", "ram", hex(machine.type().ramBase()), "machine.memory"));
    rules.roms().forEach(rom -> blocks.add(new Block(rom.name(), "rom", rom.place(), Integer.toString(rom.bytes()))));
    return blocks;
  }

  private static String hex(long number) {
    return "0x" + Long.toHexString(number);
  }
}
