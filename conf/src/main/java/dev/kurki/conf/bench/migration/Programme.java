package dev.kurki.conf.bench.migration;

import java.util.Arrays;
import java.util.List;

/**
 * What is moved by whom in each round. What is made shorter, and guests that are there for that, are measured with the least
 * RAM only, as what they cost goes by the byte.
 *
 * @param scenarios what is moved, in this order
 * @param emulators by whom
 */
record Programme(List<Scenario> scenarios, List<Emulator> emulators) {
  /** Copies both. */
  Programme {
    scenarios = List.copyOf(scenarios);
    emulators = List.copyOf(emulators);
  }

  /**
   * All of it.
   *
   * @param withQemu whether QEMU is there to be measured
   */
  static Programme of(List<Scenario> scenarios, boolean withQemu) {
    return new Programme(scenarios,
        Arrays.stream(Emulator.values()).filter(emulator -> withQemu || !emulator.isQemu()).toList());
  }

  /** Who moves a guest of the scenarios. */
  List<Emulator> movers(Scenario scenario) {
    boolean isLeast = scenarios.stream().allMatch(other -> other.memoryBytes() >= scenario.memoryBytes());
    return emulators.stream().filter(emulator -> emulator.moves(scenario.workload()))
        .filter(emulator -> isLeast || !emulator.packs() && scenario.workload() != Workload.COMPRESSIBLE).toList();
  }

  /** How many moves a round has. */
  int moves() {
    return scenarios.stream().mapToInt(scenario -> movers(scenario).size()).sum();
  }
}
