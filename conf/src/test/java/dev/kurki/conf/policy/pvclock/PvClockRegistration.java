package dev.kurki.conf.policy.pvclock;

import java.util.List;

import dev.kurki.actors.component.DeviceModel;
import dev.kurki.actors.component.DevicePorts;
import dev.kurki.actors.component.DeviceRegistration;
import dev.kurki.actors.component.DeviceSettings;
import dev.kurki.actors.devicetree.DeviceSite;
import dev.kurki.actors.devicetree.DeviceTreeNode;

/** How a machine gets the clock, in the build that is checked out. */
public final class PvClockRegistration implements DeviceRegistration<Record> {
  @Override
  public String name() {
    return "pvclock";
  }

  @Override
  @SuppressWarnings("unchecked") // which record it is depends on the build
  public Class<Record> section() {
    return (Class<Record>) Build.checkedOut().type();
  }

  @Override
  public long regionBytes() {
    return 0x1000;
  }

  @Override
  public int widths() {
    return 8;
  }

  @Override
  public DeviceModel<Record> create(DevicePorts ports, DeviceSettings settings) {
    return new PvClock(ports, Build.checkedOut());
  }

  @Override
  public List<DeviceTreeNode> describe(DeviceSite site, DeviceSettings settings) {
    return List
        .of(new DeviceTreeNode(site.nodeName("clock")).longs("reg", site.reg()).strings("compatible", "kurki,pvclock"));
  }
}
