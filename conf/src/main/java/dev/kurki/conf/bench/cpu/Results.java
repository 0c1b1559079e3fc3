package dev.kurki.conf.bench.cpu;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

import dev.kurki.conf.bench.Samples;

/**
 * All times of a benchmark.
 *
 * @param taken in the order in which they were taken
 * @param failures what guests did not do, a sentence each
 */
public record Results(List<Taken> taken, List<String> failures) {
  /** Copies the lists. */
  public Results {
    taken = List.copyOf(taken);
    failures = List.copyOf(failures);
  }

  /** What times were taken of, in that order. */
  List<Subject> subjects() {
    return taken.stream().map(Taken::subject).distinct().toList();
  }

  /** How many times an engine has given a time for a subject. */
  long count(Subject subject, Engine engine) {
    return of(subject, engine).count();
  }

  /** The median of an engine's times, in seconds; nothing where there are none by that clock. */
  OptionalDouble median(Subject subject, Engine engine, Clock clock) {
    double[] seconds = of(subject, engine).mapToDouble(time -> clock.seconds(time.spent()))
        .filter(Double::isFinite).toArray();
    return seconds.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(new Samples(seconds).median());
  }

  /** QEMU's median over Kurki's; nothing where one is not there. Above 1 Kurki is faster. */
  OptionalDouble ratio(Subject subject, Clock clock) {
    return ratioOfSums(List.of(subject), clock);
  }

  /** The sum of QEMU's medians over the sum of Kurki's; nothing where one is not there. */
  OptionalDouble ratioOfSums(List<Subject> subjects, Clock clock) {
    OptionalDouble here = sum(subjects, Engine.KURKI, clock);
    OptionalDouble qemu = sum(subjects, Engine.QEMU, clock);
    return here.isPresent() && qemu.isPresent() && here.getAsDouble() > 0
        ? OptionalDouble.of(qemu.getAsDouble() / here.getAsDouble())
        : OptionalDouble.empty();
  }

  /** The geometric mean of ratios; nothing where one of them is not there. */
  OptionalDouble geometricMean(List<Subject> subjects, Clock clock) {
    double logarithms = 0;
    for (Subject subject : subjects) {
      OptionalDouble ratio = ratio(subject, clock);
      if (ratio.isEmpty()) {
        return OptionalDouble.empty();
      }
      logarithms += Math.log(ratio.getAsDouble());
    }
    return subjects.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Math.exp(logarithms / subjects.size()));
  }

  private OptionalDouble sum(List<Subject> subjects, Engine engine, Clock clock) {
    double sum = 0;
    for (Subject subject : subjects) {
      OptionalDouble median = median(subject, engine, clock);
      if (median.isEmpty()) {
        return OptionalDouble.empty();
      }
      sum += median.getAsDouble();
    }
    return OptionalDouble.of(sum);
  }

  private Stream<Taken> of(Subject subject, Engine engine) {
    return taken.stream().filter(time -> time.subject().equals(subject) && time.engine() == engine);
  }
}
