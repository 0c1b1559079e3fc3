package dev.kurki.cpu.hart;

/** The M extension where Java's operators differ from it (unprivileged specification, table "Semantics for division by zero"). */
final class Multiplier {
  private Multiplier() {}

  /** The upper half of a signed times an unsigned factor. */
  static long multiplyHighSignedUnsigned(long signed, long unsigned) {
    return Math.multiplyHigh(signed, unsigned) + (signed & unsigned >> 63);
  }

  static long divide(long dividend, long divisor) {
    return divisor == 0 ? -1 : dividend / divisor;
  }

  static long divideUnsigned(long dividend, long divisor) {
    return divisor == 0 ? -1 : Long.divideUnsigned(dividend, divisor);
  }

  static long remainder(long dividend, long divisor) {
    return divisor == 0 ? dividend : dividend % divisor;
  }

  static long remainderUnsigned(long dividend, long divisor) {
    return divisor == 0 ? dividend : Long.remainderUnsigned(dividend, divisor);
  }
}
