package dev.kurki.migration.file;

import dev.kurki.actors.memory.DirtyBitmap;
import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.memory.WriteGuard;
import dev.kurki.migration.mappedram.MappedRamWriter;
import dev.kurki.migration.mappedram.PageRunWriter;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Saves all pages of a RAM as they were when this was put up as its guard, while its guest writes on. A page is saved by who comes
 * first:
 *
 * <pre>
 *   saver, page by page             whoever is about to write to the page
 *     reads the page                  reads the page
 *     marks it; was it clean?         marks it; was it clean?
 *       yes: what it read is saved      yes: what it read goes aside, for the saver; where too much is aside, it is written
 *                                            to the file at once
 *       no:  what it read is dropped    no:  what it read is dropped
 *                                     writes to the page
 * </pre>
 *
 * <p>Nobody writes before there is a mark, so what was read by the one who has set it is of that moment. Each page is counted
 * once; when all are, all are saved.
 */
final class PagesOfOneMoment implements WriteGuard {
  private static final int PAGES_AT_ONCE = 256;
  private static final ByteBuffer WRITTEN = ByteBuffer.allocate(0);

  /** What a page held; nothing where it is in the file already. */
  private record Copy(long page, ByteBuffer contents) {}

  private final GuestMemory memory;
  private final MappedRamWriter writer;
  private final PageRunWriter runs;
  private final int mostCopies;
  private final DirtyBitmap taken;
  private final BlockingQueue<Copy> copies = new LinkedBlockingQueue<>();
  private final AtomicInteger aside = new AtomicInteger();
  private final AtomicLong longestWait = new AtomicLong();
  private final AtomicBoolean isOver;
  private volatile @Nullable IOException failure;

  /**
   * Pages to be saved.
   *
   * @param writer where to; it knows the sections when a page is first taken
   * @param mostCopies how many pages may stand aside at most, of what a guest has written over
   * @param isOver set when they are all saved, and to give up: whoever writes goes on at once from then on
   */
  PagesOfOneMoment(GuestMemory memory, MappedRamWriter writer, int mostCopies, AtomicBoolean isOver) {
    this.isOver = isOver;
    this.memory = memory;
    this.writer = writer;
    this.runs = new PageRunWriter(writer);
    this.mostCopies = mostCopies;
    this.taken = new DirtyBitmap(memory.pages());
  }

  @Override
  public void beforeWrite(long page) {
    if (isOver.get() || taken.isDirty(page)) {
      return;
    }
    long start = System.nanoTime();
    ByteBuffer contents = ByteBuffer.wrap(memory.page(page).toArray(ValueLayout.JAVA_BYTE));
    if (taken.markIfClean(page)) {
      copies.add(new Copy(page, putAside(page, contents)));
    }
    longestWait.accumulateAndGet(System.nanoTime() - start, Math::max);
  }

  /** How long the guest has waited at the longest before it could write, in ns. */
  long longestWaitNanos() {
    return longestWait.get();
  }

  /**
   * Saves all pages, those first that stand aside.
   *
   * @throws IOException when the disk does not take one, or this was given up
   */
  void saveAll() throws IOException {
    long left = memory.pages();
    for (long first = 0; first < memory.pages(); first += PAGES_AT_ONCE) {
      for (int saved = PAGES_AT_ONCE; saved == PAGES_AT_ONCE;) {
        saved = saveCopies();
        left -= saved;
      }
      left -= savePages(first, Math.min(first + PAGES_AT_ONCE, memory.pages()));
    }
    while (left > 0) {
      left -= awaitCopies();
    }
    runs.flush();
    isOver.set(true);
  }

  private ByteBuffer putAside(long page, ByteBuffer contents) {
    if (aside.incrementAndGet() <= mostCopies) {
      return contents;
    }
    aside.decrementAndGet();
    try {
      if (!isZero(contents)) {
        writer.write(page, contents);
      }
    } catch (IOException e) {
      failure = e;
    }
    return WRITTEN;
  }

  private int savePages(long first, long end) throws IOException {
    int saved = 0;
    for (long page = first; page < end; page++) {
      if (taken.isDirty(page)) {
        continue;
      }
      boolean isZero = memory.isZero(page);
      if (!isZero) {
        runs.room(page).put(memory.page(page).asByteBuffer());
      }
      if (taken.markIfClean(page)) {
        saved++;
        if (!isZero) {
          runs.keep();
        }
      }
    }
    return saved;
  }

  private int awaitCopies() throws IOException {
    try {
      Copy first = copies.poll(1, TimeUnit.SECONDS);
      return first == null ? saveCopies() : save(new ArrayList<>(List.of(first)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the node is being stopped", e);
    }
  }

  private int saveCopies() throws IOException {
    return save(new ArrayList<>());
  }

  private int save(List<Copy> some) throws IOException {
    IOException failed = failure;
    if (failed != null) {
      throw failed;
    }
    if (isOver.get()) {
      throw new IOException("the save was given up");
    }
    copies.drainTo(some, PAGES_AT_ONCE);
    some.sort(Comparator.comparingLong(Copy::page));
    for (Copy copy : some) {
      if (copy.contents().hasRemaining()) {
        aside.decrementAndGet();
        save(copy);
      }
    }
    return some.size();
  }

  private void save(Copy copy) throws IOException {
    if (!isZero(copy.contents())) {
      runs.room(copy.page()).put(copy.contents());
      runs.keep();
    }
  }

  private static boolean isZero(ByteBuffer contents) {
    for (int i = contents.position(); i < contents.limit(); i += Long.BYTES) {
      if (contents.getLong(i) != 0) {
        return false;
      }
    }
    return true;
  }
}
