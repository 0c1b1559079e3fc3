package dev.kurki.cpu.floatingpoint;

/**
 * The frequent operations to nearest, ties to even, by the host's own, which round as IEEE 754 has it. Whether a result is
 * inexact is told by its error, which the host computes exactly as long as no step of it can underflow; where one could, and of
 * results that are no ordinary numbers, nothing is said here.
 */
final class HostArithmetic {
  /** Nothing is said: the bits of a NaN that no operation has as its result. */
  static final long NONE = -1;
  /** The error of a result above it, 53 bits further down, is a normal number. */
  private static final double SAFE = 0x1p-900;

  private final Flags flags;

  HostArithmetic(Flags flags) {
    this.flags = flags;
  }

  long add(FloatFormat format, long a, long b) {
    return switch (format) {
      case BINARY64 -> add(Double.longBitsToDouble(a), Double.longBitsToDouble(b));
      case BINARY32 -> add(Float.intBitsToFloat((int) a), Float.intBitsToFloat((int) b));
      case BINARY16 -> NONE;
    };
  }

  long multiply(FloatFormat format, long a, long b) {
    return switch (format) {
      case BINARY64 -> multiply(Double.longBitsToDouble(a), Double.longBitsToDouble(b));
      case BINARY32 -> multiply(Float.intBitsToFloat((int) a), Float.intBitsToFloat((int) b));
      case BINARY16 -> NONE;
    };
  }

  long divide(FloatFormat format, long a, long b) {
    return switch (format) {
      case BINARY64 -> divide(Double.longBitsToDouble(a), Double.longBitsToDouble(b));
      case BINARY32 -> divide(Float.intBitsToFloat((int) a), Float.intBitsToFloat((int) b));
      case BINARY16 -> NONE;
    };
  }

  long squareRoot(FloatFormat format, long a) {
    return switch (format) {
      case BINARY64 -> squareRoot(Double.longBitsToDouble(a));
      case BINARY32 -> squareRoot(Float.intBitsToFloat((int) a));
      case BINARY16 -> NONE;
    };
  }

  // The sums' errors are Knuth's: no sum underflows inexactly.

  private long add(double a, double b) {
    double sum = a + b;
    double ofB = sum - a;
    double error = a - (sum - ofB) + (b - ofB);
    return Math.abs(sum) <= Double.MAX_VALUE && Double.isFinite(error) ? told(sum, error != 0) : NONE;
  }

  private long add(float a, float b) {
    float sum = a + b;
    float ofB = sum - a;
    float error = a - (sum - ofB) + (b - ofB);
    return Math.abs(sum) <= Float.MAX_VALUE && Float.isFinite(error) ? told(sum, error != 0) : NONE;
  }

  private long multiply(double a, double b) {
    double product = a * b;
    if (product == 0 && (a == 0 || b == 0)) {
      return told(product, false);
    }
    return isSafe(product) ? told(product, Math.fma(a, b, -product) != 0) : NONE;
  }

  private long multiply(float a, float b) {
    float product = a * b;
    if (product == 0 && (a == 0 || b == 0)) {
      return told(product, false);
    }
    // A double has room for all bits of the product.
    return isNormal(product) ? told(product, (double) a * b != product) : NONE;
  }

  private long divide(double a, double b) {
    double quotient = a / b;
    return isSafe(quotient) && isSafe(a) && isSafe(b) ? told(quotient, Math.fma(quotient, b, -a) != 0) : NONE;
  }

  private long divide(float a, float b) {
    float quotient = a / b;
    return isNormal(quotient) && Float.isFinite(b) ? told(quotient, (double) quotient * b != a) : NONE;
  }

  private long squareRoot(double a) {
    double root = Math.sqrt(a);
    return isSafe(a) && a > 0 ? told(root, Math.fma(root, root, -a) != 0) : NONE;
  }

  private long squareRoot(float a) {
    float root = (float) Math.sqrt(a);
    return isNormal(a) && a > 0 ? told(root, (double) root * root != a) : NONE;
  }

  private static boolean isSafe(double value) {
    return Math.abs(value) > SAFE && Math.abs(value) <= Double.MAX_VALUE;
  }

  private static boolean isNormal(float value) {
    return Math.abs(value) > Float.MIN_NORMAL && Math.abs(value) <= Float.MAX_VALUE;
  }

  private long told(double value, boolean inexact) {
    if (inexact) {
      flags.raise(Flags.NX);
    }
    return Double.doubleToRawLongBits(value);
  }

  private long told(float value, boolean inexact) {
    if (inexact) {
      flags.raise(Flags.NX);
    }
    return Float.floatToRawIntBits(value) & 0xffff_ffffL;
  }
}
