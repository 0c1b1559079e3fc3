package dev.kurki.actors.component;

import java.util.HashMap;
import java.util.Map;

/** A device's output lines, which remember their levels so that only a change is told. */
final class OutputLines {
  private final Map<Integer, LineTarget> targets;
  private final Map<Integer, Boolean> levels = new HashMap<>();

  OutputLines(Map<Integer, LineTarget> targets) {
    this.targets = targets;
  }

  void set(int output, boolean level) {
    LineTarget target = targets.get(output);
    if (target != null && !Boolean.valueOf(level).equals(levels.put(output, level))) {
      target.set(level);
    }
  }

  /** Forgets the levels, so that each line's next level is told whatever it is: after a load or a reset. */
  void forget() {
    levels.clear();
  }
}
