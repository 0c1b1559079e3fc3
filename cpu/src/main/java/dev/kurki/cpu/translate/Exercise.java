package dev.kurki.cpu.translate;

import dev.kurki.cpu.microop.MicroOp;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Runs a region that is new without a guest, until the host's compiler has taken it up: a hart that runs it then does not wait
 * for that. Registers are zero and no page is known, so it leaves at its first access to memory, and before it jumps backwards.
 * Used by one thread at a time.
 */
final class Exercise extends RegionFrame {
  /** The host's compiler looks at a method's calls at every 128th, and takes it up from the 200th on. */
  private static final int CALLS = 256;
  private static final int REGISTERS = MicroOp.SINK + 1;

  private final MemorySegment tlb = Arena.ofAuto()
      .allocate(TlbEntry.ENTRIES * (long) TlbEntry.BYTES, TlbEntry.BYTES).fill((byte) TlbEntry.EMPTY);
  private final long[] x = new long[REGISTERS];
  private final long[] f = new long[REGISTERS];

  /**
   * Runs it as often as is needed.
   *
   * @param pass the most instructions that it executes between two jumps backwards
   */
  void run(Region region, int pass) {
    for (int i = 0; i < CALLS; i++) {
      int _ = region.run(this, x, f, tlb.address(), 0, pass);
    }
  }

  @Override
  public boolean execute(long microOp) {
    return false;
  }

  @Override
  public boolean isDemanded() {
    return true;
  }

  @Override
  public boolean isFloatingPlain() {
    return true;
  }
}
