package dev.kurki.cpu.hart;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Comparator;
import java.util.List;
import dev.kurki.cpu.hart.HotCode.Spot;

import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.cpu.isa.InstructionSet;

/** The pre-decoded pages of guest RAM, by physical address. */
final class CodeCache {
  /** How many pages are kept; 20 KiB each. */
  private static final int MAX_PAGES = 4096;

  private final GuestMemory memory;
  private final InstructionSet isa;
  private final Map<Long, CodePage> pages = new HashMap<>();
  private int generation;

  CodeCache(GuestMemory memory, InstructionSet isa) {
    this.memory = memory;
    this.isa = isa;
  }

  /** From here on each page is compared with RAM before it is used again. */
  void nextGeneration() {
    generation++;
  }

  /** Forgets all pages. */
  void clear() {
    pages.clear();
  }

  /** Which code has been translated, and what was jumped to beside it. */
  HotCode hotCode() {
    return HotCode.of(pages.entrySet().stream()
        .map(page -> page.getValue().hotSpots((page.getKey() - memory.base()) / GuestMemory.PAGE_BYTES))
        .filter(spots -> !spots.isEmpty())
        .sorted(Comparator.comparingInt((List<Spot> spots) -> spots.stream().mapToInt(Spot::jumps).sum()).reversed())
        .toList());
  }

  /** The page of that number from the start of RAM; none outside of it. */
  Optional<CodePage> pageOfRam(long number) {
    return number >= 0 && number < memory.pages()
        ? Optional.of(page(memory.base() + number * GuestMemory.PAGE_BYTES))
        : Optional.empty();
  }

  /** The page at a page-aligned physical address in RAM. */
  CodePage page(long physical) {
    CodePage page = pages.get(physical);
    if (page == null) {
      if (pages.size() == MAX_PAGES) {
        pages.clear();
      }
      page = new CodePage(memory, (physical - memory.base()) / GuestMemory.PAGE_BYTES, isa, generation);
      pages.put(physical, page);
    } else {
      page.validate(generation);
    }
    return page;
  }
}
