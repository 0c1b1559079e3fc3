package dev.kurki.conf.bench.migration;

import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * One figure that is wanted, and how it came out: where several scenarios have it, in the worst of them.
 *
 * @param name for people
 * @param unit of the values
 * @param here Kurki's, empty where it was not measured
 * @param qemu QEMU's
 * @param must what it has to be at least or at most
 * @param aim what it is to be
 * @param judged which value {@code must} and {@code aim} speak of
 */
public record Figure(String name, String unit, OptionalDouble here, OptionalDouble qemu, double must, double aim,
    Judged judged) {
  private static final long GIB = 1L << 30;

  /** What is held against the wish. */
  public enum Judged {
    /** Kurki's value, which is to be small. */
    VALUE,
    /** Kurki's value, which is to be large. */
    LARGE_VALUE,
    /** Kurki's value over QEMU's, which is to be large. */
    RATIO
  }

  /** How it came out. */
  public enum Result {
    /** As good as is wished for. */
    AIM,
    /** As good as it has to be. */
    MUST,
    /** Not as good as that. */
    MISSED,
    /** Nothing to judge was measured. */
    NOT_MEASURED
  }

  /** Kurki's value over QEMU's, where both were measured. */
  public OptionalDouble ratio() {
    return here.isPresent() && qemu.isPresent() && qemu.getAsDouble() > 0
        ? OptionalDouble.of(here.getAsDouble() / qemu.getAsDouble())
        : OptionalDouble.empty();
  }

  /** Whether it is met. */
  public Result result() {
    OptionalDouble value = judged == Judged.RATIO ? ratio() : here;
    if (value.isEmpty()) {
      return Result.NOT_MEASURED;
    }
    double sign = judged == Judged.VALUE ? 1 : -1;
    if (sign * value.getAsDouble() <= sign * aim) {
      return Result.AIM;
    }
    return sign * value.getAsDouble() <= sign * must ? Result.MUST : Result.MISSED;
  }

  /** All figures. */
  public static List<Figure> of(List<Summary> summaries) {
    Predicate<Scenario> incompressible = only(EnumSet.of(Workload.INCOMPRESSIBLE));
    Predicate<Scenario> idle = only(EnumSet.of(Workload.ZERO, Workload.INCOMPRESSIBLE));
    Predicate<Scenario> largeZero = scenario -> scenario.workload() == Workload.ZERO
        && scenario.memoryBytes() == 4 * GIB;
    ToDoubleFunction<Measurement> overLimit = move -> move.pauseMillis() / Scenario.DOWNTIME_LIMIT_MILLIS;
    return List.of(
        figure("incompressible RAM, rate", "MB/s", summaries, incompressible, Measurement::megabytesPerSecond, 1.0, 1.9,
            Judged.RATIO),
        figure("CPU seconds a GB, both ends", "s", summaries, incompressible, Measurement::cpuSecondsPerGb, 0.9, 0.5,
            Judged.VALUE),
        figure("4 GiB mostly zero, total", "s", summaries, largeZero, Measurement::totalSeconds, 1.0, 0.4,
            Judged.VALUE),
        figure("pause, idle guest", "ms", summaries, idle, Measurement::pauseMillis, 30, 5, Judged.VALUE),
        figure("pause at 200 MB/s dirty", "ms", summaries, only(EnumSet.of(Workload.DIRTY_200)),
            Measurement::pauseMillis, 40, 10, Judged.VALUE),
        figure("pause at 800 MB/s dirty", "ms", summaries, only(EnumSet.of(Workload.DIRTY_800)),
            Measurement::pauseMillis, 60, 25, Judged.VALUE),
        figure("pause over the declared limit", "x", summaries, _ -> true, overLimit, 2, 1.3, Judged.VALUE),
        rateWithTls(summaries, incompressible));
  }

  private static Figure rateWithTls(List<Summary> summaries, Predicate<Scenario> where) {
    OptionalDouble worst = summaries.stream().map(Summary::scenario).filter(where).distinct()
        .flatMapToDouble(scenario -> {
          OptionalDouble with = median(summaries, scenario, Emulator.KURKI_TLS, Measurement::megabytesPerSecond);
          OptionalDouble without = median(summaries, scenario, Emulator.KURKI, Measurement::megabytesPerSecond);
          return with.isPresent() && without.isPresent()
              ? DoubleStream.of(with.getAsDouble() / without.getAsDouble())
              : DoubleStream.empty();
        }).min();
    return new Figure("rate with TLS over rate without", "x", worst, OptionalDouble.empty(), 0.3, 0.6,
        Judged.LARGE_VALUE);
  }

  private static Predicate<Scenario> only(Set<Workload> workloads) {
    return scenario -> workloads.contains(scenario.workload());
  }

  private static Figure figure(String name, String unit, List<Summary> summaries, Predicate<Scenario> where,
      ToDoubleFunction<Measurement> quantity, double must, double aim, Judged judged) {
    List<Scenario> scenarios = summaries.stream().map(Summary::scenario).filter(where).distinct().toList();
    Optional<Figure> worst = scenarios.stream()
        .map(scenario -> new Figure(name, unit, median(summaries, scenario, Emulator.KURKI, quantity),
            median(summaries, scenario, Emulator.QEMU, quantity), must, aim, judged))
        .filter(figure -> figure.here().isPresent())
        .max(Comparator.comparingDouble(figure -> judged == Judged.RATIO
            ? -figure.ratio().orElse(figure.here().getAsDouble())
            : figure.here().getAsDouble()));
    return Objects.requireNonNull(worst.orElseGet(
        () -> new Figure(name, unit, OptionalDouble.empty(), OptionalDouble.empty(), must, aim, judged)));
  }

  private static OptionalDouble median(List<Summary> summaries, Scenario scenario, Emulator emulator,
      ToDoubleFunction<Measurement> quantity) {
    return summaries.stream().filter(summary -> summary.scenario().equals(scenario) && summary.emulator() == emulator)
        .findFirst().map(summary -> summary.median(quantity)).orElse(OptionalDouble.empty());
  }
}
