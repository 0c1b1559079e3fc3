package dev.kurki.cpu.floatingpoint;

/**
 * Addition, multiplication, division, square root and fused multiply-add: by the host's own operations where those say all that
 * is asked, else of the bits.
 */
public final class Arithmetic {
  private final HostArithmetic host;
  private final SoftArithmetic soft;

  /** Operations that raise {@code flags}. */
  public Arithmetic(Flags flags) {
    this.host = new HostArithmetic(flags);
    this.soft = new SoftArithmetic(flags);
  }

  /** {@code a + b}. */
  public long add(FloatFormat format, RoundingMode mode, long a, long b) {
    long sum = mode == RoundingMode.RNE ? host.add(format, a, b) : HostArithmetic.NONE;
    return sum != HostArithmetic.NONE ? sum : soft.add(format, mode, a, b);
  }

  /** {@code a - b}. */
  public long subtract(FloatFormat format, RoundingMode mode, long a, long b) {
    long difference = mode == RoundingMode.RNE ? host.add(format, a, b ^ format.signBit()) : HostArithmetic.NONE;
    return difference != HostArithmetic.NONE ? difference : soft.subtract(format, mode, a, b);
  }

  /** {@code a * b}. */
  public long multiply(FloatFormat format, RoundingMode mode, long a, long b) {
    long product = mode == RoundingMode.RNE ? host.multiply(format, a, b) : HostArithmetic.NONE;
    return product != HostArithmetic.NONE ? product : soft.multiply(format, mode, a, b);
  }

  /** {@code a / b}. */
  public long divide(FloatFormat format, RoundingMode mode, long a, long b) {
    long quotient = mode == RoundingMode.RNE ? host.divide(format, a, b) : HostArithmetic.NONE;
    return quotient != HostArithmetic.NONE ? quotient : soft.divide(format, mode, a, b);
  }

  /** The square root. */
  public long squareRoot(FloatFormat format, RoundingMode mode, long a) {
    long root = mode == RoundingMode.RNE ? host.squareRoot(format, a) : HostArithmetic.NONE;
    return root != HostArithmetic.NONE ? root : soft.squareRoot(format, mode, a);
  }

  /** {@code a * b + c}, rounded once. */
  public long fusedMultiplyAdd(FloatFormat format, RoundingMode mode, long a, long b, long c) {
    return soft.fusedMultiplyAdd(format, mode, a, b, c);
  }
}
