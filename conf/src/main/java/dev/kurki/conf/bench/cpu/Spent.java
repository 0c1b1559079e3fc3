package dev.kurki.conf.bench.cpu;

/**
 * Time as two clocks have it, in seconds.
 *
 * @param wall by the wall clock
 * @param cpu the CPU time of the threads that harts run on
 */
record Spent(double wall, double cpu) {
  /** From an earlier reading to this one. */
  Spent since(Spent earlier) {
    return new Spent(wall - earlier.wall, cpu - earlier.cpu);
  }

  /** A part of it. */
  Spent over(double divisor) {
    return new Spent(wall / divisor, cpu / divisor);
  }
}
