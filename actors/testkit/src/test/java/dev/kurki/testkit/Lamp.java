package dev.kurki.testkit;

import java.util.List;

import dev.kurki.actors.component.DeviceModel;
import dev.kurki.actors.component.DevicePorts;
import dev.kurki.actors.component.DeviceRegistration;
import dev.kurki.actors.component.DeviceSettings;
import dev.kurki.actors.component.InconsistentState;
import dev.kurki.actors.devicetree.DeviceSite;
import dev.kurki.actors.devicetree.DeviceTreeNode;
import dev.kurki.actors.section.Bytes;
import dev.kurki.actors.section.Field;
import dev.kurki.actors.section.SavedState;

/** A lamp that glows until a moment: enough of a device to show each thing that the kit does. */
final class Lamp implements DeviceModel<Lamp.Section> {
  static final long LEVEL = 0;
  static final long TIMER_MILLIS = 4;
  static final long SWITCH = 8;

  /** The lamp's state. */
  @SavedState(id = "lamp")
  record Section(@Field(min = 0, max = 100) int level, long offAtNanos, boolean switched) {}

  /** How a machine gets a lamp. */
  static final DeviceRegistration<Section> REGISTRATION = new DeviceRegistration<>() {
    @Override
    public String name() {
      return "lamp";
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
      return new Lamp(ports);
    }

    @Override
    public List<DeviceTreeNode> describe(DeviceSite site, DeviceSettings settings) {
      return List.of(new DeviceTreeNode(site.nodeName("lamp")));
    }
  };

  private final DevicePorts ports;
  private int level;
  private long offAtNanos = DevicePorts.NO_ALARM;
  private boolean switched;

  private Lamp(DevicePorts ports) {
    this.ports = ports;
  }

  @Override
  public long read(long offset, int width) {
    return offset == LEVEL ? level : 0;
  }

  @Override
  public void write(long offset, int width, long value) {
    if (offset == LEVEL) {
      glow(Math.clamp(value, 0, 100));
    } else if (offset == TIMER_MILLIS) {
      offAtNanos = ports.guestNanos() + value * 1_000_000;
      ports.setAlarm(offAtNanos);
    } else if (offset == SWITCH && value == 1) {
      ports.exit(3);
    } else if (offset == SWITCH) {
      ports.resetMachine();
    }
  }

  @Override
  public void lineChanged(int line, boolean on) {
    switched = on;
    glow(on ? 100 : 0);
  }

  @Override
  public void alarm() {
    offAtNanos = DevicePorts.NO_ALARM;
    glow(0);
  }

  @Override
  public void receive(Bytes data) {
    ports.transmit(data);
  }

  @Override
  public Section save() {
    return new Section(level, offAtNanos, switched);
  }

  @Override
  public void load(Section section) {
    if (section.switched && section.level == 0) {
      throw new InconsistentState("level", "light, as the lamp is switched on", "0");
    }
    switched = section.switched;
    offAtNanos = section.offAtNanos;
    ports.setAlarm(offAtNanos);
    glow(section.level);
  }

  @Override
  public void reset() {
    offAtNanos = DevicePorts.NO_ALARM;
    switched = false;
    glow(0);
  }

  /** A lamp that is switched on does not go out. */
  private void glow(int percent) {
    level = switched ? Math.max(percent, 1) : percent;
    ports.setLine(0, level > 0);
  }
}
