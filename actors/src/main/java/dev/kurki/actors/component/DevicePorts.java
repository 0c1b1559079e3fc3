package dev.kurki.actors.component;

import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.Bytes;

/** A device model's way out: its output lines, the guest's clock, an alarm, the host's side, guest RAM and the machine. */
public interface DevicePorts {
  /** The alarm that never comes. */
  long NO_ALARM = Long.MAX_VALUE;

  /** Drives an output line to a level; setting the level it has costs nothing. */
  void setLine(int output, boolean level);

  /** The guest's time since power-on in nanoseconds; it stands still while the machine is stopped. */
  long guestNanos();

  /** The host's wall clock: nanoseconds since 1970-01-01T00:00Z. */
  long wallNanos();

  /**
   * Asks for {@link DeviceModel#alarm()} once, at that guest time; a new call replaces the old.
   *
   * @param guestNanos guest time since power-on in nanoseconds, or {@link #NO_ALARM}
   */
  void setAlarm(long guestNanos);

  /** Hands bytes to the host's side of the device: what a terminal shows. */
  void transmit(Bytes data);

  /** Guest RAM, for DMA. */
  GuestMemory memory();

  /**
   * Ends the machine as its guest asked.
   *
   * @param status 0 for success, the guest's own code otherwise
   */
  void exit(int status);

  /** Resets the whole machine as its guest asked. */
  void resetMachine();
}
