package dev.kurki.devices.plic;

import java.util.List;

import dev.kurki.actors.component.DeviceModel;
import dev.kurki.actors.component.DevicePorts;
import dev.kurki.actors.component.DeviceRegistration;
import dev.kurki.actors.component.DeviceSettings;
import dev.kurki.actors.devicetree.DeviceSite;
import dev.kurki.actors.devicetree.DeviceTreeNode;

/** How a machine gets a PLIC: a region of 6 MiB, accesses of four bytes. */
public final class PlicRegistration implements DeviceRegistration<PlicSection> {
  @Override
  public String name() {
    return "plic";
  }

  @Override
  public Class<PlicSection> section() {
    return PlicSection.class;
  }

  @Override
  public long regionBytes() {
    return 0x600000;
  }

  @Override
  public int widths() {
    return 4;
  }

  @Override
  public DeviceModel<PlicSection> create(DevicePorts ports, DeviceSettings settings) {
    return new Plic(ports, settings.harts());
  }

  @Override
  public List<DeviceTreeNode> describe(DeviceSite site, DeviceSettings settings) {
    return List.of(new DeviceTreeNode(site.nodeName("plic")).cells("phandle", site.phandle())
        .cells("riscv,ndev", Plic.SOURCES - 1).longs("reg", site.reg())
        .cells("interrupts-extended", site.interruptsExtended()).flag("interrupt-controller")
        .strings("compatible", "sifive,plic-1.0.0", "riscv,plic0").cells("#address-cells", 0)
        .cells("#interrupt-cells", 1));
  }
}
