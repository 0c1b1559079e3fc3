package dev.kurki.migration.handover;

import dev.kurki.migration.handover.Happenings.Happening;
import dev.kurki.migration.handover.Happenings.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Every world that can come about, breadth-first: so the way to the first that breaks a rule is among the shortest. */
final class Exploration {
  private record Came(int from, String by) {}

  private final Map<Long, Integer> known = new HashMap<>();
  private final List<World> worlds = new ArrayList<>();
  private final List<Came> ways = new ArrayList<>();
  private final List<List<Integer>> progressInto = new ArrayList<>();
  private final List<List<Integer>> commandsInto = new ArrayList<>();
  private long transitions;
  private Optional<String> violation = Optional.empty();

  private Exploration() {}

  /** Explores until a rule is broken or nothing is left. */
  static Exploration of(Protocol protocol) {
    Exploration exploration = new Exploration();
    exploration.find(new World(protocol), new Came(-1, "the beginning"));
    for (int next = 0; next < exploration.worlds.size() && exploration.violation.isEmpty(); next++) {
      exploration.goOnFrom(next);
    }
    return exploration;
  }

  int states() {
    return worlds.size();
  }

  long transitions() {
    return transitions;
  }

  /** The first rule that was broken, and how it came to that. */
  Optional<String> violation() {
    return violation;
  }

  /**
   * A world from which none of some others comes about by progress alone.
   *
   * @param among the worlds in question
   * @param wanted where it is to end
   * @param commands how many commands an operator may give on the way, 0 or 1
   */
  Optional<String> stuck(Predicate<World> among, Predicate<World> wanted, int commands) {
    BitSet good = new BitSet();
    IntStream.range(0, states()).filter(i -> wanted.test(worlds.get(i))).forEach(good::set);
    spread(good);
    if (commands > 0) {
      BitSet before = new BitSet();
      good.stream().forEach(i -> commandsInto.get(i).forEach(before::set));
      good.or(before);
      spread(good);
    }
    return IntStream.range(0, states()).filter(i -> !good.get(i) && among.test(worlds.get(i))).boxed().findFirst()
        .map(this::story);
  }

  private void spread(BitSet good) {
    Deque<Integer> fresh = new ArrayDeque<>();
    good.stream().forEach(fresh::add);
    while (!fresh.isEmpty()) {
      for (int before : progressInto.get(fresh.remove())) {
        if (!good.get(before)) {
          good.set(before);
          fresh.add(before);
        }
      }
    }
  }

  private void goOnFrom(int index) {
    for (Happening happening : Happenings.in(worlds.get(index))) {
      int after = find(happening.after(), new Came(index, happening.what()));
      if (after != index) {
        transitions++;
        note(happening.kind(), index, after);
      }
      if (!happening.after().violation.isEmpty() && violation.isEmpty()) {
        violation = Optional.of(happening.after().violation + "\n" + story(index) + "\n" + happening.what() + " -> "
            + happening.after());
      }
    }
  }

  private void note(Kind kind, int from, int to) {
    switch (kind) {
      case PROGRESS -> progressInto.get(to).add(from);
      case OPERATOR -> commandsInto.get(to).add(from);
      case FAULT -> {
        // Nobody relies on it.
      }
    }
  }

  private int find(World world, Came came) {
    Integer index = known.putIfAbsent(world.key(), worlds.size());
    if (index != null) {
      return index;
    }
    worlds.add(world);
    ways.add(came);
    progressInto.add(new ArrayList<>(2));
    commandsInto.add(new ArrayList<>(0));
    return worlds.size() - 1;
  }

  private String story(int index) {
    Deque<String> story = new ArrayDeque<>();
    for (int i = index; i >= 0; i = ways.get(i).from()) {
      story.addFirst(ways.get(i).by() + " -> " + worlds.get(i));
    }
    return String.join("\n", story);
  }
}
