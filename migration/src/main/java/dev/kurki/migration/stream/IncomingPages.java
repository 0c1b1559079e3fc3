package dev.kurki.migration.stream;

import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.Longs;
import dev.kurki.migration.stream.FrameReader.PagePlaces;
import dev.kurki.migration.stream.PackedPages.Deltas;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;

/**
 * An incoming machine's RAM, and which of its pages hold something: one that nothing was written to reads as zero and stays
 * uncommitted. Any thread may use it; no two at a time for the same page.
 */
final class IncomingPages {
  private final GuestMemory memory;
  /** Up to 64 GiB of RAM, pages can be counted in an int. */
  private final BitSet written = new BitSet();
  /** Those that have come other than they were sent, as {@link SummedPages} says, and have not come again. */
  private final BitSet torn = new BitSet();

  /** Pages of a RAM that is all zero. */
  IncomingPages(GuestMemory memory) {
    this.memory = memory;
  }

  GuestMemory memory() {
    return memory;
  }

  /**
   * Where the contents of pages are written as they are read.
   *
   * @param admission throws {@link BrokenStream} for pages that may not come now
   */
  PagePlaces places(Consumer<Longs> admission) {
    return new PagePlaces() {
      @Override
      public List<ByteBuffer> of(Longs indices) {
        admission.accept(indices);
        noteWritten(indices);
        return PageRuns.of(indices).stream().map(run -> memory.pages(run.first(), run.pages()).asByteBuffer())
            .toList();
      }

      @Override
      public void torn(Longs indices) {
        noteTorn(indices);
      }
    };
  }

  /**
   * Packed pages are in RAM.
   *
   * @throws BrokenStream when they say what has changed in a torn page, of which that is not known
   */
  void notePacked(PackedPages packed) {
    if (packed instanceof Deltas) {
      requireWhole(packed.indices());
    }
    noteWritten(packed.indices());
  }

  /** These hold something, and all of it. */
  private synchronized void noteWritten(Longs indices) {
    for (PageRuns.Run run : PageRuns.of(indices)) {
      written.set((int) run.first(), (int) run.first() + run.pages());
      torn.clear((int) run.first(), (int) run.first() + run.pages());
    }
  }

  /** These hold something that is not to stay. */
  private synchronized void noteTorn(Longs indices) {
    for (int i = 0; i < indices.length(); i++) {
      torn.set((int) indices.get(i));
    }
  }

  /** These come again, whatever they hold, as marks of every page of RAM. */
  synchronized void expectAgain(Longs marks) {
    torn.andNot(BitSet.valueOf(marks.toArray()));
  }

  /**
   * All pages that were torn have come again.
   *
   * @throws BrokenStream when one has not
   */
  synchronized void requireWhole() {
    if (!torn.isEmpty()) {
      refuse(torn.nextSetBit(0));
    }
  }

  private synchronized void requireWhole(Longs indices) {
    for (int i = 0; i < indices.length(); i++) {
      if (torn.get((int) indices.get(i))) {
        refuse(indices.get(i));
      }
    }
  }

  private static void refuse(long page) {
    throw new BrokenStream("page " + page + " does not match its checksum, and has not come again");
  }

  /** These hold zeroes only, as runs of first page and count. */
  synchronized void zero(Longs runs) {
    for (int i = 0; i < runs.length(); i += 2) {
      int first = (int) runs.get(i);
      int end = (int) (first + runs.get(i + 1));
      for (int page = written.nextSetBit(first); page >= 0 && page < end; page = written.nextSetBit(page)) {
        memory.page(page).fill((byte) 0);
        written.clear(page);
        torn.clear(page);
      }
    }
  }
}
