package dev.kurki.cpu.floatingpoint;

/** Conversions between formats and from and to integers. */
public final class Conversion {
  private final Flags flags;
  private final Rounding rounding;

  /** Operations that raise {@code flags}. */
  public Conversion(Flags flags) {
    this.flags = flags;
    this.rounding = new Rounding(flags);
  }

  /** The value in another format. */
  public long convert(FloatFormat from, FloatFormat to, RoundingMode mode, long bits) {
    boolean negative = from.isNegative(bits);
    if (from.isNan(bits)) {
      if (from.isSignalingNan(bits)) {
        flags.raise(Flags.NV);
      }
      return to.canonicalNan();
    }
    if (from.isInfinite(bits)) {
      return to.infinity(negative);
    }
    if (from.isZero(bits)) {
      return to.zero(negative);
    }
    return rounding.round(to, mode, negative, from.exponent(bits), from.significand(bits));
  }

  /** A signed 64-bit integer as a floating-point number. */
  public long fromSigned(FloatFormat format, RoundingMode mode, long value) {
    return fromMagnitude(format, mode, value < 0, value < 0 ? -value : value);
  }

  /** An unsigned 64-bit integer as a floating-point number. */
  public long fromUnsigned(FloatFormat format, RoundingMode mode, long value) {
    return fromMagnitude(format, mode, false, value);
  }

  /**
   * The value as an integer; one that has no place is invalid and becomes the nearest that has, NaN the greatest.
   *
   * @param width 32 or 64 bits
   * @return the integer, sign-extended from its width also if it is unsigned
   */
  public long toInteger(FloatFormat format, RoundingMode mode, long bits, int width, boolean signed) {
    boolean negative = format.isNegative(bits) && !format.isNan(bits);
    long limit = limit(width, signed, negative);
    if (format.isNan(bits) || format.isInfinite(bits)) {
      return saturated(limit, width, negative);
    }
    if (format.isZero(bits)) {
      return 0;
    }
    int exponent = format.exponent(bits);
    long significand = format.significand(bits);
    if (exponent > 63) {
      return saturated(limit, width, negative);
    }
    int right = FloatFormat.LEADING_BIT - exponent;
    // At exponent 63 the number is whole; below, half is the dropped part's upper bit and the rest is sticky.
    long whole = right < 0 ? significand << 1 : right > 63 ? 0 : significand >>> right;
    long dropped = right <= 0 ? 0 : right > 63 ? 1 : significand << Long.SIZE - right;
    long rounded = whole + (roundsUp(mode, negative, whole, dropped) ? 1 : 0);
    if (Long.compareUnsigned(rounded, limit) > 0) {
      return saturated(limit, width, negative);
    }
    if (dropped != 0) {
      flags.raise(Flags.NX);
    }
    return extended(negative ? -rounded : rounded, width);
  }

  private static boolean roundsUp(RoundingMode mode, boolean negative, long whole, long dropped) {
    // As a signed number the dropped part has half at its sign bit.
    return switch (mode) {
      case RNE -> dropped < 0 && (dropped != Long.MIN_VALUE || (whole & 1) != 0);
      case RTZ -> false;
      case RDN -> negative && dropped != 0;
      case RUP -> !negative && dropped != 0;
      case RMM -> dropped < 0;
    };
  }

  /** The greatest magnitude on that side of zero. */
  private static long limit(int width, boolean signed, boolean negative) {
    if (!signed) {
      return negative ? 0 : -1L >>> Long.SIZE - width;
    }
    long half = 1L << width - 1;
    return negative ? half : half - 1;
  }

  private long saturated(long limit, int width, boolean negative) {
    flags.raise(Flags.NV);
    return extended(negative ? -limit : limit, width);
  }

  private static long extended(long value, int width) {
    return width == 32 ? (int) value : value;
  }

  private long fromMagnitude(FloatFormat format, RoundingMode mode, boolean negative, long magnitude) {
    if (magnitude == 0) {
      return 0;
    }
    int leading = 63 - Long.numberOfLeadingZeros(magnitude);
    long significand = leading == 63
        ? Rounding.shiftRightJam(magnitude, 1)
        : magnitude << FloatFormat.LEADING_BIT - leading;
    return rounding.round(format, mode, negative, leading, significand);
  }
}
