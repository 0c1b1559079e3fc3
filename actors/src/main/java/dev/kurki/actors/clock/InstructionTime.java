package dev.kurki.actors.clock;

import java.util.function.LongSupplier;

/**
 * Time that passes by instructions instead of by the host's clock, as QEMU's {@code -icount} has it: 2^shift nanoseconds
 * each. One owner, who hands out the turns of the vCPUs, lets it pass; anyone reads it.
 */
public final class InstructionTime implements LongSupplier {
  /** The largest shift: about a microsecond an instruction. */
  public static final int MAX_SHIFT = 10;

  private final int shift;
  private volatile long nanos;

  /**
   * Time that stands at zero.
   *
   * @param shift 0 to {@value #MAX_SHIFT}
   * @throws IllegalArgumentException when the shift is out of that range
   */
  public InstructionTime(int shift) {
    if (shift < 0 || shift > MAX_SHIFT) {
      throw new IllegalArgumentException("an instruction takes 2^0 to 2^" + MAX_SHIFT + " ns, not 2^" + shift);
    }
    this.shift = shift;
  }

  /** What an instruction takes, in nanoseconds. */
  public long nanosPerInstruction() {
    return 1L << shift;
  }

  /** Lets that many nanoseconds pass. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // Its one owner alone writes it.
  public void pass(long passed) {
    nanos += passed;
  }

  @Override
  public long getAsLong() {
    return nanos;
  }
}
