package dev.kurki.conf.bench.migration;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

import dev.kurki.conf.bench.Samples;
import dev.kurki.conf.bench.migration.Outcome.Measured;

/**
 * All moves of one scenario by one emulator.
 *
 * @param scenario what was moved
 * @param emulator who moved it
 * @param outcomes round by round
 */
public record Summary(Scenario scenario, Emulator emulator, List<Outcome> outcomes) {
  /** Copies the outcomes. */
  public Summary {
    outcomes = List.copyOf(outcomes);
  }

  /** The moves that were made. */
  public List<Measurement> measured() {
    return outcomes.stream().<Measurement>mapMulti((outcome, sink) -> {
      if (outcome instanceof Measured(var measurement)) {
        sink.accept(measurement);
      }
    }).toList();
  }

  /** The median of one quantity over the moves that were made; nothing where none was. */
  public OptionalDouble median(ToDoubleFunction<Measurement> quantity) {
    double[] values = measured().stream().mapToDouble(quantity).toArray();
    return values.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(new Samples(values).median());
  }
}
