package dev.kurki.migration.stream;

import dev.kurki.actors.section.Bytes;
import dev.kurki.migration.stream.Frame.Header;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The connections of a migration in post-copy beside its first: each says in its header's description which it is. */
public enum PostcopyChannel {
  /** The rest of RAM, one page after the other. */
  BACKGROUND,
  /** Pages that the guest waits for. */
  URGENT;

  /** What a connection of this kind begins with. */
  public Header header(Bytes token) {
    return new Header(FrameCodec.FORMAT_VERSION, token, description());
  }

  /** Which of them a header begins; none where it is a machine's. */
  public static Optional<PostcopyChannel> of(Header header) {
    return Arrays.stream(values()).filter(channel -> channel.description().equals(header.description())).findFirst();
  }

  private Bytes description() {
    return Bytes.utf8("postcopy-" + name().toLowerCase(Locale.ROOT));
  }
}
