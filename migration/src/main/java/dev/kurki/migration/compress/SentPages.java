package dev.kurki.migration.compress;

import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.memory.SpareMemory;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Optional;

/**
 * What was sent last of some pages: that is what the target has of them. Each page has one place, which it shares with others;
 * it gets the place where the one that has it was not sent in this round or the one before. Kept outside of the heap, and given
 * back when nobody refers to it. Used by one thread at a time.
 */
public final class SentPages {
  private static final long NONE = -1;

  private final long[] pages;
  private final int[] rounds;
  private final MemorySegment contents;
  private int round;

  /**
   * None yet.
   *
   * @param bytes how much is kept at most; at least one page is
   * @param ramPages how many pages there are
   */
  public SentPages(long bytes, long ramPages) {
    int places = Math.toIntExact(Math.clamp(bytes / GuestMemory.PAGE_BYTES, 1, ramPages));
    this.pages = new long[places];
    this.rounds = new int[places];
    this.contents = SpareMemory.map((long) places * GuestMemory.PAGE_BYTES);
    Arrays.fill(pages, NONE);
  }

  /** Another round begins. */
  public void begin(int number) {
    round = number;
  }

  /** What was sent last of a page, if it is known. */
  public Optional<MemorySegment> of(long page) {
    int place = place(page);
    return pages[place] == page ? Optional.of(contents(place)) : Optional.empty();
  }

  /** This is what was sent of a page. */
  public void sent(long page, MemorySegment as) {
    int place = place(page);
    if (pages[place] != page && pages[place] != NONE && rounds[place] >= round - 1) {
      return;
    }
    pages[place] = page;
    rounds[place] = round;
    contents(place).copyFrom(as);
  }

  /** Pages were sent in another way, and are not known any more. */
  public void forget(long first, long count) {
    if (count < pages.length) {
      for (long page = first; page < first + count; page++) {
        forget(place(page), first, count);
      }
    } else {
      for (int place = 0; place < pages.length; place++) {
        forget(place, first, count);
      }
    }
  }

  private void forget(int place, long first, long count) {
    if (pages[place] >= first && pages[place] < first + count) {
      pages[place] = NONE;
    }
  }

  private int place(long page) {
    return (int) (page % pages.length);
  }

  private MemorySegment contents(int place) {
    return contents.asSlice((long) place * GuestMemory.PAGE_BYTES, GuestMemory.PAGE_BYTES);
  }
}
