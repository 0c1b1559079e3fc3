package dev.kurki.migration.wire;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.List;

/** Has the kernel copy pages out of the memory they lie in. */
record WrittenPages(WritableByteChannel channel) implements PageSender {
  @Override
  public void send(ByteBuffer head, List<MemorySegment> pages) throws IOException {
    write(head);
    for (MemorySegment run : pages) {
      write(run.asByteBuffer());
    }
  }

  @Override
  public void close() {
    // It holds nothing.
  }

  private void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
