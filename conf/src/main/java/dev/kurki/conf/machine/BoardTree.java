package dev.kurki.conf.machine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.kurki.actors.component.DeviceSettings;
import dev.kurki.actors.devicetree.DeviceSite;
import dev.kurki.actors.devicetree.DeviceSite.InterruptLink;
import dev.kurki.actors.devicetree.DeviceTreeNode;
import dev.kurki.actors.devicetree.FlattenedDeviceTree;
import dev.kurki.actors.section.Bytes;
import dev.kurki.cpu.isa.InstructionSet;

/** The device tree of a machine as it is composed: each device tells its own nodes. */
final class BoardTree {
  static final int TIMEBASE_HERTZ = 10_000_000;
  static final int CACHE_BLOCK_BYTES = 64;

  private final MachineConfig machine;
  private final Map<String, Integer> phandles = new LinkedHashMap<>();

  private BoardTree(MachineConfig machine) {
    this.machine = machine;
    for (int hart = 0; hart < machine.harts(); hart++) {
      phandles.put(intc(hart), phandles.size() + 1);
    }
    machine.devices().forEach(device -> phandles.put(device.name(), phandles.size() + 1));
  }

  /**
   * The blob.
   *
   * @param initrdStart where an initial RAM disk begins, {@code initrdEnd} where it ends; the same where there is none
   */
  static Bytes of(MachineConfig machine, long initrdStart, long initrdEnd) {
    return FlattenedDeviceTree.of(new BoardTree(machine).root(initrdStart, initrdEnd));
  }

  /** The tree of a machine without an initial RAM disk. */
  static DeviceTreeNode of(MachineConfig machine) {
    return new BoardTree(machine).root(0, 0);
  }

  private DeviceTreeNode root(long initrdStart, long initrdEnd) {
    DeviceTreeNode soc = new DeviceTreeNode("soc").cells("#address-cells", 2).cells("#size-cells", 2)
        .strings("compatible", "simple-bus").flag("ranges");
    DeviceTreeNode root = new DeviceTreeNode("").cells("#address-cells", 2).cells("#size-cells", 2)
        .strings("compatible", "riscv-virtio").strings("model", "riscv-virtio,kurki");
    root.child(chosen(initrdStart, initrdEnd)).child(memory()).child(cpus()).child(soc);
    for (DeviceConfig device : machine.devices()) {
      List<DeviceTreeNode> nodes = describe(device);
      soc.child(nodes.getFirst());
      nodes.stream().skip(1).forEach(root::child);
    }
    return root;
  }

  private DeviceTreeNode chosen(long initrdStart, long initrdEnd) {
    DeviceTreeNode chosen = new DeviceTreeNode("chosen");
    machine.devices().stream().filter(device -> device.name().equals(machine.type().console())).findFirst()
        .ifPresent(console -> chosen.strings("stdout-path",
            "/soc/" + describe(console).getFirst().name()));
    if (!machine.append().isEmpty()) {
      chosen.strings("bootargs", machine.append());
    }
    return initrdStart == initrdEnd
        ? chosen
        : chosen.longs("linux,initrd-start", initrdStart).longs("linux,initrd-end", initrdEnd);
  }

  private DeviceTreeNode memory() {
    long base = machine.type().ramBase();
    return new DeviceTreeNode("memory@" + Long.toHexString(base)).strings("device_type", "memory").longs("reg", base,
        machine.memoryBytes());
  }

  private DeviceTreeNode cpus() {
    InstructionSet isa = machine.type().isa();
    DeviceTreeNode cpus = new DeviceTreeNode("cpus").cells("#address-cells", 1).cells("#size-cells", 0)
        .cells("timebase-frequency", TIMEBASE_HERTZ);
    for (int hart = 0; hart < machine.harts(); hart++) {
      DeviceTreeNode intc = new DeviceTreeNode("interrupt-controller").cells("#interrupt-cells", 1)
          .flag("interrupt-controller").strings("compatible", "riscv,cpu-intc").cells("phandle", phandle(intc(hart)));
      cpus.child(new DeviceTreeNode("cpu@" + Integer.toHexString(hart)).strings("device_type", "cpu").cells("reg", hart)
          .strings("status", "okay").strings("compatible", "riscv").strings("riscv,isa", isa.isa())
          .strings("riscv,isa-base", "rv64i").strings("riscv,isa-extensions", isa.names().toArray(String[]::new))
          .cells("riscv,cbom-block-size", CACHE_BLOCK_BYTES).cells("riscv,cbop-block-size", CACHE_BLOCK_BYTES)
          .cells("riscv,cboz-block-size", CACHE_BLOCK_BYTES).strings("mmu-type", isa.mmuType()).child(intc));
    }
    return cpus;
  }

  private List<DeviceTreeNode> describe(DeviceConfig device) {
    return device.registration().describe(site(device), new DeviceSettings(machine.harts(), device.properties()));
  }

  private DeviceSite site(DeviceConfig device) {
    List<InterruptLink> links = new ArrayList<>();
    for (int hart = 0; hart < machine.harts(); hart++) {
      for (int cause : device.hartLines()) {
        links.add(new InterruptLink(phandle(intc(hart)), cause));
      }
    }
    device.interrupt()
        .ifPresent(interrupt -> links.add(new InterruptLink(phandle(interrupt.controller()), interrupt.source())));
    return new DeviceSite(device.base(), device.registration().regionBytes(), phandle(device.name()), links);
  }

  private int phandle(String name) {
    return phandles.getOrDefault(name, 0);
  }

  private static String intc(int hart) {
    return "hart " + hart;
  }
}
