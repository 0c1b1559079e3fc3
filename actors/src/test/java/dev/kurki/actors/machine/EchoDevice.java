package dev.kurki.actors.machine;

import java.util.List;

import dev.kurki.actors.component.DeviceModel;
import dev.kurki.actors.component.DevicePorts;
import dev.kurki.actors.component.DeviceRegistration;
import dev.kurki.actors.component.DeviceSettings;
import dev.kurki.actors.devicetree.DeviceSite;
import dev.kurki.actors.devicetree.DeviceTreeNode;
import dev.kurki.actors.section.Bytes;
import dev.kurki.actors.section.SavedState;

/** A console that says what it hears, raises its line when it has heard anything, and breaks when told to. */
final class EchoDevice implements DeviceModel<EchoDevice.Section> {
  static final long FAIL = 8;
  static final long FAR_ALARM = 9;

  @SavedState(id = "echo")
  record Section(long heard) {}

  static final DeviceRegistration<Section> REGISTRATION = new DeviceRegistration<>() {
    @Override
    public String name() {
      return "echo";
    }

    @Override
    public Class<Section> section() {
      return Section.class;
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
    public DeviceModel<Section> create(DevicePorts ports, DeviceSettings settings) {
      return new EchoDevice(ports);
    }

    @Override
    public List<DeviceTreeNode> describe(DeviceSite site, DeviceSettings settings) {
      return List.of(new DeviceTreeNode(site.nodeName("echo")));
    }
  };

  private final DevicePorts ports;
  private long heard;

  private EchoDevice(DevicePorts ports) {
    this.ports = ports;
  }

  @Override
  public long read(long offset, int width) {
    return heard;
  }

  @Override
  public void write(long offset, int width, long value) {
    if (offset == FAIL) {
      throw new IllegalStateException("the device broke");
    }
    if (offset == FAR_ALARM) {
      ports.setAlarm(Long.MAX_VALUE - 1);
    }
  }

  @Override
  public void receive(Bytes data) {
    heard += data.length();
    ports.setLine(0, true);
    ports.transmit(data);
  }

  @Override
  public Section save() {
    return new Section(heard);
  }

  @Override
  public void load(Section section) {
    heard = section.heard();
    ports.setLine(0, heard > 0);
  }

  @Override
  public void reset() {
    heard = 0;
    ports.setLine(0, false);
  }
}
