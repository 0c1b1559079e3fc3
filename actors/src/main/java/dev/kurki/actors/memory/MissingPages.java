package dev.kurki.actors.memory;

import dev.kurki.actors.section.Longs;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongConsumer;

/**
 * Which pages of guest RAM are yet to come, as after a switch to post-copy, or while a saved machine runs whose file is still
 * being read. A machine that is whole has none. A page goes one way:
 *
 * <pre>
 *   missing  -- want: its supplier is asked, once --&gt;  wanted
 *      |                                                 |
 *      +-------------- fill: it comes -------------------+--&gt;  there, for good: a later fill changes nothing
 * </pre>
 *
 * <p>Any thread may ask, want and fill. A page is there for others only when all of it is.
 */
public final class MissingPages {
  private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);

  private final MemorySegment ram;
  private final long pages;
  private final Map<Long, Wanted> wanted = new TreeMap<>();
  private volatile long[] words = new long[0];
  private volatile long left;
  private volatile CompletableFuture<Void> whole = CompletableFuture.completedFuture(null);
  private LongConsumer supplier = _ -> {};
  private long requests;
  private long longestWaitNanos;

  private record Wanted(CompletableFuture<Long> came, long sinceNanos) {}

  MissingPages(MemorySegment ram) {
    this.ram = ram;
    this.pages = ram.byteSize() / GuestMemory.PAGE_BYTES;
  }

  /**
   * Says which pages are to come. Nobody may have touched RAM through translations yet that are still remembered: the machine
   * stands, and takes its sections afterwards.
   *
   * @param marks bit {@code i % 64} of word {@code i / 64} says that page {@code i} is missing
   * @param supplier is told of each page that somebody waits for, once, on whatever thread that is; it blocks nobody
   * @throws IllegalArgumentException when the marks are of another size than RAM
   * @throws IllegalStateException when pages are missing already
   */
  public synchronized void expect(Longs marks, LongConsumer supplier) {
    if (marks.length() != (pages + Long.SIZE - 1) / Long.SIZE
        || (pages % Long.SIZE != 0 && marks.get(marks.length() - 1) >>> pages % Long.SIZE != 0)) {
      throw new IllegalArgumentException("marks of " + marks.length() + " words for a RAM of " + pages + " pages");
    }
    if (left > 0) {
      throw new IllegalStateException(left + " pages are missing already");
    }
    long[] missing = marks.toArray();
    long count = 0;
    for (long word : missing) {
      count += Long.bitCount(word);
    }
    this.supplier = supplier;
    requests = 0;
    longestWaitNanos = 0;
    if (count > 0) {
      whole = new CompletableFuture<>();
      words = missing;
      left = count;
    }
  }

  /** Whether no page is missing. */
  public boolean isEmpty() {
    return left == 0;
  }

  /** How many pages are missing. */
  public long count() {
    return left;
  }

  /**
   * Whether a page is missing.
   *
   * @param page its index, counted from the start of RAM
   */
  public boolean contains(long page) {
    return left > 0 && (bits(page) >>> page & 1) != 0;
  }

  /** Marks of the missing pages, as {@link #expect} has them. */
  public synchronized Longs marks() {
    return Longs.of(left > 0 ? words : new long[Math.toIntExact((pages + Long.SIZE - 1) / Long.SIZE)]);
  }

  /**
   * Asks for a page.
   *
   * @return complete with the page when it is there, at once if it is already
   */
  public CompletionStage<Long> want(long page) {
    Wanted asked;
    boolean isNew;
    synchronized (this) {
      if (!contains(page)) {
        return CompletableFuture.completedFuture(page);
      }
      int before = wanted.size();
      asked = wanted.computeIfAbsent(page, _ -> new Wanted(new CompletableFuture<>(), System.nanoTime()));
      isNew = wanted.size() > before;
      requests += isNew ? 1 : 0;
    }
    if (isNew) {
      supplier.accept(page);
    }
    return asked.came();
  }

  /** The pages that somebody waits for: what a supplier that has taken over from another is to ask for again. */
  public synchronized List<Long> wanted() {
    return new ArrayList<>(wanted.keySet());
  }

  /**
   * Puts in what a page holds, if it is still missing.
   *
   * @param contents {@link GuestMemory#PAGE_BYTES} bytes that are known to be right
   * @return whether it was missing; if not, it stays as it is
   */
  public boolean fill(long page, MemorySegment contents) {
    return fill(page, place -> place.copyFrom(contents));
  }

  /**
   * Says that a page holds zeroes only, if it is still missing.
   *
   * @return whether it was missing; if not, it stays as it is
   */
  public boolean fillZero(long page) {
    return fill(page, place -> {
      // A page that was never touched is zero, and stays uncommitted.
      if (!isZero(place)) {
        place.fill((byte) 0);
      }
    });
  }

  /** Is complete when no page is missing, at once if none is. */
  public CompletionStage<Void> whole() {
    return whole;
  }

  /** How many pages somebody has waited for since they were expected. */
  public synchronized long requests() {
    return requests;
  }

  /** How long somebody has waited for a page at most, in ns: QEMU's postcopy-blocktime of one vCPU, its longest piece. */
  public synchronized long longestWaitNanos() {
    return longestWaitNanos;
  }

  /**
   * Passes where a page is there.
   *
   * @throws MissingPage where it is not
   */
  void require(long page) {
    if (contains(page)) {
      throw new MissingPage(page);
    }
  }

  /**
   * Passes where pages are there.
   *
   * @throws MissingPage where one is not
   */
  void requireAll(long first, long count) {
    if (left > 0) {
      for (long page = first; page < first + count; page++) {
        require(page);
      }
    }
  }

  private interface Filling {
    void into(MemorySegment place);
  }

  private boolean fill(long page, Filling filling) {
    Wanted waiting;
    boolean isLast;
    synchronized (this) {
      if (!contains(page)) {
        return false;
      }
      filling.into(ram.asSlice(page * GuestMemory.PAGE_BYTES, GuestMemory.PAGE_BYTES));
      // Whoever sees that it is not missing any more sees what it holds.
      WORD.setVolatile(words, index(page), bits(page) & ~(1L << page));
      waiting = wanted.remove(page);
      if (waiting != null) {
        longestWaitNanos = Math.max(longestWaitNanos, System.nanoTime() - waiting.sinceNanos());
      }
      isLast = left == 1;
      left--;
    }
    if (waiting != null) {
      waiting.came().complete(page);
    }
    if (isLast) {
      whole.complete(null);
    }
    return true;
  }

  private long bits(long page) {
    return (long) WORD.getVolatile(words, index(page));
  }

  private static int index(long page) {
    return Math.toIntExact(page / Long.SIZE);
  }

  private static boolean isZero(MemorySegment place) {
    long bits = 0;
    for (long offset = 0; offset < GuestMemory.PAGE_BYTES && bits == 0; offset += Long.BYTES) {
      bits = place.get(ValueLayout.JAVA_LONG_UNALIGNED, offset);
    }
    return bits == 0;
  }
}
