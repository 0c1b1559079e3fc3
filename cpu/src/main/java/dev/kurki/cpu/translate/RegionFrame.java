package dev.kurki.cpu.translate;

import dev.kurki.actors.memory.HostMemory;

/**
 * What a region has of its hart: where it leaves what it has come to, and whom it asks where its own look does not do. Its static
 * methods are small enough for the host's compiler to take them into every region.
 */
public abstract class RegionFrame {
  /** The slot that a region has come to: half-words from the start of its page. */
  public int slot;
  /** How many instructions are left. */
  public long left;
  /** Where a jump to another page leads. */
  public long far;

  /** For the hart. */
  protected RegionFrame() {}

  /**
   * Where an aligned or misaligned load that stays in its page goes, and lets further ones of the page go there.
   *
   * @param width 1, 2, 4 or 8 bytes
   * @return a host address; 0 where the load has to be executed elsewhere
   */
  public abstract long toRead(long address, int width);

  /** Where a store goes, as {@link #toRead}; its page is marked dirty. */
  public abstract long toWrite(long address, int width);

  /**
   * Executes an instruction that sets neither {@code pc} nor the hart's mode; the integer registers that it reads are in their
   * array, and what it writes is there afterwards.
   *
   * @return whether it was executed; if not it has changed nothing, and has to be executed elsewhere
   */
  public abstract boolean execute(long microOp);

  /** Whether a region is to come back before it jumps backwards. */
  public abstract boolean isDemanded();

  /** Where a load goes: by its entry, or else by {@link #toRead(long, int)}. */
  public static long read(RegionFrame frame, long tlb, long address, int width) {
    long entry = tlb + TlbEntry.of(address);
    return (address & (TlbEntry.PAGE_MASK | width - 1)) == HostMemory.getLong(entry)
        ? address + HostMemory.getLong(entry + TlbEntry.READ_OFFSET)
        : frame.toRead(address, width);
  }

  /** Where a store goes: by its entry, or else by {@link #toWrite(long, int)}. */
  public static long write(RegionFrame frame, long tlb, long address, int width) {
    long entry = tlb + TlbEntry.of(address);
    return (address & (TlbEntry.PAGE_MASK | width - 1)) == HostMemory.getLong(entry + TlbEntry.WRITE_TAG)
        ? address + HostMemory.getLong(entry + TlbEntry.WRITE_OFFSET)
        : frame.toWrite(address, width);
  }
}
