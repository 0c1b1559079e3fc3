package dev.kurki.actors.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Which pages of guest RAM have changed since they were last asked for: one bit a page, 64 pages a word.
 *
 * <pre>
 *   words[0]  bit 0 = page 0 ... bit 63 = page 63
 *   words[1]  bit 0 = page 64 ...
 * </pre>
 *
 * <p>Any thread may mark while another tests and clears; no mark is lost. 64 GiB of RAM take 2 MiB here.
 */
public final class DirtyBitmap {
  private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);
  private static final int PAGES_PER_WORD = Long.SIZE;

  private final long pages;
  private final long[] words;

  /**
   * A bitmap with every page clean.
   *
   * @param pages how many pages it covers, 1 to 2^36
   * @throws IllegalArgumentException when {@code pages} is out of that range
   */
  public DirtyBitmap(long pages) {
    if (pages < 1 || pages > 1L << 36) {
      throw new IllegalArgumentException("a dirty bitmap covers 1 to 2^36 pages, not " + pages);
    }
    this.pages = pages;
    this.words = new long[Math.toIntExact((pages + PAGES_PER_WORD - 1) / PAGES_PER_WORD)];
  }

  /** How many pages this bitmap covers. */
  public long pages() {
    return pages;
  }

  /**
   * Marks one page dirty. Safe from any thread.
   *
   * @return whether it was clean before
   * @throws IndexOutOfBoundsException when {@code page} is not covered
   */
  public boolean mark(long page) {
    int word = wordOf(page);
    long bit = 1L << page;
    return ((long) WORD.getVolatile(words, word) & bit) == 0
        && ((long) WORD.getAndBitwiseOr(words, word, bit) & bit) == 0;
  }

  /**
   * Marks one page dirty and says whether it was clean: of several threads that mark it, one hears so. What a thread has read
   * before it marks is read before, and what another writes that has seen the mark is written behind it.
   *
   * @throws IndexOutOfBoundsException when {@code page} is not covered
   */
  public boolean markIfClean(long page) {
    int word = wordOf(page);
    long bit = 1L << page;
    return ((long) WORD.getVolatile(words, word) & bit) == 0
        && ((long) WORD.getAndBitwiseOr(words, word, bit) & bit) == 0;
  }

  /**
   * Marks {@code count} pages dirty from page {@code first} on.
   *
   * @throws IndexOutOfBoundsException when one of them is not covered
   */
  public void markRange(long first, long count) {
    checkRange(first, count);
    for (long page = first; page < first + count; page++) {
      boolean _ = mark(page);
    }
  }

  /**
   * Whether the page is dirty.
   *
   * @throws IndexOutOfBoundsException when {@code page} is not covered
   */
  public boolean isDirty(long page) {
    return ((long) WORD.getVolatile(words, wordOf(page)) >>> page & 1) != 0;
  }

  /** How many pages are dirty; while others mark, a moment's estimate. */
  public long count() {
    long count = 0;
    for (int word = 0; word < words.length; word++) {
      count += Long.bitCount((long) WORD.getOpaque(words, word));
    }
    return count;
  }

  /**
   * Takes every dirty mark of a range away and hands the marks over: bit {@code i % 64} of the answer's word {@code i / 64}
   * is page {@code first + i}. A page marked while this runs is either in the answer or still marked afterwards.
   *
   * @param first the first page, a multiple of 64
   * @param count how many pages
   * @throws IndexOutOfBoundsException when a page is not covered
   * @throws IllegalArgumentException when {@code first} is not a multiple of 64
   */
  public long[] testAndClear(long first, long count) {
    checkRange(first, count);
    if (first % PAGES_PER_WORD != 0) {
      throw new IllegalArgumentException("a range of dirty pages starts at a multiple of 64, not at " + first);
    }
    int start = (int) (first / PAGES_PER_WORD);
    long[] taken = new long[Math.toIntExact((count + PAGES_PER_WORD - 1) / PAGES_PER_WORD)];
    for (int i = 0; i < taken.length; i++) {
      long left = count - (long) i * PAGES_PER_WORD;
      long mask = left >= PAGES_PER_WORD ? -1L : (1L << left) - 1;
      taken[i] = (long) WORD.getAndBitwiseAnd(words, start + i, ~mask) & mask;
    }
    return taken;
  }

  private int wordOf(long page) {
    if (page < 0 || page >= pages) {
      throw new IndexOutOfBoundsException("page " + page + " of " + pages);
    }
    return (int) (page / PAGES_PER_WORD);
  }

  private void checkRange(long first, long count) {
    if (first < 0 || count < 0 || first > pages - count) {
      throw new IndexOutOfBoundsException("pages " + first + " to " + (first + count) + " of " + pages);
    }
  }
}
