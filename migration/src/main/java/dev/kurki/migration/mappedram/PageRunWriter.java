package dev.kurki.migration.mappedram;

import dev.kurki.actors.memory.GuestMemory;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Gathers pages that lie side by side, up to 1 MiB, so that they are written at once. Used by one thread at a time. */
public final class PageRunWriter {
  private final MappedRamWriter writer;
  private final ByteBuffer pages = ByteBuffer.allocateDirect(MappedPages.MAX_RUN * GuestMemory.PAGE_BYTES);
  private long first;

  /** Gathers for a writer. */
  public PageRunWriter(MappedRamWriter writer) {
    this.writer = writer;
  }

  /**
   * Room for what a page holds; what was kept before is written first where this page does not lie beside it.
   *
   * @throws IOException when the disk does not take that
   */
  public ByteBuffer room(long page) throws IOException {
    if (page != first + pages.position() / GuestMemory.PAGE_BYTES || !pages.hasRemaining()) {
      flush();
      first = page;
    }
    return pages.slice(pages.position(), GuestMemory.PAGE_BYTES);
  }

  /** Keeps what was put into the room that was given last. */
  public void keep() {
    pages.position(pages.position() + GuestMemory.PAGE_BYTES);
  }

  /**
   * Writes what is kept.
   *
   * @throws IOException when the disk does not take it
   */
  public void flush() throws IOException {
    if (pages.position() > 0) {
      writer.write(first, pages.flip());
    }
    pages.clear();
  }
}
