package dev.kurki.cpu.microop;

/** The M extension where Java's operators differ from it (unprivileged specification, table "Semantics for division by zero"). */
public final class Multiplier {
  private Multiplier() {}

  /** The upper half of a signed times an unsigned factor. */
  public static long multiplyHighSignedUnsigned(long signed, long unsigned) {
    return Math.multiplyHigh(signed, unsigned) + (signed & unsigned >> 63);
  }

  /** {@code div}: -1 where the divisor is 0. */
  public static long divide(long dividend, long divisor) {
    return divisor == 0 ? -1 : dividend / divisor;
  }

  /** {@code divu}: all ones where the divisor is 0. */
  public static long divideUnsigned(long dividend, long divisor) {
    return divisor == 0 ? -1 : Long.divideUnsigned(dividend, divisor);
  }

  /** {@code rem}: the dividend where the divisor is 0. */
  public static long remainder(long dividend, long divisor) {
    return divisor == 0 ? dividend : dividend % divisor;
  }

  /** {@code remu}: the dividend where the divisor is 0. */
  public static long remainderUnsigned(long dividend, long divisor) {
    return divisor == 0 ? dividend : Long.remainderUnsigned(dividend, divisor);
  }
}
