package dev.kurki.testkit;

import dev.kurki.actors.component.DeviceModel;
import dev.kurki.actors.component.DevicePorts;
import dev.kurki.actors.component.DeviceRegistration;
import dev.kurki.actors.component.DeviceSettings;
import dev.kurki.actors.devicetree.DeviceSite;
import dev.kurki.actors.devicetree.DeviceTreeNode;
import dev.kurki.actors.section.Bytes;
import java.util.List;
import java.util.function.Function;

/** A lamp with something about it that is not as it should be: tests say what. */
class AlteredLamp implements DeviceModel<Lamp.Section> {
  /** The lamp as it should be. */
  final DeviceModel<Lamp.Section> lamp;

  AlteredLamp(DeviceModel<Lamp.Section> lamp) {
    this.lamp = lamp;
  }

  /** How a machine gets one. */
  static DeviceRegistration<Lamp.Section> registration(
      Function<DeviceModel<Lamp.Section>, DeviceModel<Lamp.Section>> alteration) {
    return new DeviceRegistration<>() {
      @Override
      public String name() {
        return Lamp.REGISTRATION.name();
      }

      @Override
      public Class<Lamp.Section> section() {
        return Lamp.REGISTRATION.section();
      }

      @Override
      public long regionBytes() {
        return Lamp.REGISTRATION.regionBytes();
      }

      @Override
      public int widths() {
        return Lamp.REGISTRATION.widths();
      }

      @Override
      public DeviceModel<Lamp.Section> create(DevicePorts ports, DeviceSettings settings) {
        return alteration.apply(Lamp.REGISTRATION.create(ports, settings));
      }

      @Override
      public List<DeviceTreeNode> describe(DeviceSite site, DeviceSettings settings) {
        return Lamp.REGISTRATION.describe(site, settings);
      }
    };
  }

  @Override
  public long read(long offset, int width) {
    return lamp.read(offset, width);
  }

  @Override
  public void write(long offset, int width, long value) {
    lamp.write(offset, width, value);
  }

  @Override
  public void lineChanged(int line, boolean level) {
    lamp.lineChanged(line, level);
  }

  @Override
  public void alarm() {
    lamp.alarm();
  }

  @Override
  public void receive(Bytes data) {
    lamp.receive(data);
  }

  @Override
  public Lamp.Section save() {
    return lamp.save();
  }

  @Override
  public void load(Lamp.Section section) {
    lamp.load(section);
  }

  @Override
  public void reset() {
    lamp.reset();
  }
}
