package dev.kurki.devices.finisher;

import java.util.List;

import dev.kurki.actors.component.DeviceModel;
import dev.kurki.actors.component.DevicePorts;
import dev.kurki.actors.component.DeviceRegistration;
import dev.kurki.actors.component.DeviceSettings;
import dev.kurki.actors.devicetree.DeviceSite;
import dev.kurki.actors.devicetree.DeviceTreeNode;

/** How a machine gets a test finisher: a region of 4 KiB, accesses of two and four bytes. */
public final class FinisherRegistration implements DeviceRegistration<FinisherSection> {
  @Override
  public String name() {
    return "sifive-test";
  }

  @Override
  public Class<FinisherSection> section() {
    return FinisherSection.class;
  }

  @Override
  public long regionBytes() {
    return 0x1000;
  }

  @Override
  public int widths() {
    return 2 | 4;
  }

  @Override
  public DeviceModel<FinisherSection> create(DevicePorts ports, DeviceSettings settings) {
    return new Finisher(ports);
  }

  @Override
  public List<DeviceTreeNode> describe(DeviceSite site, DeviceSettings settings) {
    DeviceTreeNode test = new DeviceTreeNode(site.nodeName("test")).cells("phandle", site.phandle())
        .longs("reg", site.reg()).strings("compatible", "sifive,test1", "sifive,test0", "syscon");
    return List.of(test, control(site, "poweroff", Finisher.PASS), control(site, "reboot", Finisher.RESET));
  }

  private static DeviceTreeNode control(DeviceSite site, String name, int value) {
    return new DeviceTreeNode(name).strings("compatible", "syscon-" + name).cells("regmap", site.phandle())
        .cells("offset", 0).cells("value", value);
  }
}
