package com.example.lamps;

import java.util.List;

import dev.kurki.actors.component.DeviceModel;
import dev.kurki.actors.component.DevicePorts;
import dev.kurki.actors.component.DeviceProperty;
import dev.kurki.actors.component.DeviceRegistration;
import dev.kurki.actors.component.DeviceSettings;
import dev.kurki.actors.devicetree.DeviceSite;
import dev.kurki.actors.devicetree.DeviceTreeNode;

/** How a machine gets a lamp. It is named in META-INF/services, by which Kurki finds it on the class path. */
public final class DimmableLampRegistration implements DeviceRegistration<LampSection> {
  static final DeviceProperty CAN_BE_WARM = DeviceProperty.offByDefault("can-be-warm");
  static final DeviceProperty CAN_FADE = DeviceProperty.offByDefault("can-fade");

  @Override
  public String name() {
    return "dimmable-lamp";
  }

  @Override
  public Class<LampSection> section() {
    return LampSection.class;
  }

  @Override
  public long regionBytes() {
    return 0x1000;
  }

  @Override
  public int widths() {
    return 4;
  }

  @Override
  public List<DeviceProperty> properties() {
    return List.of(CAN_BE_WARM, CAN_FADE);
  }

  @Override
  public DeviceModel<LampSection> create(DevicePorts ports, DeviceSettings settings) {
    return new DimmableLamp(ports, settings);
  }

  @Override
  public List<DeviceTreeNode> describe(DeviceSite site, DeviceSettings settings) {
    return List.of(site.wired(new DeviceTreeNode(site.nodeName("lamp")).strings("compatible", "example,dimmable-lamp")
        .longs("reg", site.reg())));
  }
}
