package dev.kurki.conf.bench;

import java.util.List;

import dev.kurki.actors.component.DeviceModel;
import dev.kurki.actors.component.DevicePorts;
import dev.kurki.actors.component.DeviceRegistration;
import dev.kurki.actors.component.DeviceSettings;
import dev.kurki.actors.devicetree.DeviceSite;
import dev.kurki.actors.devicetree.DeviceTreeNode;
import dev.kurki.actors.section.SavedState;

/** A device that notes when it is read, and ends the machine when it has noted enough. */
final class ProbeDevice implements DeviceModel<ProbeDevice.Section> {
  /** It has no state. */
  @SavedState(id = "probe")
  record Section() {}

  private final DevicePorts ports;
  private final long[] times;
  private int count;

  private ProbeDevice(DevicePorts ports, long[] times) {
    this.ports = ports;
    this.times = times;
  }

  /** How a machine gets one that fills {@code times} with nanoseconds. */
  static DeviceRegistration<Section> registration(long[] times) {
    return new DeviceRegistration<>() {
      @Override
      public String name() {
        return "probe";
      }

      @Override
      public Class<Section> section() {
        return Section.class;
      }

      @Override
      public long regionBytes() {
        return 16;
      }

      @Override
      public int widths() {
        return 4;
      }

      @Override
      public DeviceModel<Section> create(DevicePorts ports, DeviceSettings settings) {
        return new ProbeDevice(ports, times);
      }

      @Override
      public List<DeviceTreeNode> describe(DeviceSite site, DeviceSettings settings) {
        return List.of(new DeviceTreeNode(site.nodeName("probe")));
      }
    };
  }

  @Override
  public long read(long offset, int width) {
    if (count < times.length) {
      times[count++] = System.nanoTime();
      if (count == times.length) {
        ports.exit(0);
      }
    }
    return 0;
  }

  @Override
  public void write(long offset, int width, long value) {}

  @Override
  public Section save() {
    return new Section();
  }

  @Override
  public void load(Section section) {}

  @Override
  public void reset() {}
}
