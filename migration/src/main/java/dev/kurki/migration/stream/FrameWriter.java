package dev.kurki.migration.stream;

import dev.kurki.migration.wire.PageSender;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Writes to a channel what a stream is fed with, and blocks until the channel has taken it. Pages that have one checksum all
 * together are copied once, from guest RAM into a buffer outside of the heap, piece by piece: a piece is still in the
 * processor's cache when its checksum is taken and when the channel takes it. {@link SummedPages} are not copied. Used by one
 * thread at a time.
 */
public final class FrameWriter implements AutoCloseable {
  /** What a processor's second cache has room for, with the kernel's copy of it. */
  private static final int PIECE_BYTES = 128 << 10;

  private final WritableByteChannel channel;
  private ByteBuffer out = ByteBuffer.allocateDirect(PIECE_BYTES);
  private final PageSums sums = new PageSums();
  private @Nullable PageSender sender;

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
    switch (outgoing) {
      case PageBatch batch when batch.isSummed() -> sendPages(batch);
      case PageBatch batch -> writePages(batch);
      case Frame frame -> {
        if (bytes > out.capacity()) {
          out = ByteBuffer.allocateDirect(bytes);
        }
        FrameCodec.put(frame, out.clear());
        flush();
      }
    }
    return bytes;
  }

  /** Gives back what sending without a copy takes; the channel stays open. */
  @Override
  public void close() {
    if (sender != null) {
      sender.close();
      sender = null;
    }
  }

  /** What the guest writes to a page from now on makes it torn. */
  private void sendPages(PageBatch batch) throws IOException {
    List<MemorySegment> places = batch.places();
    SummedFrame.putHead(batch.indices(), sums.ofCold(places), out.clear());
    if (sender == null) {
      sender = PageSender.to(channel);
    }
    sender.send(out.flip(), places);
  }

  /** The pages are read here, once, so that what is sent is what the checksum is of, though the guest goes on writing. */
  private void writePages(PageBatch batch) throws IOException {
    CRC32C checksum = new CRC32C();
    FrameCodec.putHead(batch, out.clear());
    int unchecked = FrameCodec.LENGTH_BYTES;
    for (MemorySegment place : batch.places()) {
      ByteBuffer pages = place.asByteBuffer();
      while (pages.hasRemaining()) {
        int bytes = Math.min(pages.remaining(), PIECE_BYTES - out.position());
        out.put(pages.slice(pages.position(), bytes));
        pages.position(pages.position() + bytes);
        if (out.position() >= PIECE_BYTES) {
          checksum.update(out.slice(unchecked, out.position() - unchecked));
          flush();
          unchecked = 0;
          out.clear();
        }
      }
    }
    checksum.update(out.slice(unchecked, out.position() - unchecked));
    if (out.remaining() < FrameCodec.CHECKSUM_BYTES) {
      flush();
      out.clear();
    }
    out.putInt((int) checksum.getValue());
    flush();
  }

  private void flush() throws IOException {
    out.flip();
    while (out.hasRemaining()) {
      channel.write(out);
    }
  }
}
