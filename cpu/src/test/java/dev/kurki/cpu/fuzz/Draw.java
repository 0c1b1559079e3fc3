package dev.kurki.cpu.fuzz;

import java.util.List;
import java.util.SplittableRandom;

/** Random choices from a seed, with a liking for the values that go wrong. */
final class Draw {
  private static final long[] LONGS = {0, 1, -1, 2, -2, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fff_ffffL,
      0x8000_0000L,
      0xffff_ffffL, 0x1_0000_0000L, Long.MAX_VALUE, Long.MIN_VALUE, 0xffff_ffff_8000_0000L, 0x5555_5555_5555_5555L,
      0x0101_0101_0101_0101L, 0xff00_ff00_ff00_ff00L};
  private static final long[] DOUBLES = {0, 1L << 63, 0x3ff0_0000_0000_0000L, 0xbff0_0000_0000_0000L,
      0x7ff0_0000_0000_0000L,
      0xfff0_0000_0000_0000L, 0x7ff8_0000_0000_0000L, 0x7ff0_0000_0000_0001L, 0xfff8_0000_0000_0001L, 1,
      0x000f_ffff_ffff_ffffL,
      0x0010_0000_0000_0000L, 0x7fef_ffff_ffff_ffffL, 0x41df_ffff_ffc0_0000L, 0x41e0_0000_0000_0000L,
      0x43e0_0000_0000_0000L,
      0x3fe0_0000_0000_0000L, 0x3ca0_0000_0000_0000L, 0x3810_0000_0000_0000L, 0x47ef_ffff_f000_0000L};
  private static final int[] SINGLES = {0, 0x8000_0000, 0x3f80_0000, 0xbf80_0000, 0x7f80_0000, 0xff80_0000, 0x7fc0_0000,
      0x7f80_0001, 0xffc0_0001, 1, 0x007f_ffff, 0x0080_0000, 0x7f7f_ffff, 0x4eff_ffff, 0x4f00_0000, 0x5f00_0000,
      0x3f00_0000,
      0x3380_0000, 0x3880_0000, 0x477f_e000};
  private static final int[] HALVES = {0, 0x8000, 0x3c00, 0x7c00, 0xfc00, 0x7e00, 0x7c01, 1, 0x03ff, 0x0400, 0x7bff};

  private final SplittableRandom random;

  Draw(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** 0 to {@code bound} - 1. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  /** Once in so many times. */
  boolean onceIn(int times) {
    return random.nextInt(times) == 0;
  }

  int bits() {
    return random.nextInt();
  }

  <T> T of(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** An integer register's value. */
  long integer() {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextLong();
      case 1 -> random.nextLong() >> random.nextInt(64);
      case 2 -> LONGS[random.nextInt(LONGS.length)] + random.nextInt(5) - 2;
      default -> LONGS[random.nextInt(LONGS.length)];
    };
  }

  /** A floating-point register's bits: doubles, boxed singles and halves, and what is none of them. */
  long floating() {
    return switch (random.nextInt(8)) {
      case 0 -> random.nextLong();
      case 1, 2, 3 -> DOUBLES[random.nextInt(DOUBLES.length)] ^ nearby();
      case 4, 5, 6 ->
        0xffff_ffff_0000_0000L | (SINGLES[random.nextInt(SINGLES.length)] ^ (int) nearby()) & 0xffff_ffffL;
      default -> 0xffff_ffff_ffff_0000L | HALVES[random.nextInt(HALVES.length)] ^ nearby();
    };
  }

  private long nearby() {
    return onceIn(3) ? random.nextInt(4) : 0;
  }
}
