package dev.kurki.actors.component;

import dev.kurki.actors.section.Bytes;

/**
 * What a device author writes: a plain, single-threaded object with registers, input lines and a section record. It knows
 * no actor; {@link DeviceActor} hosts it and {@link DevicePorts} is its way out. Guests are hostile: every offset, width
 * and value is to be expected here, and none may throw.
 *
 * @param <S> the record of the device's section, marked {@link dev.kurki.actors.section.SavedState}
 */
public interface DeviceModel<S extends Record> {
  /**
   * Reads a register.
   *
   * @param offset bytes from the start of the region, below its size
   * @param width 1, 2, 4 or 8 bytes, one of those the region takes
   * @return the value in the low {@code width} bytes; zero where no register is
   */
  long read(long offset, int width);

  /**
   * Writes a register; a write where no register is does nothing.
   *
   * @param offset bytes from the start of the region, below its size
   * @param width 1, 2, 4 or 8 bytes, one of those the region takes
   * @param value in the low {@code width} bytes, the rest zero
   */
  void write(long offset, int width, long value);

  /** The level of an input line has changed. */
  default void lineChanged(int line, boolean level) {}

  /** The moment asked for by {@link DevicePorts#setAlarm} has come, or passed. */
  default void alarm() {}

  /** Bytes from the host's side have come in. */
  default void receive(Bytes data) {}

  /** The device's state as its section. */
  S save();

  /**
   * Takes a section's state over, drives the output lines and sets the alarm that follow from it. Types and ranges have
   * been checked by the schema; what fields say of each other is checked here.
   *
   * @throws InconsistentState when the fields contradict one another, before anything has changed
   */
  void load(S section);

  /** Goes back to the state after power-on. */
  void reset();
}
