package dev.kurki.migration.source;

import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.Longs;
import dev.kurki.migration.stream.DirtyRound;
import dev.kurki.migration.stream.Frame.ZeroPages;
import dev.kurki.migration.stream.FrameCodec;
import dev.kurki.migration.stream.Outgoing;
import dev.kurki.migration.stream.PageBatch;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * What is left of a machine's RAM to be sent in post-copy, while the copy here stands. The rest goes page by page in the
 * background; a page that the guest waits for goes at once, and the background goes on behind it, as its neighbours are likely
 * to be wanted next. Any thread may take from it.
 */
final class Remainder {
  private final GuestMemory memory;
  private final IntSupplier batchBytes;
  private DirtyRound rest;
  private long pages;
  private long zeroPages;
  private long bytes;

  /**
   * What is left.
   *
   * @param batchBytes about how many bytes of pages the next frame carries
   */
  Remainder(GuestMemory memory, IntSupplier batchBytes) {
    this.memory = memory;
    this.batchBytes = batchBytes;
    this.rest = new DirtyRound(memory, Longs.of(), batchBytes);
  }

  /** These are left, and no others. */
  synchronized void is(Longs marks) {
    rest = new DirtyRound(memory, marks, batchBytes);
  }

  /** What goes next in the background; nothing when all has gone. */
  synchronized Optional<Outgoing> next() {
    Optional<Outgoing> next = rest.next();
    next.ifPresent(this::count);
    return next;
  }

  /**
   * A page that is waited for, whether it has gone before or not: it may stand behind others on its way.
   *
   * @param page its index, counted from the start of RAM
   * @throws IndexOutOfBoundsException when there is no such page
   */
  synchronized Outgoing urgent(long page) {
    rest.goOnBehind(page);
    Outgoing wanted = memory.isZero(page)
        ? new ZeroPages(Longs.of(page, 1))
        : new PageBatch(memory, Longs.of(page));
    count(wanted);
    return wanted;
  }

  /** How many pages have gone with contents. */
  synchronized long pages() {
    return pages;
  }

  /** How many pages were told to be zero. */
  synchronized long zeroPages() {
    return zeroPages;
  }

  /** How many bytes that took. */
  synchronized long bytes() {
    return bytes;
  }

  private void count(Outgoing outgoing) {
    bytes += FrameCodec.bytes(outgoing);
    switch (outgoing) {
      case PageBatch(_, var indices, _) -> pages += indices.length();
      case ZeroPages zeroes -> zeroPages += zeroes.pages();
      default -> throw new IllegalStateException("what is left is pages, not " + outgoing);
    }
  }
}
