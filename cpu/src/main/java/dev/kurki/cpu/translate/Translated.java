package dev.kurki.cpu.translate;

/** A region that can be run, by any number of harts. */
public final class Translated {
  /** The host's compiler takes a method up when it has been called so often; a loop alone has to turn much longer for that. */
  private static final int YOUNG_CALLS = 400;
  private static final long YOUNG_FUEL = 64;
  private static final long FUEL = 10_000;

  private final Region region;
  private final int pass;
  /** How often it has been called; harts that count at the same time may lose some. */
  private int calls;
  private boolean isExercised;

  Translated(Region region, int pass) {
    this.region = region;
    this.pass = pass;
  }

  /** The most instructions that it executes between two jumps backwards. */
  public int pass() {
    return pass;
  }

  /** Has it exercised, once. */
  void take(Exercise exercise) {
    if (!isExercised) {
      isExercised = true;
      exercise.run(region, pass);
    }
  }

  /**
   * Runs it for a while: its loops come back, so that what the host's compiler has made of it meanwhile is entered, and at first
   * soon, so that the compiler takes it up.
   *
   * @param budget how many instructions may be executed, at least a pass
   * @return as {@link Region#run}; {@link RegionFrame#left} is what is left of the budget
   */
  public int run(RegionFrame frame, long[] x, long[] f, long tlb, long page, long budget) {
    long fuel = FUEL;
    if (calls < YOUNG_CALLS) {
      calls++;
      fuel = pass + YOUNG_FUEL;
    }
    fuel = Math.min(budget, fuel);
    int kind = region.run(frame, x, f, tlb, page, fuel);
    frame.left += budget - fuel;
    return kind;
  }
}
