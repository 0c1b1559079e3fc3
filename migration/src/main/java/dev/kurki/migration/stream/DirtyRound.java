package dev.kurki.migration.stream;

import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.Longs;
import dev.kurki.migration.stream.Frame.ZeroPages;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;
import java.util.Queue;
import java.util.function.IntSupplier;

/**
 * The dirty pages of one round, cut into batches as they are asked for: guest RAM is looked at only when the stream has
 * room for it. Pages that hold zeroes only become runs. Used by one thread at a time.
 */
public final class DirtyRound {
  private static final int MAX_ZERO_RUNS = 4096;
  private static final int ZERO_RUN_BYTES = 2 * Long.BYTES;

  private final GuestMemory memory;
  private final long[] words;
  private final IntSupplier frameBytes;
  private final Queue<Outgoing> ready = new ArrayDeque<>();
  private long next;

  /**
   * A round.
   *
   * @param memory the guest RAM
   * @param dirty bit {@code i % 64} of word {@code i / 64} says that page {@code i} is to be sent
   * @param frameBytes about how many bytes of pages a frame carries, from one page up to 4 MiB
   */
  public DirtyRound(GuestMemory memory, Longs dirty, int frameBytes) {
    this(memory, dirty, () -> frameBytes);
  }

  /**
   * A round whose frames may become larger and smaller on the way.
   *
   * @param frameBytes asked for each frame
   */
  public DirtyRound(GuestMemory memory, Longs dirty, IntSupplier frameBytes) {
    this.memory = memory;
    this.words = dirty.toArray();
    this.frameBytes = frameBytes;
  }

  /** Marks of every page of a RAM, for the first round. */
  public static Longs everyPage(GuestMemory memory) {
    long[] words = new long[Math.toIntExact((memory.pages() + 63) / 64)];
    Arrays.fill(words, -1L);
    if (memory.pages() % 64 != 0) {
      words[words.length - 1] = (1L << memory.pages() % 64) - 1;
    }
    return Longs.of(words);
  }

  /** How many pages are marked. */
  public static long count(Longs dirty) {
    long count = 0;
    for (int i = 0; i < dirty.length(); i++) {
      count += Long.bitCount(dirty.get(i));
    }
    return count;
  }

  /** The marks of either; one may be of no length, and has none then. */
  public static Longs union(Longs one, Longs other) {
    long[] words = (one.length() > other.length() ? one : other).toArray();
    Longs shorter = one.length() > other.length() ? other : one;
    for (int i = 0; i < shorter.length(); i++) {
      words[i] |= shorter.get(i);
    }
    return Longs.of(words);
  }

  /** What goes out next, or nothing when the round is through. */
  public Optional<Outgoing> next() {
    if (ready.isEmpty()) {
      gather();
    }
    return Optional.ofNullable(ready.poll());
  }

  /**
   * Takes a page out that goes another way, and goes on behind it; what was jumped over comes last.
   *
   * @param page its index, counted from the start of RAM
   */
  public void goOnBehind(long page) {
    if (page >= 0 && page / 64 < words.length) {
      take(page);
    }
  }

  /** The pages that have not gone out, as marks: what is left when the round is cut short. */
  public Longs remaining() {
    long[] left = words.clone();
    for (Outgoing gathered : ready) {
      switch (gathered) {
        case PageBatch(_, var indices, _) -> {
          for (int i = 0; i < indices.length(); i++) {
            mark(left, indices.get(i), 1);
          }
        }
        case ZeroPages(var runs) -> {
          for (int i = 0; i < runs.length(); i += 2) {
            mark(left, runs.get(i), runs.get(i + 1));
          }
        }
        case Frame other -> throw new IllegalStateException("a round has no " + other);
      }
    }
    return Longs.of(left);
  }

  private static void mark(long[] words, long first, long count) {
    for (long page = first; page < first + count; page++) {
      words[(int) (page / 64)] |= 1L << page;
    }
  }

  private void gather() {
    int bytes = frameBytes.getAsInt();
    int pagesPerFrame = Math.clamp(bytes / GuestMemory.PAGE_BYTES, 1, PackedPages.MAX_PAGES);
    long[] indices = new long[pagesPerFrame];
    int pages = 0;
    long[] runs = new long[2 * Math.clamp(bytes / ZERO_RUN_BYTES, 1, MAX_ZERO_RUNS)];
    int runWords = 0;
    for (long page = following(); page >= 0; page = following()) {
      if (memory.isZero(page)) {
        boolean extends_ = runWords > 0 && runs[runWords - 2] + runs[runWords - 1] == page;
        if (extends_) {
          runs[runWords - 1]++;
        } else if (runWords == runs.length) {
          break;
        } else {
          runs[runWords++] = page;
          runs[runWords++] = 1;
        }
      } else if (pages == pagesPerFrame) {
        break;
      } else {
        indices[pages++] = page;
      }
      take(page);
    }
    if (runWords > 0) {
      ready.add(new ZeroPages(Longs.of(Arrays.copyOf(runs, runWords))));
    }
    if (pages > 0) {
      ready.add(new PageBatch(memory, Longs.of(Arrays.copyOf(indices, pages))));
    }
  }

  private void take(long page) {
    words[(int) (page / 64)] &= ~(1L << page);
    next = page + 1;
  }

  private long following() {
    long page = nextMarked(next);
    return page >= 0 ? page : nextMarked(0);
  }

  private long nextMarked(long from) {
    int word = (int) (from / 64);
    if (word >= words.length) {
      return -1;
    }
    long bits = words[word] & -1L << (int) (from % 64);
    while (bits == 0) {
      if (++word == words.length) {
        return -1;
      }
      bits = words[word];
    }
    return word * 64L + Long.numberOfTrailingZeros(bits);
  }
}
