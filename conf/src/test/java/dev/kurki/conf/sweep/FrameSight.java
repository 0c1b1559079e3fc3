package dev.kurki.conf.sweep;

import dev.kurki.migration.stream.FrameCodec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Tells by the frames that pass which phase a move is in. One for each direction of a stream. */
final class FrameSight {
  private static final int ROUND_AT = FrameCodec.LENGTH_BYTES + 1;

  private final BooleanSupplier isGuestStopped;
  private int round;
  private boolean isLast;

  FrameSight(BooleanSupplier isGuestStopped) {
    this.isGuestStopped = isGuestStopped;
  }

  /** The phase that a frame tells, by its kind as {@link FrameCodec} has them. */
  Optional<Phase> phaseOf(byte[] frame) {
    return switch (frame[FrameCodec.LENGTH_BYTES]) {
      case 1 -> Optional.of(Phase.SETUP);
      case 2 -> {
        round = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN).getInt(ROUND_AT);
        isLast = isGuestStopped.getAsBoolean();
        yield Optional.empty();
      }
      case 3, 4, 15, 16 -> Optional.of(isLast ? Phase.LAST_PAGES : round == 1 ? Phase.ROUND_1 : Phase.ROUND_N);
      case 5 -> Optional.of(Phase.SECTIONS);
      case 9 -> Optional.of(Phase.HAND_OVER);
      case 10 -> Optional.of(Phase.DECISION);
      case 11 -> Optional.of(Phase.RESUME);
      default -> Optional.empty();
    };
  }
}
