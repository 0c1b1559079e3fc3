package dev.kurki.migration.wire;

import java.io.IOException;
import java.nio.channels.ByteChannel;

/**
 * A connection of two nodes. It blocks; one thread may read while another writes. Closing it, from any thread, ends both with an
 * {@link IOException}.
 */
public interface Wire extends ByteChannel {
  /**
   * Tells the peer that nothing more comes; what it says is still heard.
   *
   * @throws IOException when the peer is gone
   */
  void endOutput() throws IOException;
}
