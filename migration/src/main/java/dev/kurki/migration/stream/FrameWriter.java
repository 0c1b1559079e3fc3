package dev.kurki.migration.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * Writes to a channel what a stream is fed with, and blocks until the channel has taken it. One buffer outside of the heap
 * holds what is on its way: a batch of pages is copied once, from guest RAM into it. Used by one thread at a time.
 */
public final class FrameWriter {
  private static final int SMALL_BYTES = 64 << 10;

  private final WritableByteChannel channel;
  private ByteBuffer out = ByteBuffer.allocateDirect(SMALL_BYTES);

  /** A writer to a channel. */
  public FrameWriter(WritableByteChannel channel) {
    this.channel = channel;
  }

  /**
   * Writes all of it.
   *
   * @return how many bytes it took
   * @throws BrokenStream when it is longer than a frame may be
   * @throws IOException when the channel fails or is closed
   */
  public int write(Outgoing outgoing) throws IOException {
    int bytes = FrameCodec.bytes(outgoing);
    if (bytes > out.capacity()) {
      out = ByteBuffer.allocateDirect(bytes);
    }
    FrameCodec.put(outgoing, out.clear());
    out.flip();
    while (out.hasRemaining()) {
      channel.write(out);
    }
    return bytes;
  }
}
