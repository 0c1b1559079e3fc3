package dev.kurki.cpu.translate;

/**
 * What a region has of its hart: where it leaves what it has come to, and whom it asks for what it does not do itself.
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
   * Executes an instruction that sets neither {@code pc} nor the hart's mode; the integer registers that it reads are in their
   * array, and what it writes is there afterwards.
   *
   * @return whether it was executed; if not it has changed nothing, and has to be executed elsewhere
   */
  public abstract boolean execute(long microOp);

  /** Whether a region is to come back before it jumps backwards. */
  public abstract boolean isDemanded();

  /**
   * Whether floating point is computed by the host's own operations: its state is dirty already, rounding is to nearest with
   * ties to even, and an inexact result would tell nothing new.
   */
  public abstract boolean isFloatingPlain();
}
