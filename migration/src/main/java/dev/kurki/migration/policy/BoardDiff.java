package dev.kurki.migration.policy;

import dev.kurki.migration.lock.MachineTypeLock;
import dev.kurki.migration.lock.MachineTypeLock.Block;
import dev.kurki.migration.lock.MachineTypeLock.Component;
import dev.kurki.migration.policy.Match.Added;
import dev.kurki.migration.policy.Match.Gone;
import dev.kurki.migration.policy.Match.Kept;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** How a machine type's board differs in two locks: what a guest sees of it, and what it consists of. */
final class BoardDiff {
  /** What stands between a property of the device tree and its value. */
  private static final String EQUALS = " = ";

  private final List<Difference> differences = new ArrayList<>();

  private BoardDiff() {}

  /** A difference, each side in words. */
  record Difference(String path, String before, String after) {}

  /** Properties, blocks of memory and the device tree. */
  static List<Difference> guestVisible(MachineTypeLock before, MachineTypeLock after) {
    BoardDiff diff = new BoardDiff();
    diff.compare("", before.properties().entrySet(), after.properties().entrySet(), Map.Entry::getKey,
        property -> property.getValue().isEmpty() ? "empty" : property.getValue());
    diff.compare("blocks.", before.blocks(), after.blocks(), Block::name,
        block -> block.kind() + " at " + block.base() + " of size " + block.size());
    diff.compare("device-tree.", before.deviceTree(), after.deviceTree(), BoardDiff::name, BoardDiff::value);
    return List.copyOf(diff.differences);
  }

  /** Components. */
  static List<Difference> components(MachineTypeLock before, MachineTypeLock after) {
    BoardDiff diff = new BoardDiff();
    diff.compare("components.", before.components(), after.components(), Component::name,
        component -> "section " + component.section() + ", instance " + component.instance());
    return List.copyOf(diff.differences);
  }

  private <T> void compare(String prefix, Collection<T> before, Collection<T> after, Function<T, String> name,
      Function<T, String> words) {
    for (Match<T> match : Match.byName(before, after, name)) {
      switch (match) {
        case Gone<T>(var key, var old) ->
          differences.add(new Difference(prefix + key, words.apply(old), LockDiff.NOTHING));
        case Added<T>(var key, var now) ->
          differences.add(new Difference(prefix + key, LockDiff.NOTHING, words.apply(now)));
        case Kept<T>(var key, var old, var now) -> {
          if (!old.equals(now)) {
            differences.add(new Difference(prefix + key, words.apply(old), words.apply(now)));
          }
        }
      }
    }
  }

  private static String name(String line) {
    int end = line.indexOf(EQUALS);
    return end < 0 ? line : line.substring(0, end);
  }

  private static String value(String line) {
    int end = line.indexOf(EQUALS);
    return end < 0 ? "there" : line.substring(end + EQUALS.length());
  }
}
