package dev.kurki.migration.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What stands under one name on two sides.
 *
 * @param <T> what has the name
 */
sealed interface Match<T> {
  /** Only on the side before. */
  record Gone<T>(String name, T before) implements Match<T> {}

  /** Only on the side after. */
  record Added<T>(String name, T after) implements Match<T> {}

  /** On both sides. */
  record Kept<T>(String name, T before, T after) implements Match<T> {}

  /** All names of both sides, those before first; in what order they stand does not count. */
  static <T> List<Match<T>> byName(Collection<T> before, Collection<T> after, Function<T, String> name) {
    Map<String, T> was = named(before, name);
    Map<String, T> is = named(after, name);
    List<Match<T>> matches = new ArrayList<>();
    was.forEach((key, old) -> {
      T now = is.get(key);
      matches.add(now == null ? new Gone<>(key, old) : new Kept<>(key, old, now));
    });
    is.forEach((key, now) -> {
      if (!was.containsKey(key)) {
        matches.add(new Added<>(key, now));
      }
    });
    return matches;
  }

  /** A name that a side has twice is numbered there, so that nothing is lost from sight. */
  private static <T> Map<String, T> named(Collection<T> all, Function<T, String> name) {
    Map<String, T> named = new LinkedHashMap<>();
    for (T each : all) {
      String first = name.apply(each);
      String key = first;
      for (int i = 2; named.containsKey(key); i++) {
        key = first + "#" + i;
      }
      named.put(key, each);
    }
    return named;
  }
}
