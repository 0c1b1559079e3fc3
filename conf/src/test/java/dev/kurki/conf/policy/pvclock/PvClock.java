package dev.kurki.conf.policy.pvclock;

import dev.kurki.actors.component.DeviceModel;
import dev.kurki.actors.component.DevicePorts;
import dev.kurki.actors.component.InconsistentState;

/** Guest time and what the guest has added to it: TIME at 0x00, OFFSET at 0x08, ENABLE at 0x10, eight bytes each. */
final class PvClock implements DeviceModel<Record> {
  private final DevicePorts ports;
  private final Build build;
  private boolean enabled;
  private long offset;

  PvClock(DevicePorts ports, Build build) {
    this.ports = ports;
    this.build = build;
  }

  @Override
  public long read(long register, int width) {
    return switch ((int) register) {
      case 0x00 -> enabled ? ports.guestNanos() + offset : 0;
      case 0x08 -> offset;
      case 0x10 -> enabled ? 1 : 0;
      default -> 0;
    };
  }

  @Override
  public void write(long register, int width, long value) {
    switch ((int) register) {
      case 0x08 -> offset = enabled ? value : 0;
      case 0x10 -> {
        enabled = (value & 1) != 0;
        offset = enabled ? offset : 0;
      }
      default -> {
        // Read-only, or no register.
      }
    }
  }

  @Override
  public Record save() {
    return build.section(enabled, offset);
  }

  @Override
  public void load(Record section) {
    PvClockState state = (PvClockState) section;
    if (!state.enabled() && state.offset() != 0 && !build.repairs()) {
      throw new InconsistentState("offset", "0, as the clock is off",
          Long.toString(state.offset()));
    }
    enabled = state.enabled();
    offset = state.enabled() ? state.offset() : 0;
  }

  @Override
  public void reset() {
    enabled = false;
    offset = 0;
  }
}
