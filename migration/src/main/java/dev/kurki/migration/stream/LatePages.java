package dev.kurki.migration.stream;

import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.memory.MissingPages;
import dev.kurki.actors.section.Longs;
import dev.kurki.migration.stream.Frame.Pages;
import dev.kurki.migration.stream.Frame.ZeroPages;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.List;

/**
 * Takes pages off one connection into the RAM of a machine that may be running already. What a frame holds is put in when its
 * checksum is known to be right, and only where a page is still missing: several connections may bring the same page. Used by
 * one thread at a time.
 */
public final class LatePages {
  private final long ramPages;
  private final MissingPages missing;
  private ByteBuffer held = ByteBuffer.allocateDirect(GuestMemory.PAGE_BYTES);

  /** Pages for a RAM. */
  public LatePages(GuestMemory memory) {
    this.ramPages = memory.pages();
    this.missing = memory.missing();
  }

  /** Reads a connection's frames, which go to {@link #accept} one after the other. */
  public FrameReader reader(ReadableByteChannel channel) {
    return new FrameReader(channel, this::places);
  }

  /**
   * Takes a frame that {@link #reader} has read.
   *
   * @throws BrokenStream when it is not of pages, or of pages that the RAM does not have
   */
  public void accept(Frame frame) {
    switch (frame) {
      case Pages(var indices, _) -> {
        for (int i = 0; i < indices.length(); i++) {
          missing.fill(indices.get(i),
              MemorySegment.ofBuffer(held.slice(i * GuestMemory.PAGE_BYTES, GuestMemory.PAGE_BYTES)));
        }
      }
      case ZeroPages(var runs) -> {
        StreamOrder.zeroesOutside(runs, ramPages).ifPresent(LatePages::refuse);
        takeZeroes(runs);
      }
      default -> refuse("something else than pages");
    }
  }

  private void takeZeroes(Longs runs) {
    for (int i = 0; i < runs.length(); i += 2) {
      for (long page = runs.get(i); page < runs.get(i) + runs.get(i + 1) && !missing.isEmpty(); page++) {
        missing.fillZero(page);
      }
    }
  }

  private List<ByteBuffer> places(Longs indices) {
    StreamOrder.outside(indices, ramPages).ifPresent(LatePages::refuse);
    int bytes = indices.length() * GuestMemory.PAGE_BYTES;
    if (bytes > held.capacity()) {
      held = ByteBuffer.allocateDirect(bytes);
    }
    return List.of(held.clear().slice(0, bytes));
  }

  private static void refuse(String found) {
    throw new BrokenStream("the stream has " + found);
  }
}
