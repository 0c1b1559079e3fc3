package dev.kurki.conf.sweep;

import dev.kurki.migration.stream.Frame.Header;
import dev.kurki.migration.stream.FrameCodec;
import dev.kurki.migration.stream.PostcopyChannel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.apache.pekko.util.ByteString;

/** Tells by the frames that pass which phase a move is in. One for each connection. */
final class FrameSight {
  private static final int ROUND_AT = FrameCodec.LENGTH_BYTES + 1;

  private final BooleanSupplier isGuestStopped;
  private final AtomicInteger postcopies;
  private Optional<PostcopyChannel> channel = Optional.empty();
  private int round;
  private boolean isLast;

  /**
   * A sight of a connection.
   *
   * @param isGuestStopped whether the source's guest is
   * @param postcopies how often connections of post-copy were made, counted by the sights of one move
   */
  FrameSight(BooleanSupplier isGuestStopped, AtomicInteger postcopies) {
    this.isGuestStopped = isGuestStopped;
    this.postcopies = postcopies;
  }

  /** The phase that a frame of either direction tells, by its kind as {@link FrameCodec} has them. */
  synchronized Optional<Phase> phaseOf(byte[] frame) {
    return switch (frame[FrameCodec.LENGTH_BYTES]) {
      case 1 -> begun(frame);
      case 2 -> {
        round = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN).getInt(ROUND_AT);
        isLast = isGuestStopped.getAsBoolean();
        yield Optional.empty();
      }
      case 3, 4, 15, 16, 19 -> Optional.of(pages());
      case 5 -> Optional.of(Phase.SECTIONS);
      case 9 -> Optional.of(Phase.HAND_OVER);
      case 10 -> Optional.of(Phase.DECISION);
      case 11 -> Optional.of(Phase.RESUME);
      case 12 -> channel.isPresent() && postcopies.get() > 1 ? Optional.of(Phase.POSTCOPY_RECOVERY) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private Optional<Phase> begun(byte[] frame) {
    channel = FrameCodec.decode(ByteString.fromArray(frame)) instanceof Header header
        ? PostcopyChannel.of(header)
        : Optional.empty();
    if (channel.filter(PostcopyChannel.BACKGROUND::equals).isPresent()) {
      int _ = postcopies.incrementAndGet();
    }
    return channel.isPresent() ? Optional.empty() : Optional.of(Phase.SETUP);
  }

  private Phase pages() {
    if (channel.isPresent()) {
      return Phase.POSTCOPY_RUN;
    }
    return isLast ? Phase.LAST_PAGES : round == 1 ? Phase.ROUND_1 : Phase.ROUND_N;
  }
}
