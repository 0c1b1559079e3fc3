package dev.kurki.migration.source;

import dev.kurki.migration.fuzzed.FuzzedReader;
import dev.kurki.migration.stream.Frame;
import dev.kurki.migration.stream.FrameReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.Optional;

/** A source that hears from its target what nobody should say. */
public final class FuzzedReturnPath implements FuzzedReader {
  @Override
  public void read(byte[] input) throws IOException {
    ReturnPath path = new ReturnPath(_ -> {});
    FrameReader reader = new FrameReader(Channels.newChannel(new ByteArrayInputStream(input)), FrameReader.NO_PAGES);
    for (Optional<Frame> next = reader.next(); next.isPresent(); next = reader.next()) {
      path.take(next.get());
    }
  }
}
