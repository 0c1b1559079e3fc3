package dev.kurki.migration.policy;

import dev.kurki.migration.lock.Behaviour;
import dev.kurki.migration.policy.Change.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * How a component's code differs in what it makes of the same drawn states. Draws that only one side was asked about say
 * nothing.
 */
final class BehaviourDiff {
  private final String machineType;
  private final String section;
  private final List<String> before;
  private final List<String> after;

  private BehaviourDiff(String machineType, String section, Behaviour before, Behaviour after) {
    this.machineType = machineType;
    this.section = section;
    this.before = before.answers();
    this.after = after.answers();
  }

  /** One change at most of each kind: states that are refused now, that are loaded now, that are saved otherwise. */
  static List<Change> between(String machineType, String section, Behaviour before, Behaviour after) {
    BehaviourDiff diff = new BehaviourDiff(machineType, section, before, after);
    List<Change> changes = new ArrayList<>();
    diff.change(Kind.N, "loaded", "refused", (was, is) -> !isRefused(was) && isRefused(is)).ifPresent(changes::add);
    diff.change(Kind.B, "refused", "loaded", (was, is) -> isRefused(was) && !isRefused(is)).ifPresent(changes::add);
    diff.change(Kind.M, "saved as before", "saved otherwise",
        (was, is) -> !isRefused(was) && !isRefused(is) && !was.equals(is)).ifPresent(changes::add);
    return changes;
  }

  private Optional<Change> change(Kind kind, String was, String is, BiPredicate<String, String> differ) {
    List<Integer> draws = new ArrayList<>();
    for (int i = 0; i < Math.min(before.size(), after.size()); i++) {
      if (differ.test(before.get(i), after.get(i))) {
        draws.add(i);
      }
    }
    return draws.isEmpty()
        ? Optional.empty()
        : Optional.of(Change.inSection(kind, machineType, section, words(draws, was, before), words(draws, is, after)));
  }

  private static String words(List<Integer> draws, String what, List<String> answers) {
    int first = draws.getFirst();
    return (draws.size() == 1 ? "1 drawn state " : draws.size() + " drawn states ") + what + ", the first is draw "
        + first
        + (isRefused(answers.get(first)) ? "" : " as " + answers.get(first));
  }

  private static boolean isRefused(String answer) {
    return answer.equals(Behaviour.REFUSED);
  }
}
