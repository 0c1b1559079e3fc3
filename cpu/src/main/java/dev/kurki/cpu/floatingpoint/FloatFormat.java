package dev.kurki.cpu.floatingpoint;

/**
 * A binary interchange format. A finite value that is not zero is taken apart into an exponent and a significand:
 *
 * <pre>
 *   value = significand / 2^62 * 2^exponent      2^62 &lt;= significand &lt; 2^63, subnormals included
 * </pre>
 */
public enum FloatFormat {
  /** Half precision. */
  BINARY16(5, 10),
  /** Single precision. */
  BINARY32(8, 23),
  /** Double precision. */
  BINARY64(11, 52);

  /** Where a significand's leading one stands. */
  static final int LEADING_BIT = 62;

  private final int exponentBits;
  private final int fractionBits;

  FloatFormat(int exponentBits, int fractionBits) {
    this.exponentBits = exponentBits;
    this.fractionBits = fractionBits;
  }

  /** How many bits a value has. */
  public int bits() {
    return 1 + exponentBits + fractionBits;
  }

  int fractionBits() {
    return fractionBits;
  }

  int bias() {
    return (1 << exponentBits - 1) - 1;
  }

  /** The exponent field of infinities and NaNs. */
  int specialExponent() {
    return (1 << exponentBits) - 1;
  }

  /** The sign bit alone. */
  public long signBit() {
    return 1L << exponentBits + fractionBits;
  }

  /** The canonical NaN: quiet, positive, no payload. */
  public long canonicalNan() {
    return infinity(false) | 1L << fractionBits - 1;
  }

  long infinity(boolean negative) {
    return zero(negative) | (long) specialExponent() << fractionBits;
  }

  long greatestFinite(boolean negative) {
    return infinity(negative) - 1;
  }

  long zero(boolean negative) {
    return negative ? signBit() : 0;
  }

  long one() {
    return (long) bias() << fractionBits;
  }

  boolean isNegative(long bits) {
    return (bits & signBit()) != 0;
  }

  long magnitude(long bits) {
    return bits & signBit() - 1;
  }

  boolean isNan(long bits) {
    return magnitude(bits) > infinity(false);
  }

  boolean isSignalingNan(long bits) {
    return isNan(bits) && (bits & 1L << fractionBits - 1) == 0;
  }

  boolean isInfinite(long bits) {
    return magnitude(bits) == infinity(false);
  }

  boolean isZero(long bits) {
    return magnitude(bits) == 0;
  }

  boolean isSubnormal(long bits) {
    return exponentField(bits) == 0 && !isZero(bits);
  }

  int exponentField(long bits) {
    return (int) (bits >>> fractionBits) & specialExponent();
  }

  /** The exponent of a finite value that is not zero. */
  int exponent(long bits) {
    int field = exponentField(bits);
    return field != 0 ? field - bias() : 1 - bias() - (fractionBits - (63 - Long.numberOfLeadingZeros(fraction(bits))));
  }

  /** The significand of a finite value that is not zero. */
  long significand(long bits) {
    long fraction = fraction(bits);
    return exponentField(bits) != 0
        ? (fraction | 1L << fractionBits) << LEADING_BIT - fractionBits
        : fraction << Long.numberOfLeadingZeros(fraction) - 1;
  }

  private long fraction(long bits) {
    return bits & (1L << fractionBits) - 1;
  }
}
