package dev.kurki.cpu.hart;

import java.util.function.IntConsumer;

/** Which entries of a table are in use, so that forgetting them takes as long as there are such, however large the table is. */
final class UsedEntries {
  private final boolean[] used;
  private final int[] list;
  private int count;

  UsedEntries(int entries) {
    this.used = new boolean[entries];
    this.list = new int[entries];
  }

  /** Takes note of one, once or again. */
  void note(int entry) {
    if (!used[entry]) {
      used[entry] = true;
      list[count++] = entry;
    }
  }

  /** Hands each one over. */
  void each(IntConsumer entry) {
    for (int i = 0; i < count; i++) {
      entry.accept(list[i]);
    }
  }

  /** Hands each one over, and none is in use any more. */
  void drain(IntConsumer entry) {
    each(entry);
    for (int i = 0; i < count; i++) {
      used[list[i]] = false;
    }
    count = 0;
  }
}
