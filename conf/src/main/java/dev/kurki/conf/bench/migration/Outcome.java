package dev.kurki.conf.bench.migration;

/** How a trial came out. */
public sealed interface Outcome {
  /** The guest was moved, and measured. */
  record Measured(Measurement measurement) implements Outcome {}

  /** It was not moved, for a reason. */
  record Missed(String reason) implements Outcome {}
}
