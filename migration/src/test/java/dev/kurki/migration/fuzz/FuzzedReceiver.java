package dev.kurki.migration.fuzz;

import dev.kurki.migration.fuzzed.FuzzedReader;
import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.Bytes;
import dev.kurki.migration.stream.Frame;
import dev.kurki.migration.stream.FrameReader;
import dev.kurki.migration.stream.StreamReceiver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.BitSet;
import java.util.Optional;

/** Reads a stream into the RAM of a machine: only pages that it announces may change. */
final class FuzzedReceiver implements FuzzedReader {
  private final GuestMemory memory = new GuestMemory(0x8000_0000L, Seeds.PAGES * GuestMemory.PAGE_BYTES);

  @Override
  public void read(byte[] input) throws IOException {
    StreamReceiver receiver = new StreamReceiver(memory, Bytes.EMPTY);
    FrameReader reader = receiver.reader(Channels.newChannel(new ByteArrayInputStream(input)));
    try {
      for (Optional<Frame> next = reader.next(); next.isPresent(); next = reader.next()) {
        receiver.accept(next.get());
      }
    } finally {
      requireUntouched(FrameWalk.announcedPages(input, Seeds.PAGES));
    }
  }

  @Override
  public void close() {
    memory.close();
  }

  /** The next input finds all of it zero again. */
  private void requireUntouched(BitSet announced) {
    for (int page = 0; page < Seeds.PAGES; page++) {
      if (announced.get(page)) {
        memory.page(page).fill((byte) 0);
      } else if (!memory.isZero(page)) {
        throw new AssertionError("page " + page + " has changed and was not announced");
      }
    }
  }
}
