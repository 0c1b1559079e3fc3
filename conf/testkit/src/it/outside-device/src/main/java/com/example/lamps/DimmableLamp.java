package com.example.lamps;

import dev.kurki.actors.component.DeviceModel;
import dev.kurki.actors.component.DevicePorts;
import dev.kurki.actors.component.DeviceSettings;

/**
 * A lamp with a dimmer, four bytes a register. Its line is high while it is lit.
 *
 * <pre>
 *   0x0  LEVEL   how bright it is, 0 to 100 percent; more is taken for 100
 *   0x4  WARM    1 for warm light, where the machine type has that; else 0
 *   0x8  FADE    written: goes out after so many milliseconds, where the machine type has that; reads as 0
 * </pre>
 */
final class DimmableLamp implements DeviceModel<LampSection> {
  static final int LEVEL = 0x0;
  static final int WARM = 0x4;
  static final int FADE = 0x8;

  private static final long NANOS_PER_MILLI = 1_000_000;

  private final DevicePorts ports;
  private final boolean canBeWarm;
  private final boolean canFade;
  private LampSection state = LampSection.DARK;

  DimmableLamp(DevicePorts ports, DeviceSettings settings) {
    this.ports = ports;
    this.canBeWarm = settings.value(DimmableLampRegistration.CAN_BE_WARM) != 0;
    this.canFade = settings.value(DimmableLampRegistration.CAN_FADE) != 0;
  }

  @Override
  public long read(long offset, int width) {
    return switch ((int) offset) {
      case LEVEL -> state.level();
      case WARM -> state.warm() ? 1 : 0;
      default -> 0;
    };
  }

  @Override
  public void write(long offset, int width, long value) {
    if (offset == LEVEL) {
      become(state.withLevel(Math.clamp(value, 0, 100)));
    } else if (offset == WARM && canBeWarm) {
      become(state.withWarmth((value & 1) != 0));
    } else if (offset == FADE && canFade) {
      become(state.offAt(ports.guestNanos() + value * NANOS_PER_MILLI));
    }
  }

  @Override
  public void alarm() {
    become(state.withLevel(0).offAt(DevicePorts.NO_ALARM));
  }

  @Override
  public LampSection save() {
    return state;
  }

  @Override
  public void load(LampSection section) {
    become(section);
  }

  @Override
  public void reset() {
    become(LampSection.DARK);
  }

  private void become(LampSection next) {
    state = next;
    ports.setAlarm(state.fading().offAtNanos());
    ports.setLine(0, state.level() > 0);
  }
}
