package dev.kurki.conf.lockstep;

import dev.kurki.actors.section.Bytes;
import java.util.ArrayList;
import java.util.List;

/** What was typed since the last checkpoint, and when, so that it can be typed again. */
final class Typed {
  private record Entry(long instructions, Bytes data) {}

  private final List<Entry> entries = new ArrayList<>();

  /** Bytes are typed after so many instructions. */
  void add(long instructions, Bytes data) {
    entries.add(new Entry(instructions, data));
  }

  /** There is a checkpoint. */
  void clear() {
    entries.clear();
  }

  /** What was typed after just so many instructions. */
  List<Bytes> at(long instructions) {
    return entries.stream().filter(entry -> entry.instructions() == instructions).map(Entry::data).toList();
  }
}
