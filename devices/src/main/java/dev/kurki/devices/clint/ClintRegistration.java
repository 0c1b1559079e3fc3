package dev.kurki.devices.clint;

import java.util.List;

import dev.kurki.actors.component.DeviceModel;
import dev.kurki.actors.component.DevicePorts;
import dev.kurki.actors.component.DeviceRegistration;
import dev.kurki.actors.component.DeviceSettings;
import dev.kurki.actors.devicetree.DeviceSite;
import dev.kurki.actors.devicetree.DeviceTreeNode;

/** How a machine gets its mswi and mtimer: a region of 64 KiB, accesses of four and eight bytes. */
public final class ClintRegistration implements DeviceRegistration<ClintSection> {
  @Override
  public String name() {
    return "aclint";
  }

  @Override
  public Class<ClintSection> section() {
    return ClintSection.class;
  }

  @Override
  public long regionBytes() {
    return 0x10000;
  }

  @Override
  public int widths() {
    return 4 | 8;
  }

  @Override
  public DeviceModel<ClintSection> create(DevicePorts ports, DeviceSettings settings) {
    return new Clint(ports, settings.harts());
  }

  @Override
  public List<DeviceTreeNode> describe(DeviceSite site, DeviceSettings settings) {
    return List.of(new DeviceTreeNode(site.nodeName("clint")).cells("interrupts-extended", site.interruptsExtended())
        .longs("reg", site.reg()).strings("compatible", "sifive,clint0", "riscv,clint0"));
  }
}
