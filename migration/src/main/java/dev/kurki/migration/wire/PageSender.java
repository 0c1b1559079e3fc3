package dev.kurki.migration.wire;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.List;

/** Sends memory from where it lies, with as few copies as the host and the channel can do. Used by one thread at a time. */
public sealed interface PageSender extends AutoCloseable permits SplicedPages, WrittenPages {
  /** The best that there is for a channel; it blocks as the channel does, and closing the channel ends that. */
  static PageSender to(WritableByteChannel channel) {
    return channel instanceof SocketWire(var socket)
        ? SplicedPages.to(socket).map(PageSender.class::cast).orElseGet(() -> new WrittenPages(channel))
        : new WrittenPages(channel);
  }

  /**
   * Sends all of it. The peer may see what is written to the memory until it has taken it.
   *
   * @param head goes first
   * @param pages whole pages of memory outside of the heap, at page boundaries
   * @throws IOException when the channel fails or is closed, or the memory is gone
   */
  void send(ByteBuffer head, List<MemorySegment> pages) throws IOException;

  /** Gives back what it holds; the channel stays open. */
  @Override
  void close();
}
