package dev.kurki.conf.icount;

import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.Bytes;
import dev.kurki.actors.section.Longs;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * Brings a RAM's pages when they are asked for, each on a thread of its own.
 *
 * @param memory the RAM
 * @param ram what it is to hold
 */
record LatePages(GuestMemory memory, Bytes ram) {
  /** All pages are missing from here on. */
  void takeAway() {
    long[] marks = new long[Math.toIntExact(memory.pages() / Long.SIZE)];
    Arrays.fill(marks, -1L);
    memory.missing().expect(Longs.of(marks), page -> Thread.ofVirtual().start(() -> bring(page)));
  }

  /** Brings those that nobody has asked for. */
  void bringAll() {
    LongStream.range(0, memory.pages()).forEach(this::bring);
  }

  private void bring(long page) {
    int from = Math.toIntExact(page * GuestMemory.PAGE_BYTES);
    memory.missing().fill(page,
        MemorySegment.ofArray(Arrays.copyOfRange(ram.toArray(), from, from + GuestMemory.PAGE_BYTES)));
  }
}
