package dev.kurki.migration.stream;

import dev.kurki.actors.section.Longs;
import java.util.ArrayList;
import java.util.List;

/** Finds neighbours among pages, so that they are read and written at once. */
final class PageRuns {
  private PageRuns() {}

  /**
   * Pages that lie side by side.
   *
   * @param first the first of them
   * @param pages how many
   */
  record Run(long first, int pages) {}

  /** The runs that pages make, in their order. */
  static List<Run> of(Longs indices) {
    List<Run> runs = new ArrayList<>();
    int start = 0;
    for (int i = 1; i <= indices.length(); i++) {
      if (i == indices.length() || indices.get(i) != indices.get(i - 1) + 1) {
        runs.add(new Run(indices.get(start), i - start));
        start = i;
      }
    }
    return runs;
  }
}
