package dev.kurki.devices.rtc;

import dev.kurki.actors.component.DeviceModel;
import dev.kurki.actors.component.DevicePorts;

/**
 * The registers of the Goldfish RTC, four bytes each.
 *
 * <pre>
 *   0x00  TIME_LOW    reading latches TIME_HIGH      0x10  IRQ_ENABLED
 *   0x04  TIME_HIGH                                  0x14  CLEAR_ALARM
 *   0x08  ALARM_LOW   writing sets the alarm         0x18  ALARM_STATUS
 *   0x0c  ALARM_HIGH                                 0x1c  CLEAR_INTERRUPT
 * </pre>
 */
final class GoldfishRtc implements DeviceModel<GoldfishRtcSection> {
  static final int TIME_LOW = 0x00;
  static final int TIME_HIGH = 0x04;
  static final int ALARM_LOW = 0x08;
  static final int ALARM_HIGH = 0x0c;
  static final int IRQ_ENABLED = 0x10;
  static final int CLEAR_ALARM = 0x14;
  static final int ALARM_STATUS = 0x18;
  static final int CLEAR_INTERRUPT = 0x1c;

  private static final long LOW_WORD = 0xffff_ffffL;

  private final DevicePorts ports;
  private long offsetNanos;
  private long latchedHigh;
  private long alarmHigh;
  private long alarmNanos;
  private boolean alarmSet;
  private boolean alarmRung;
  private boolean interruptEnabled;

  GoldfishRtc(DevicePorts ports) {
    this.ports = ports;
  }

  @Override
  public long read(long offset, int width) {
    return switch ((int) offset) {
      case TIME_LOW -> {
        long now = now();
        latchedHigh = now >>> 32;
        yield now & LOW_WORD;
      }
      case TIME_HIGH -> latchedHigh;
      case ALARM_LOW -> alarmNanos & LOW_WORD;
      case ALARM_HIGH -> alarmHigh;
      case IRQ_ENABLED -> interruptEnabled ? 1 : 0;
      case ALARM_STATUS -> alarmSet ? 1 : 0;
      default -> 0;
    };
  }

  @Override
  public void write(long offset, int width, long value) {
    switch ((int) offset) {
      case TIME_LOW -> offsetNanos += (now() & ~LOW_WORD | value) - now();
      case TIME_HIGH -> offsetNanos += (value << 32 | now() & LOW_WORD) - now();
      case ALARM_HIGH -> alarmHigh = value;
      case ALARM_LOW -> {
        alarmNanos = alarmHigh << 32 | value;
        alarmSet = true;
      }
      case IRQ_ENABLED -> interruptEnabled = (value & 1) != 0;
      case CLEAR_ALARM -> alarmSet = false;
      case CLEAR_INTERRUPT -> alarmRung = false;
      default -> {
        // Read-only, or no register.
      }
    }
    follow();
  }

  @Override
  public void alarm() {
    follow();
  }

  @Override
  public GoldfishRtcSection save() {
    return new GoldfishRtcSection(offsetNanos, latchedHigh, alarmHigh, alarmNanos, alarmSet, alarmRung,
        interruptEnabled);
  }

  @Override
  public void load(GoldfishRtcSection section) {
    offsetNanos = section.offsetNanos();
    latchedHigh = section.latchedHigh();
    alarmHigh = section.alarmHigh();
    alarmNanos = section.alarmNanos();
    alarmSet = section.alarmSet();
    alarmRung = section.alarmRung();
    interruptEnabled = section.interruptEnabled();
    // An alarm that became due on the way rings when the machine goes on: what was loaded is what would be saved.
    drive();
  }

  /** The time that the guest has set outlives a reset, as a battery's would. */
  @Override
  public void reset() {
    latchedHigh = 0;
    alarmHigh = 0;
    alarmNanos = 0;
    alarmSet = false;
    alarmRung = false;
    interruptEnabled = false;
    follow();
  }

  private void follow() {
    if (alarmSet && isDue(now())) {
      alarmSet = false;
      alarmRung = true;
    }
    drive();
  }

  private void drive() {
    ports.setAlarm(alarmSet ? alarmGuestNanos() : DevicePorts.NO_ALARM);
    ports.setLine(0, alarmRung && interruptEnabled);
  }

  /** Both are 64-bit registers without a sign. */
  private boolean isDue(long now) {
    return Long.compareUnsigned(alarmNanos, now) <= 0;
  }

  /** When the alarm is due by the guest's time since power-on; never, where that is farther away than it can say. */
  private long alarmGuestNanos() {
    long now = now();
    long guestNanos = ports.guestNanos();
    long left = isDue(now) ? 0 : alarmNanos - now;
    return left < 0 || left > DevicePorts.NO_ALARM - guestNanos ? DevicePorts.NO_ALARM : guestNanos + left;
  }

  private long now() {
    return ports.wallNanos() + offsetNanos;
  }
}
