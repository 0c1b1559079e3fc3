package dev.kurki.cpu.hart;

/** Products of polynomials over GF(2): multiplication whose additions carry nothing (unprivileged specification, Zbc). */
final class CarryLess {
  private CarryLess() {}

  /** The lower 64 bits of the product. */
  static long low(long a, long b) {
    long product = 0;
    for (long bits = b; bits != 0; bits &= bits - 1) {
      product ^= a << Long.numberOfTrailingZeros(bits);
    }
    return product;
  }

  /** The upper 64 bits of the product, the topmost of which is always 0. */
  static long high(long a, long b) {
    return reversed(a, b) >>> 1;
  }

  /** Bits 126 to 63 of the product: that of the reversed factors, reversed. */
  static long reversed(long a, long b) {
    return Long.reverse(low(Long.reverse(a), Long.reverse(b)));
  }
}
