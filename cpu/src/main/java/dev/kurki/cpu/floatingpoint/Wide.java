package dev.kurki.cpu.floatingpoint;

/**
 * An exact positive intermediate result of 128 bits: {@code (high:low) / 2^124 * 2^exponent}. Three bits stand free above a
 * product's leading one.
 */
record Wide(int exponent, long high, long low) implements Comparable<Wide> {
  private static final int LEADING_BIT = 124;

  static Wide product(int exponent, long a, long b) {
    return new Wide(exponent, Math.multiplyHigh(a, b), a * b);
  }

  static Wide of(int exponent, long significand) {
    return new Wide(exponent, significand >>> 2, significand << 62);
  }

  /** The same value under a greater exponent; what falls out stays visible in the lowest bit. */
  Wide aligned(int greater) {
    int distance = greater - exponent;
    if (distance == 0) {
      return this;
    }
    if (distance >= Long.SIZE) {
      boolean lost = low != 0;
      return new Wide(greater, 0, Rounding.shiftRightJam(high, distance - Long.SIZE) | (lost ? 1 : 0));
    }
    long joined = high << Long.SIZE - distance | low >>> distance;
    boolean lost = low << Long.SIZE - distance != 0;
    return new Wide(greater, high >>> distance, joined | (lost ? 1 : 0));
  }

  Wide plus(Wide other) {
    long sum = low + other.low;
    long carry = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
    return new Wide(exponent, high + other.high + carry, sum);
  }

  Wide minus(Wide smaller) {
    long borrow = Long.compareUnsigned(low, smaller.low) < 0 ? 1 : 0;
    return new Wide(exponent, high - smaller.high - borrow, low - smaller.low);
  }

  @Override
  public int compareTo(Wide other) {
    int order = Long.compare(high, other.high);
    return order != 0 ? order : Long.compareUnsigned(low, other.low);
  }

  /** The exponent when the leading one stands at its place; the value is not zero. */
  int normalExponent() {
    return exponent + leadingBit() - LEADING_BIT;
  }

  /** 64 bits with the leading one at bit 62, the lowest bit sticky. */
  long normalSignificand() {
    int shift = leadingBit() - FloatFormat.LEADING_BIT;
    if (shift <= 0) {
      return low << -shift;
    }
    if (shift == Long.SIZE) {
      return high | (low != 0 ? 1 : 0);
    }
    long joined = high << Long.SIZE - shift | low >>> shift;
    return joined | (low << Long.SIZE - shift != 0 ? 1 : 0);
  }

  private int leadingBit() {
    return high != 0 ? 127 - Long.numberOfLeadingZeros(high) : 63 - Long.numberOfLeadingZeros(low);
  }
}
