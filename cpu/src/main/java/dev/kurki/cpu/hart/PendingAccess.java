package dev.kurki.cpu.hart;

/** An access to a device that waits to be made. */
public sealed interface PendingAccess {
  /** Guest-physical. */
  long address();

  /** 1, 2, 4 or 8 bytes. */
  int width();

  /** A load, which waits for the device's answer. */
  record Load(long address, int width) implements PendingAccess {}

  /**
   * A store, which waits where guest time passes by instructions; elsewhere it is posted.
   *
   * @param value in the low {@code width} bytes, the rest zero
   */
  record Store(long address, int width, long value) implements PendingAccess {}
}
