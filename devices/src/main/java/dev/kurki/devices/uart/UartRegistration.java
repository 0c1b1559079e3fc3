package dev.kurki.devices.uart;

import java.util.List;

import dev.kurki.actors.component.DeviceModel;
import dev.kurki.actors.component.DevicePorts;
import dev.kurki.actors.component.DeviceProperty;
import dev.kurki.actors.component.DeviceRegistration;
import dev.kurki.actors.component.DeviceSettings;
import dev.kurki.actors.devicetree.DeviceSite;
import dev.kurki.actors.devicetree.DeviceTreeNode;

/**
 * How a machine gets a serial port: a region of 256 bytes, accesses of one byte. Where its machine type sets
 * {@code modem-status-changes} to 1, MSR tells which of the modem's inputs have changed.
 */
public final class UartRegistration implements DeviceRegistration<UartSection> {
  private static final DeviceProperty MODEM_STATUS_CHANGES = DeviceProperty.offByDefault("modem-status-changes");
  private static final int CLOCK_HERTZ = 3_686_400;

  @Override
  public String name() {
    return "ns16550a";
  }

  @Override
  public Class<UartSection> section() {
    return UartSection.class;
  }

  @Override
  public long regionBytes() {
    return 0x100;
  }

  @Override
  public int widths() {
    return 1;
  }

  @Override
  public List<DeviceProperty> properties() {
    return List.of(MODEM_STATUS_CHANGES);
  }

  @Override
  public DeviceModel<UartSection> create(DevicePorts ports, DeviceSettings settings) {
    return new Uart(ports, settings.value(MODEM_STATUS_CHANGES) == 1);
  }

  @Override
  public List<DeviceTreeNode> describe(DeviceSite site, DeviceSettings settings) {
    return List.of(site.wired(new DeviceTreeNode(site.nodeName("serial")).cells("clock-frequency", CLOCK_HERTZ)
        .longs("reg", site.reg()).strings("compatible", "ns16550a")));
  }
}
