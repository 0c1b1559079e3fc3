package dev.kurki.cpu.hart;

/** A hart's way to devices: addresses that are not RAM. A read is not here, as it parks the hart; see {@link Outcome#ACCESS_PENDING}. */
public interface Bus {
  /** Whether a device answers an access of {@code width} bytes at a guest-physical address. */
  boolean takes(long address, int width);

  /**
   * Posts a write to the device that takes it.
   *
   * @param width 1, 2, 4 or 8 bytes
   * @param value in the low {@code width} bytes, the rest zero
   */
  void write(long address, int width, long value);
}
