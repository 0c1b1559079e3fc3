package dev.kurki.migration.stream;

import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.Longs;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.List;

/**
 * An incoming machine's RAM, and which of its pages hold something: one that nothing was written to reads as zero and stays
 * uncommitted. Any thread may use it; no two at a time for the same page.
 */
final class IncomingPages {
  private final GuestMemory memory;
  /** Up to 64 GiB of RAM, pages can be counted in an int. */
  private final BitSet written = new BitSet();

  /** Pages of a RAM that is all zero. */
  IncomingPages(GuestMemory memory) {
    this.memory = memory;
  }

  GuestMemory memory() {
    return memory;
  }

  /** Where the contents of pages are about to be written, in their order. */
  List<ByteBuffer> places(Longs indices) {
    noteWritten(indices);
    return PageRuns.of(indices).stream().map(run -> memory.pages(run.first(), run.pages()).asByteBuffer()).toList();
  }

  /** These hold something. */
  synchronized void noteWritten(Longs indices) {
    for (PageRuns.Run run : PageRuns.of(indices)) {
      written.set((int) run.first(), (int) run.first() + run.pages());
    }
  }

  /** These hold zeroes only, as runs of first page and count. */
  synchronized void zero(Longs runs) {
    for (int i = 0; i < runs.length(); i += 2) {
      int first = (int) runs.get(i);
      int end = (int) (first + runs.get(i + 1));
      for (int page = written.nextSetBit(first); page >= 0 && page < end; page = written.nextSetBit(page)) {
        memory.page(page).fill((byte) 0);
        written.clear(page);
      }
    }
  }
}
