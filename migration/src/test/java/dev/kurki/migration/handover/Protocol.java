package dev.kurki.migration.handover;

import java.util.Optional;
import java.util.function.BiFunction;

/** Both machines of a hand-over under epoch 1, as they are or with one thing done wrongly. */
record Protocol(BiFunction<SourceHandover.State, SourceHandover.Input, SourceHandover.Step> source,
    BiFunction<TargetHandover.State, TargetHandover.Input, TargetHandover.Step> target) {
  static final long EPOCH = 1;

  private static final SourceHandover SOURCE = new SourceHandover("node beta", EPOCH);
  private static final TargetHandover TARGET = new TargetHandover(EPOCH);

  /** What a machine does wrongly, where it does. */
  interface Wrong<S, I, T> {
    Optional<T> step(S state, I input);
  }

  static Protocol asItIs() {
    return new Protocol(SOURCE::step, TARGET::step);
  }

  static Protocol withSource(Wrong<SourceHandover.State, SourceHandover.Input, SourceHandover.Step> wrong) {
    return new Protocol((state, input) -> wrong.step(state, input).orElseGet(() -> SOURCE.step(state, input)),
        TARGET::step);
  }

  static Protocol withTarget(Wrong<TargetHandover.State, TargetHandover.Input, TargetHandover.Step> wrong) {
    return new Protocol(SOURCE::step,
        (state, input) -> wrong.step(state, input).orElseGet(() -> TARGET.step(state, input)));
  }
}
