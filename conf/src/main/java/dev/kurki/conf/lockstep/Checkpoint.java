package dev.kurki.conf.lockstep;

import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.Section;
import java.util.BitSet;
import java.util.List;

/** All of a machine at the last moment when the two that run side by side were seen to be the same. */
final class Checkpoint implements AutoCloseable {
  private final GuestMemory ram;
  private List<Section> sections;
  private long instructions;

  /** Of machines that have executed nothing yet. */
  Checkpoint(GuestMemory memory, List<Section> sections) {
    this.ram = new GuestMemory(memory.base(), memory.bytes());
    this.sections = List.copyOf(sections);
    copy(memory, ram);
  }

  /** After how many instructions it is, traps counted. */
  long instructions() {
    return instructions;
  }

  /** The sections of all components. */
  List<Section> sections() {
    return sections;
  }

  /** It is now of a later moment, up to which these pages have changed. */
  void advance(long now, List<Section> all, GuestMemory memory, BitSet changed) {
    instructions = now;
    sections = List.copyOf(all);
    changed.stream().forEach(page -> ram.page(page).copyFrom(memory.page(page)));
  }

  /** Writes what it has of RAM into RAM that is zeroed. */
  void copyRamTo(GuestMemory memory) {
    copy(ram, memory);
  }

  @Override
  public void close() {
    ram.close();
  }

  private static void copy(GuestMemory from, GuestMemory to) {
    for (long page = 0; page < from.pages(); page++) {
      if (!from.isZero(page)) {
        to.page(page).copyFrom(from.page(page));
      }
    }
  }
}
