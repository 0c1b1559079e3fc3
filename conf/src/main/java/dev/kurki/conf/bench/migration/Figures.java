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

import dev.kurki.conf.bench.Figure;
import dev.kurki.conf.bench.Figure.Judged;

/** The figures that are wanted of moves. */
final class Figures {
  private static final long GIB = 1L << 30;

  private Figures() {}

  /** All figures. */
  static List<Figure> of(List<Summary> summaries) {
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
