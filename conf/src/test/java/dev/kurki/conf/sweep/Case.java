package dev.kurki.conf.sweep;

import java.util.Arrays;
import java.util.List;

/** One fault in one phase. */
record Case(Phase phase, Fault fault) {
  /** All that make sense. */
  static List<Case> all() {
    return Arrays.stream(Phase.values())
        .flatMap(phase -> Arrays.stream(Fault.values()).filter(fault -> fault.senselessIn(phase).isEmpty())
            .map(fault -> new Case(phase, fault)))
        .toList();
  }

  @Override
  public String toString() {
    return fault.word() + " in " + phase.word();
  }
}
