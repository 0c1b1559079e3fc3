package dev.kurki.conf.bench.cpu;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.BiFunction;

import dev.kurki.conf.bench.Figure;
import dev.kurki.conf.bench.Figure.Judged;

/**
 * A figure that is wanted: QEMU's time over Kurki's.
 *
 * @param name for people
 * @param clock by which it is judged
 * @param must what it has to be at least
 * @param aim what it is to be
 * @param ratio how it comes out
 */
record Wanted(String name, Clock clock, double must, double aim, BiFunction<Results, Clock, OptionalDouble> ratio) {
  private static final List<Subject> STEADY = Arrays.stream(BenchGuest.values()).map(Subject::steady).toList();
  private static final List<Subject> COLD = Arrays.stream(BenchGuest.values()).map(Subject::cold).toList();
  private static final List<Subject> PACKING = List.of(Subject.of(LinuxJob.GZIP), Subject.of(LinuxJob.SHA256SUM));

  /** All. */
  static final List<Wanted> ALL = List.of(
      new Wanted("bare-metal guests, steady, geometric mean", Clock.CPU, 1.3, 2.0,
          (results, clock) -> results.geometricMean(STEADY, clock)),
      one("integer and control, steady", Subject.steady(BenchGuest.INTEGER), Clock.CPU, 0.9, 1.3),
      one("floating point, steady", Subject.steady(BenchGuest.FLOATING), Clock.CPU, 2.0, 3.5),
      new Wanted("jobs of 1-2 s from cold, geometric mean", Clock.CPU, 0.8, 1.2,
          (results, clock) -> results.geometricMean(COLD, clock)),
      one("Linux boot to the shell", Subject.BOOT, Clock.WALL, 0.4, 0.8),
      new Wanted("gzip and sha256sum in Linux", Clock.CPU, 0.8, 1.5,
          (results, clock) -> results.ratioOfSums(PACKING, clock)),
      one("second machine on a warm node, boot", Subject.SECOND_BOOT, Clock.WALL, 0.8, 1.2));

  /** How it came out, by the clock that it is judged by. */
  Figure figure(Results results) {
    return new Figure(name, "x", ratio(results, clock), OptionalDouble.empty(), must, aim, Judged.LARGE_VALUE);
  }

  /** By either clock. */
  OptionalDouble ratio(Results results, Clock by) {
    return ratio.apply(results, by);
  }

  private static Wanted one(String name, Subject subject, Clock clock, double must, double aim) {
    return new Wanted(name, clock, must, aim, (results, by) -> results.ratio(subject, by));
  }
}
