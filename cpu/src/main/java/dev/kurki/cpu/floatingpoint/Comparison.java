package dev.kurki.cpu.floatingpoint;

/** Comparisons, minimum, maximum and classification. */
public final class Comparison {
  private final Flags flags;

  /** Operations that raise {@code flags}. */
  public Comparison(Flags flags) {
    this.flags = flags;
  }

  /** {@code a == b}; quiet. */
  public boolean equal(FloatFormat format, long a, long b) {
    return isOrdered(format, a, b, false) && order(format, a, b) == 0;
  }

  /** {@code a < b}; a NaN is invalid. */
  public boolean lessThan(FloatFormat format, long a, long b) {
    return isOrdered(format, a, b, true) && order(format, a, b) < 0;
  }

  /** {@code a <= b}; a NaN is invalid. */
  public boolean lessOrEqual(FloatFormat format, long a, long b) {
    return isOrdered(format, a, b, true) && order(format, a, b) <= 0;
  }

  /** The lesser; -0 is less than +0, and a number is preferred to a NaN. */
  public long minimum(FloatFormat format, long a, long b) {
    return select(format, a, b, true);
  }

  /** The greater; +0 is greater than -0, and a number is preferred to a NaN. */
  public long maximum(FloatFormat format, long a, long b) {
    return select(format, a, b, false);
  }

  /** The class as one bit of ten (unprivileged specification, table "Format of result of FCLASS instruction"). */
  public static int classify(FloatFormat format, long bits) {
    if (format.isNan(bits)) {
      return format.isSignalingNan(bits) ? 1 << 8 : 1 << 9;
    }
    int fromZero = format.isZero(bits) ? 0 : format.isSubnormal(bits) ? 1 : format.isInfinite(bits) ? 3 : 2;
    return 1 << (format.isNegative(bits) ? 3 - fromZero : 4 + fromZero);
  }

  private long select(FloatFormat format, long a, long b, boolean lesser) {
    if (format.isSignalingNan(a) || format.isSignalingNan(b)) {
      flags.raise(Flags.NV);
    }
    if (format.isNan(a) || format.isNan(b)) {
      return !format.isNan(a) ? a : !format.isNan(b) ? b : format.canonicalNan();
    }
    int order = format.isZero(a) && format.isZero(b)
        ? Boolean.compare(format.isNegative(b), format.isNegative(a))
        : order(format, a, b);
    return order < 0 == lesser ? a : b;
  }

  private boolean isOrdered(FloatFormat format, long a, long b, boolean signaling) {
    boolean unordered = format.isNan(a) || format.isNan(b);
    if (unordered && (signaling || format.isSignalingNan(a) || format.isSignalingNan(b))) {
      flags.raise(Flags.NV);
    }
    return !unordered;
  }

  private static int order(FloatFormat format, long a, long b) {
    return Long.compare(signed(format, a), signed(format, b));
  }

  private static long signed(FloatFormat format, long bits) {
    return format.isNegative(bits) ? -format.magnitude(bits) : bits;
  }
}
