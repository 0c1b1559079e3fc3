package dev.kurki.migration.source;

import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.Longs;
import dev.kurki.migration.stream.BrokenStream;
import dev.kurki.migration.stream.Frame;
import dev.kurki.migration.stream.PostcopyFrame.Missing;
import java.util.BitSet;
import java.util.Optional;

/**
 * Which pages a target in post-copy has said to have, by those that it misses. Where both nodes have the capability
 * {@code release-ram} they go back to the host here, once that is allowed: a page at a time goes one way.
 *
 * <pre>
 *   missing  -- the target names it no more --&gt;  confirmed  -- it is allowed, and said again --&gt;  released
 * </pre>
 *
 * <p>A page that was merely sent stays, as the connection may break before it comes. One that was released and is on its way a
 * second time reads as zeroes; the target, which has it, leaves its own as it is. Any thread may tell.
 */
final class ConfirmedPages {
  private final GuestMemory memory;
  private final boolean releases;
  private final Runnable asking;
  /** Up to 64 GiB of RAM, pages can be counted in an int. */
  private final BitSet released = new BitSet();
  private Optional<PostcopyLink> heard = Optional.empty();
  private boolean hasAsked;
  private boolean isAllowed;

  /**
   * None is confirmed yet.
   *
   * @param releases whether pages are released at all
   * @param asking is run once, on whatever thread, when there are pages to release; {@link #allow} is the answer
   */
  ConfirmedPages(GuestMemory memory, boolean releases, Runnable asking) {
    this.memory = memory;
    this.releases = releases;
    this.asking = asking;
  }

  /** Whether the target says more than once what it misses. */
  boolean areReleased() {
    return releases;
  }

  /** From now on this link is heard, and none before it: a word that comes late from one of those is old. */
  synchronized void hear(PostcopyLink link) {
    heard = Optional.of(link);
  }

  /** Pages may be released from now on: nobody runs the copy here any more. */
  synchronized void allow() {
    isAllowed = true;
  }

  /**
   * What the target misses.
   *
   * @throws BrokenStream when the frame does not say so, or names a page that the target had said to have and that is gone here
   */
  synchronized Longs missing(Frame frame) {
    if (!(frame instanceof Missing missing && missing.fits(memory.pages()))) {
      throw new BrokenStream("the target does not say which pages are missing");
    }
    BitSet lost = BitSet.valueOf(missing.marks().toArray());
    lost.and(released);
    if (!lost.isEmpty()) {
      throw new BrokenStream("the target says that it misses page " + lost.nextSetBit(0)
          + ", which it had said to have and which was released here");
    }
    return missing.marks();
  }

  /**
   * Takes a word of the target: releases what it does not miss, if that is allowed.
   *
   * @param marks as {@link #missing} answers them
   * @throws IllegalStateException when the RAM is closed
   */
  synchronized void confirm(PostcopyLink link, Longs marks) {
    if (heard.filter(link::equals).isEmpty()) {
      return;
    }
    if (isAllowed) {
      release(marks);
    } else if (!hasAsked) {
      hasAsked = true;
      asking.run();
    }
  }

  /**
   * Whether a page is gone here. A target may ask for one though it has it, where the page has overtaken the question.
   *
   * @param page its index, counted from the start of RAM
   * @throws IndexOutOfBoundsException when there is no such page
   */
  synchronized boolean isReleased(long page) {
    if (page < 0 || page >= memory.pages()) {
      throw new IndexOutOfBoundsException("page " + page + " of " + memory.pages());
    }
    return released.get((int) page);
  }

  /** How many pages have been released. */
  synchronized long pages() {
    return released.cardinality();
  }

  private void release(Longs missing) {
    int pages = (int) memory.pages();
    BitSet stay = BitSet.valueOf(missing.toArray());
    stay.or(released);
    // Behind the last page nothing is released.
    stay.set(pages);
    int first = stay.nextClearBit(0);
    while (first < pages) {
      int end = stay.nextSetBit(first);
      if (memory.release(first, end - first)) {
        released.set(first, end);
      }
      first = stay.nextClearBit(end);
    }
  }
}
