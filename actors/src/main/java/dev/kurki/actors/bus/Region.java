package dev.kurki.actors.bus;

/**
 * A range of guest-physical addresses that one device answers.
 *
 * @param name the device's name, for people
 * @param base the first address
 * @param bytes the size, at least 1
 * @param widths which access widths it takes, or-ed: 1, 2, 4 and 8 stand for themselves
 */
public record Region(String name, long base, long bytes, int widths) {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException when the range is empty, wraps around, or takes no width or an impossible one
   */
  public Region {
    if (base < 0 || bytes < 1 || base > Long.MAX_VALUE - bytes) {
      throw new IllegalArgumentException("region " + name + " has no such range: " + bytes + " bytes at " + hex(base));
    }
    if (widths < 1 || widths > (1 | 2 | 4 | 8)) {
      throw new IllegalArgumentException("region " + name + " takes no such access widths: " + widths);
    }
  }

  /** The first address behind it. */
  public long end() {
    return base + bytes;
  }

  /** Whether an access lies wholly within it and has a width that it takes. */
  public boolean takes(long address, int width) {
    return address >= base && width <= bytes && address <= end() - width && (widths & width) != 0;
  }

  /** Whether this range and another have an address in common. */
  public boolean overlaps(Region other) {
    return base < other.end() && other.base < end();
  }

  /** The range for people, e.g. {@code uart0 (0x10000000-0x100000ff)}. */
  @Override
  public String toString() {
    return name + " (" + hex(base) + "-" + hex(end() - 1) + ")";
  }

  private static String hex(long address) {
    return "0x" + Long.toHexString(address);
  }
}
