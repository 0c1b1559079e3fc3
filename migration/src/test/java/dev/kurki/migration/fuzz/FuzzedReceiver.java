package dev.kurki.migration.fuzz;

import dev.kurki.migration.fuzzed.FuzzedReader;
import dev.kurki.actors.section.Bytes;
import dev.kurki.migration.stream.Frame;
import dev.kurki.migration.stream.FrameReader;
import dev.kurki.migration.stream.StreamReceiver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.Optional;

/** Reads a stream into the RAM of a machine: only pages that it announces may change. */
final class FuzzedReceiver implements FuzzedReader {
  private final FuzzedMemory memory = new FuzzedMemory();

  @Override
  public void read(byte[] input) throws IOException {
    StreamReceiver receiver = new StreamReceiver(memory.ram(), Bytes.EMPTY);
    FrameReader reader = receiver.reader(Channels.newChannel(new ByteArrayInputStream(input)));
    try {
      for (Optional<Frame> next = reader.next(); next.isPresent(); next = reader.next()) {
        receiver.accept(next.get());
      }
    } finally {
      memory.requireUntouched(FrameWalk.announcedPages(input, Seeds.PAGES));
    }
  }

  @Override
  public void close() {
    memory.close();
  }
}
