package dev.kurki.migration.file;

import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.Section;
import dev.kurki.migration.mappedram.BrokenFile;
import dev.kurki.migration.mappedram.MappedPages;
import dev.kurki.migration.mappedram.MappedRamReader;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * Restores a machine that runs before its RAM is read: what it asks for is read at once, the rest one page after the other. A page
 * is verified before it is the guest's.
 *
 * <pre>
 *   open    header, tables and sections are read and verified
 *   expect  the pages that the file has are missing from RAM; the machine stands
 *           whoever restores loads the sections, and lets the machine run
 *   fill    the pages come
 * </pre>
 */
public final class LazyRestore implements AutoCloseable {
  /** How many pages are read for one that is asked for: its neighbours cost little, and are likely to be asked for next. */
  private static final int PAGES_ASKED_FOR = 16;
  private static final int PAGES_UNASKED = 64;

  private final ActorSystem<?> system;
  private final MappedRamReader reader;
  private final MappedPages pages;
  private final List<Section> sections;
  private final GuestMemory memory;
  private final CompletableFuture<Filled> filled = new CompletableFuture<>();

  /**
   * How RAM was filled.
   *
   * @param pages how many pages the file has
   * @param nanos how long it took
   * @param waits how many pages the guest has waited for
   * @param longestWaitNanos how long it has waited for one of them at the longest
   */
  public record Filled(long pages, long nanos, long waits, long longestWaitNanos) {}

  private LazyRestore(ActorSystem<?> system, MappedRamReader reader, GuestMemory memory) throws IOException {
    this.system = system;
    this.reader = reader;
    this.memory = memory;
    this.sections = reader.sections();
    this.pages = reader.pages();
    pages.checkFit(memory);
  }

  /**
   * Opens a file; fails with {@link IOException} when it cannot be read, and with {@link BrokenFile} when it is none with fixed
   * page offsets, or one that is broken.
   *
   * @param memory the RAM of the machine that was built for it, all zero
   */
  public static CompletionStage<LazyRestore> open(ActorSystem<?> system, Path file, GuestMemory memory) {
    return Blocking.run(system, () -> {
      MappedRamReader reader = MappedRamReader.open(file);
      try {
        return new LazyRestore(system, reader, memory);
      } catch (IOException | RuntimeException e) {
        reader.close();
        throw e;
      }
    });
  }

  /** The machine's sections. */
  public List<Section> sections() {
    return sections;
  }

  /** From here on the file's pages are missing from RAM, and are brought to whoever asks; the machine stands. */
  public void expect() {
    memory.missing().expect(pages.present(), this::bring);
  }

  /**
   * Brings all pages, once; the file is let go of then. The stage fails when a page cannot be read or believed, with
   * {@link IOException} or {@link BrokenFile}; pages that are missing then stay missing, and whoever has asked for one waits.
   */
  public CompletionStage<Filled> fill() {
    long start = System.nanoTime();
    CompletionStage<Void> _ = Blocking.run(system, () -> {
      bringAll();
      return new Filled(reader.header().presentPages(), System.nanoTime() - start, memory.missing().requests(),
          memory.missing().longestWaitNanos());
    }).handle((how, problem) -> {
      if (problem == null) {
        filled.complete(how);
      } else {
        filled.completeExceptionally(problem);
      }
      // Only now: a page that is still being read for whoever has asked would fail of it, and tell that instead.
      close();
      return null;
    });
    return filled.copy();
  }

  /** Lets go of the file; pages that have not come do not come any more. */
  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      // It was only read.
    }
  }

  private void bring(long page) {
    try {
      CompletionStage<Void> _ = Blocking.run(system, () -> {
        bring(page, Math.min(pages.run(page), PAGES_ASKED_FOR));
        return page;
      }).handle((_, problem) -> {
        if (problem != null) {
          filled.completeExceptionally(problem);
        }
        return null;
      });
    } catch (RejectedExecutionException e) {
      // The node ends, and the machine with it.
    }
  }

  private void bringAll() throws IOException {
    for (long page = pages.next(0); page < memory.pages() && !filled.isDone();) {
      int run = Math.min(pages.run(page), PAGES_UNASKED);
      int first = 0;
      while (first < run && !memory.missing().contains(page + first)) {
        first++;
      }
      if (first < run) {
        bring(page + first, run - first);
      }
      page = pages.next(page + run);
    }
  }

  private void bring(long first, int count) throws IOException {
    ByteBuffer contents = ByteBuffer.allocate(count * GuestMemory.PAGE_BYTES);
    pages.read(first, contents);
    MemorySegment read = MemorySegment.ofBuffer(contents.flip());
    for (int i = 0; i < count; i++) {
      boolean _ = memory.missing().fill(first + i,
          read.asSlice(i * (long) GuestMemory.PAGE_BYTES, GuestMemory.PAGE_BYTES));
    }
  }
}
