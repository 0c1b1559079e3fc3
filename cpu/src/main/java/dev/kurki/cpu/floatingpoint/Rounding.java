package dev.kurki.cpu.floatingpoint;

/** Makes an exact result representable and raises the flags that belong to it; tininess is detected after rounding. */
final class Rounding {
  private final Flags flags;

  Rounding(Flags flags) {
    this.flags = flags;
  }

  /**
   * Rounds and packs.
   *
   * @param significand with its leading one at bit 62 and its lowest bit sticky
   */
  long round(FloatFormat format, RoundingMode mode, boolean negative, int exponent, long significand) {
    int dropped = FloatFormat.LEADING_BIT - format.fractionBits();
    int biased = exponent + format.bias();
    if (biased >= format.specialExponent()) {
      return overflow(format, mode, negative);
    }
    boolean tiny = biased < 0 || (biased == 0 && significand + increment(mode, negative, dropped) >= 0);
    long exact = biased > 0 ? significand : shiftRightJam(significand, 1 - biased);
    long remainder = exact & (1L << dropped) - 1;
    long rounded = exact + increment(mode, negative, dropped) >>> dropped;
    if (mode == RoundingMode.RNE && remainder == 1L << dropped - 1) {
      rounded &= ~1L;
    }
    // The leading one, and a carry out of rounding, add to the exponent field below.
    long magnitude = rounded + ((long) Math.max(biased - 1, 0) << format.fractionBits());
    if (magnitude >= format.infinity(false)) {
      return overflow(format, mode, negative);
    }
    if (remainder != 0) {
      flags.raise(tiny ? Flags.NX | Flags.UF : Flags.NX);
    }
    return format.zero(negative) | magnitude;
  }

  /** Shifts right by any distance; what falls out stays visible in the lowest bit. */
  static long shiftRightJam(long value, int distance) {
    if (distance >= Long.SIZE) {
      return value != 0 ? 1 : 0;
    }
    long lost = distance == 0 ? 0 : value << Long.SIZE - distance;
    return value >>> distance | (lost != 0 ? 1 : 0);
  }

  private long overflow(FloatFormat format, RoundingMode mode, boolean negative) {
    flags.raise(Flags.OF | Flags.NX);
    boolean toInfinity = switch (mode) {
      case RNE, RMM -> true;
      case RTZ -> false;
      case RDN -> negative;
      case RUP -> !negative;
    };
    return toInfinity ? format.infinity(negative) : format.greatestFinite(negative);
  }

  /** What is added before the dropped bits are cut off. */
  static long increment(RoundingMode mode, boolean negative, int dropped) {
    return switch (mode) {
      case RNE, RMM -> 1L << dropped - 1;
      case RTZ -> 0;
      case RDN -> negative ? (1L << dropped) - 1 : 0;
      case RUP -> negative ? 0 : (1L << dropped) - 1;
    };
  }
}
