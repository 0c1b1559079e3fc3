package dev.kurki.migration.stream;

import dev.kurki.actors.section.Bytes;
import dev.kurki.migration.stream.Frame.Header;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A connection beside a migration's first that brings pages of rounds, as {@link Channels} says: its header's description tells
 * which it is.
 *
 * @param number from 1 to {@link #MOST}
 */
public record PageChannel(int number) {
  /** The most that a migration has beside its first connection. */
  public static final int MOST = 15;

  /** What a connection of this kind begins with. */
  public Header header(Bytes token) {
    return new Header(FrameCodec.FORMAT_VERSION, token, description());
  }

  /** Which of them a header begins; none where it is another connection's. */
  public static Optional<PageChannel> of(Header header) {
    return IntStream.rangeClosed(1, MOST).mapToObj(PageChannel::new)
        .filter(channel -> channel.description().equals(header.description())).findFirst();
  }

  private Bytes description() {
    return Bytes.utf8("multifd-" + number);
  }
}
