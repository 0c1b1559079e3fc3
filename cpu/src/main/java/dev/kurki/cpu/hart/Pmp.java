package dev.kurki.cpu.hart;

/** Physical memory protection: sixteen entries of four bytes' grain (privileged specification, section 3.7). */
final class Pmp {
  static final int ENTRIES = 16;

  private static final int LOCKED = 0x80;
  private static final int MODE_SHIFT = 3;
  private static final int OFF = 0;
  private static final int TOR = 1;
  private static final int NA4 = 2;
  private static final int PERMISSIONS = 7;
  /** The bits that an entry's registers have. */
  static final long ADDRESS_BITS = (1L << 54) - 1;
  static final int CONFIGURATION_BITS = LOCKED | PERMISSIONS | 3 << MODE_SHIFT;

  private final HartState state;
  /** The entries' ranges in bytes, first and one behind the last; empty where an entry is off. */
  private final long[] first = new long[ENTRIES];
  private final long[] end = new long[ENTRIES];
  private int active;

  Pmp(HartState state) {
    this.state = state;
    refresh();
  }

  /** Whether all bytes of a range may be so accessed: the lowest entry that matches any of them decides, and must match all. */
  boolean permits(long address, long bytes, int permission, int privilege) {
    for (int i = 0; i < active; i++) {
      if (address < end[i] && address + bytes > first[i]) {
        boolean whole = address >= first[i] && address + bytes <= end[i];
        int cfg = state.pmpcfg[i];
        boolean applies = privilege != Privilege.MACHINE || (cfg & LOCKED) != 0;
        return whole && (!applies || (cfg & permission) == permission);
      }
    }
    return privilege == Privilege.MACHINE;
  }

  /** Whether one answer holds for every access within a range. */
  boolean isUniform(long address, long bytes) {
    for (int i = 0; i < active; i++) {
      if (address < end[i] && address + bytes > first[i]) {
        return address >= first[i] && address + bytes <= end[i];
      }
    }
    return true;
  }

  long readConfiguration(int first) {
    long value = 0;
    for (int i = 7; i >= 0; i--) {
      value = value << 8 | state.pmpcfg[first + i] & 0xff;
    }
    return value;
  }

  void writeConfiguration(int first, long value) {
    for (int i = 0; i < 8; i++) {
      int cfg = (int) (value >>> 8 * i) & CONFIGURATION_BITS;
      if ((state.pmpcfg[first + i] & LOCKED) == 0 && !isReserved(cfg)) {
        state.pmpcfg[first + i] = (byte) cfg;
      }
    }
    refresh();
  }

  /** To write without to read is reserved. */
  static boolean isReserved(int cfg) {
    return (cfg & 3) == 2;
  }

  void writeAddress(int entry, long value) {
    boolean locked = (state.pmpcfg[entry] & LOCKED) != 0;
    boolean bounds = entry + 1 < ENTRIES && (state.pmpcfg[entry + 1] & LOCKED) != 0 && mode(entry + 1) == TOR;
    if (!locked && !bounds) {
      state.pmpaddr[entry] = value & ADDRESS_BITS;
      refresh();
    }
  }

  /** Works the ranges out anew, after a write or a load. */
  void refresh() {
    active = 0;
    for (int i = 0; i < ENTRIES; i++) {
      long address = state.pmpaddr[i] << 2;
      switch (mode(i)) {
        case OFF -> set(i, 0, 0);
        case TOR -> set(i, i == 0 ? 0 : state.pmpaddr[i - 1] << 2, address);
        case NA4 -> set(i, address, address + 4);
        default -> {
          int ones = Long.numberOfTrailingZeros(~state.pmpaddr[i]);
          long bytes = 8L << Math.min(ones, 54);
          long base = address & -bytes;
          set(i, base, base + bytes);
        }
      }
      if (mode(i) != OFF) {
        active = i + 1;
      }
    }
  }

  private int mode(int entry) {
    return state.pmpcfg[entry] >> MODE_SHIFT & 3;
  }

  /** A range that ends where it begins, or before, matches nothing: also no access that reaches over its place. */
  private void set(int entry, long from, long to) {
    boolean empty = to <= from;
    first[entry] = empty ? 0 : from;
    end[entry] = empty ? 0 : to;
  }
}
