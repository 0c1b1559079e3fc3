package dev.kurki.cpu.floatingpoint;

/** What {@link Arithmetic} does, of the bits alone: in every rounding mode, for every operand, with every flag. */
final class SoftArithmetic {
  private static final int ROOT_BITS = 58;

  private final Flags flags;
  private final Rounding rounding;

  SoftArithmetic(Flags flags) {
    this.flags = flags;
    this.rounding = new Rounding(flags);
  }

  /** {@code a + b}. */
  long add(FloatFormat format, RoundingMode mode, long a, long b) {
    return fusedMultiplyAdd(format, mode, a, format.one(), b);
  }

  /** {@code a - b}. */
  long subtract(FloatFormat format, RoundingMode mode, long a, long b) {
    return add(format, mode, a, format.isNan(b) ? b : b ^ format.signBit());
  }

  /** {@code a * b}. */
  long multiply(FloatFormat format, RoundingMode mode, long a, long b) {
    boolean negative = format.isNegative(a) != format.isNegative(b);
    if (format.isNan(a) || format.isNan(b)) {
      return nan(format, a, b, 0);
    }
    if (format.isInfinite(a) || format.isInfinite(b)) {
      return format.isZero(a) || format.isZero(b) ? invalid(format) : format.infinity(negative);
    }
    // Of a product that is zero and an addend of the same sign, that zero is the sum.
    return fusedMultiplyAdd(format, mode, a, b, format.zero(negative));
  }

  /** {@code a / b}. */
  long divide(FloatFormat format, RoundingMode mode, long a, long b) {
    boolean negative = format.isNegative(a) != format.isNegative(b);
    if (format.isNan(a) || format.isNan(b)) {
      return nan(format, a, b, 0);
    }
    if (format.isInfinite(a)) {
      return format.isInfinite(b) ? invalid(format) : format.infinity(negative);
    }
    if (format.isInfinite(b)) {
      return format.zero(negative);
    }
    if (format.isZero(b)) {
      if (format.isZero(a)) {
        return invalid(format);
      }
      flags.raise(Flags.DZ);
      return format.infinity(negative);
    }
    if (format.isZero(a)) {
      return format.zero(negative);
    }
    int exponent = format.exponent(a) - format.exponent(b);
    long remainder = format.significand(a);
    long divisor = format.significand(b);
    if (remainder < divisor) {
      remainder <<= 1;
      exponent--;
    }
    long quotient = 0;
    for (int bit = FloatFormat.LEADING_BIT; bit >= 0; bit--) {
      if (Long.compareUnsigned(remainder, divisor) >= 0) {
        remainder -= divisor;
        quotient |= 1L << bit;
      }
      remainder <<= 1;
    }
    return rounding.round(format, mode, negative, exponent, quotient | (remainder != 0 ? 1 : 0));
  }

  /** The square root. */
  long squareRoot(FloatFormat format, RoundingMode mode, long a) {
    if (format.isNan(a)) {
      return nan(format, a, a, 0);
    }
    if (format.isZero(a)) {
      return a;
    }
    if (format.isNegative(a)) {
      return invalid(format);
    }
    if (format.isInfinite(a)) {
      return a;
    }
    int exponent = format.exponent(a);
    long radicand = format.significand(a) << (exponent & 1);
    long root = 0;
    long remainder = 0;
    for (int i = 0; i < ROOT_BITS; i++) {
      remainder = remainder << 2 | radicand >>> 62;
      radicand <<= 2;
      long trial = root << 2 | 1;
      root <<= 1;
      if (remainder >= trial) {
        remainder -= trial;
        root |= 1;
      }
    }
    long significand = root << FloatFormat.LEADING_BIT + 1 - ROOT_BITS | (remainder != 0 ? 1 : 0);
    return rounding.round(format, mode, false, exponent >> 1, significand);
  }

  /** {@code a * b + c}, rounded once. */
  long fusedMultiplyAdd(FloatFormat format, RoundingMode mode, long a, long b, long c) {
    boolean negative = format.isNegative(a) != format.isNegative(b);
    boolean invalidProduct = (format.isInfinite(a) && format.isZero(b)) || (format.isZero(a) && format.isInfinite(b));
    if (invalidProduct) {
      flags.raise(Flags.NV);
      return nan(format, c, c, 0);
    }
    if (format.isNan(a) || format.isNan(b) || format.isNan(c)) {
      return nan(format, a, b, c);
    }
    if (format.isInfinite(a) || format.isInfinite(b)) {
      boolean opposed = format.isInfinite(c) && format.isNegative(c) != negative;
      return opposed ? invalid(format) : format.infinity(negative);
    }
    if (format.isInfinite(c)) {
      return c;
    }
    if (format.isZero(a) || format.isZero(b)) {
      return format.isZero(c) ? sumOfZeros(format, mode, negative, format.isNegative(c)) : c;
    }
    Wide product = Wide.product(format.exponent(a) + format.exponent(b), format.significand(a), format.significand(b));
    if (format.isZero(c)) {
      return rounding.round(format, mode, negative, product.normalExponent(), product.normalSignificand());
    }
    Wide addend = Wide.of(format.exponent(c), format.significand(c));
    return sum(format, mode, product, negative, addend, format.isNegative(c));
  }

  private long sum(FloatFormat format, RoundingMode mode, Wide a, boolean negativeA, Wide b, boolean negativeB) {
    int exponent = Math.max(a.exponent(), b.exponent());
    Wide x = a.aligned(exponent);
    Wide y = b.aligned(exponent);
    if (negativeA == negativeB) {
      Wide sum = x.plus(y);
      return rounding.round(format, mode, negativeA, sum.normalExponent(), sum.normalSignificand());
    }
    int order = x.compareTo(y);
    if (order == 0) {
      return format.zero(mode == RoundingMode.RDN);
    }
    Wide difference = order > 0 ? x.minus(y) : y.minus(x);
    boolean negative = order > 0 ? negativeA : negativeB;
    return rounding.round(format, mode, negative, difference.normalExponent(), difference.normalSignificand());
  }

  private static long sumOfZeros(FloatFormat format, RoundingMode mode, boolean negativeA, boolean negativeB) {
    return format.zero(negativeA == negativeB ? negativeA : mode == RoundingMode.RDN);
  }

  private long nan(FloatFormat format, long a, long b, long c) {
    if (format.isSignalingNan(a) || format.isSignalingNan(b) || format.isSignalingNan(c)) {
      flags.raise(Flags.NV);
    }
    return format.canonicalNan();
  }

  private long invalid(FloatFormat format) {
    flags.raise(Flags.NV);
    return format.canonicalNan();
  }
}
