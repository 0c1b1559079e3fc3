package dev.kurki.cpu.translate;

/**
 * A piece of one page of guest code, as JVM code. What it does is what the interpreter would do, instruction by instruction; it
 * leaves at an instruction that has changed nothing yet, and nothing of its own is left behind.
 */
public abstract class Region {
  /** It has come to {@link RegionFrame#slot}, which may be outside of the page. */
  public static final int ON = 0;
  /** A jump leads to {@link RegionFrame#far}, on another page. */
  public static final int FAR = 1;
  /** The instruction at {@link RegionFrame#slot} is to be executed elsewhere: it may trap, or reach a device. */
  public static final int ASIDE = 2;

  /** For generated classes. */
  protected Region() {}

  /**
   * Runs from its first instruction on. Between two jumps backwards it executes no more than a pass; it comes back before one
   * when less than a pass is left, or attention is demanded.
   *
   * @param frame takes where it has come to and what is left
   * @param x the integer registers, with the sink behind them
   * @param f the floating-point registers
   * @param tlb where the translations of data begin, a host address
   * @param page the virtual address of the page
   * @param left how many instructions may be executed, at least a pass
   * @return {@link #ON}, {@link #FAR} or {@link #ASIDE}
   */
  public abstract int run(RegionFrame frame, long[] x, long[] f, long tlb, long page, long left);
}
