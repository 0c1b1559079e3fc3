package dev.kurki.devices.finisher;

import dev.kurki.actors.component.DeviceModel;
import dev.kurki.actors.component.DevicePorts;

/**
 * The test finisher as on QEMU's {@code virt}: a write to offset 0 says how the test, or the machine, ended.
 *
 * <pre>
 *   31      16 15      0
 *   status     0x5555 pass, 0x3333 fail with that status, 0x7777 reset
 * </pre>
 */
final class Finisher implements DeviceModel<FinisherSection> {
  static final int PASS = 0x5555;
  static final int FAIL = 0x3333;
  static final int RESET = 0x7777;

  private final DevicePorts ports;

  Finisher(DevicePorts ports) {
    this.ports = ports;
  }

  @Override
  public long read(long offset, int width) {
    return 0;
  }

  @Override
  public void write(long offset, int width, long value) {
    if (offset != 0) {
      return;
    }
    switch ((int) value & 0xffff) {
      case PASS -> ports.exit(0);
      case FAIL -> ports.exit((int) (value >>> 16));
      case RESET -> ports.resetMachine();
      default -> {
        // Other values mean nothing to it.
      }
    }
  }

  @Override
  public FinisherSection save() {
    return new FinisherSection();
  }

  @Override
  public void load(FinisherSection section) {}

  @Override
  public void reset() {}
}
