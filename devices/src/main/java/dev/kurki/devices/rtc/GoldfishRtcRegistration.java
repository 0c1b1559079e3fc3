package dev.kurki.devices.rtc;

import java.util.List;

import dev.kurki.actors.component.DeviceModel;
import dev.kurki.actors.component.DevicePorts;
import dev.kurki.actors.component.DeviceRegistration;
import dev.kurki.actors.component.DeviceSettings;
import dev.kurki.actors.devicetree.DeviceSite;
import dev.kurki.actors.devicetree.DeviceTreeNode;

/** How a machine gets a Goldfish RTC: a region of 4 KiB, accesses of four bytes. */
public final class GoldfishRtcRegistration implements DeviceRegistration<GoldfishRtcSection> {
  @Override
  public String name() {
    return "goldfish-rtc";
  }

  @Override
  public Class<GoldfishRtcSection> section() {
    return GoldfishRtcSection.class;
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
  public DeviceModel<GoldfishRtcSection> create(DevicePorts ports, DeviceSettings settings) {
    return new GoldfishRtc(ports);
  }

  @Override
  public List<DeviceTreeNode> describe(DeviceSite site, DeviceSettings settings) {
    return List.of(site.wired(new DeviceTreeNode(site.nodeName("rtc")).longs("reg", site.reg())
        .strings("compatible", "google,goldfish-rtc")));
  }
}
