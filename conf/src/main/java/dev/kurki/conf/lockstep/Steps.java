package dev.kurki.conf.lockstep;

import dev.kurki.conf.lockstep.Difference.Value;
import dev.kurki.conf.lockstep.Progress.Failed;
import java.util.List;

/**
 * What some steps of two machines have come to.
 *
 * @param progress of both; where one has failed, of that one
 * @param instructions how many each has executed in steps after which it held and was as the other, traps counted
 * @param values what differs after the next step; empty where nothing does
 */
record Steps(Progress progress, long instructions, List<Value> values) {
  /** Copies the list. */
  Steps {
    values = List.copyOf(values);
  }

  /** Compares what two machines have done in the same steps. */
  static Steps of(Stretch interpreted, Stretch translated, long step) {
    if (interpreted.progress() instanceof Failed || translated.progress() instanceof Failed) {
      return new Steps(interpreted.progress() instanceof Failed ? interpreted.progress() : translated.progress(), 0,
          List.of());
    }
    int both = Math.min(interpreted.harts().size(), translated.harts().size());
    for (int i = 0; i < both; i++) {
      List<Value> values = StateValues.differing(interpreted.harts().get(i), translated.harts().get(i));
      if (!values.isEmpty()) {
        return new Steps(interpreted.progress(), i * step, values);
      }
    }
    return interpreted.progress().equals(translated.progress())
        && interpreted.instructions() == translated.instructions()
            ? new Steps(interpreted.progress(), interpreted.instructions(), List.of())
            : new Steps(interpreted.progress(), Math.min(interpreted.instructions(), translated.instructions()),
                List.of(new Value("progress", told(interpreted), told(translated))));
  }

  private static String told(Stretch stretch) {
    return stretch.progress() + " after " + stretch.instructions();
  }
}
