package dev.kurki.migration.mappedram;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;

/** A region of a file as a channel of its own, which ends where the region does. Used by one thread at a time. */
final class RegionChannel implements ReadableByteChannel {
  private final FileChannel channel;
  private final Region region;
  private long offset;

  RegionChannel(FileChannel channel, Region region) {
    this.channel = channel;
    this.region = region;
    this.offset = region.offset();
  }

  /** Where what is read next stands in the file. */
  long offset() {
    return offset;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    if (offset == region.end()) {
      return -1;
    }
    int limit = into.limit();
    into.limit((int) Math.min(limit, into.position() + region.end() - offset));
    int read = channel.read(into, offset);
    into.limit(limit);
    offset += Math.max(0, read);
    return read;
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  /** Leaves the file open. */
  @Override
  public void close() {
    // Whoever has opened the file closes it.
  }
}
