package dev.kurki.migration.wire;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Optional;

/**
 * Has the kernel send the very pages, by way of a pipe that holds references to them: {@code vmsplice(2)} and {@code splice(2)}.
 *
 * <pre>
 *   head  --write-----&gt; +------+
 *                       | pipe | --splice--&gt; socket
 *   pages --vmsplice--&gt; +------+
 * </pre>
 *
 * <p>A page that is unmapped meanwhile fails the call, and nothing else is sent in its stead: the kernel holds those that are in
 * the pipe or on their way.
 */
final class SplicedPages implements PageSender {
  /** As many pages as a batch has by default; a host may allow no more to those who are not root. */
  private static final int PIPE_BYTES = 1 << 20;

  private final SocketDescriptor socket;
  private final Pipe pipe;

  private SplicedPages(SocketDescriptor socket, Pipe pipe) {
    this.socket = socket;
    this.pipe = pipe;
  }

  /** A sender to a connected socket; none where the host cannot do it. */
  static Optional<SplicedPages> to(SocketChannel socket) {
    return Pipe.open(PIPE_BYTES).flatMap(pipe -> {
      Optional<SocketDescriptor> own = SocketDescriptor.of(socket);
      if (own.isEmpty()) {
        pipe.close();
      }
      return own.map(descriptor -> new SplicedPages(descriptor, pipe));
    });
  }

  @Override
  public void send(ByteBuffer head, List<MemorySegment> pages) throws IOException {
    long held = pipe.write(head);
    for (MemorySegment run : pages) {
      for (long sent = 0; sent < run.byteSize();) {
        long taken = pipe.take(run.asSlice(sent));
        if (taken == 0) {
          pipe.drain(held, socket, true);
          held = 0;
        }
        sent += taken;
        held += taken;
      }
    }
    pipe.drain(held, socket, false);
  }

  @Override
  public void close() {
    pipe.close();
    socket.close();
  }
}
