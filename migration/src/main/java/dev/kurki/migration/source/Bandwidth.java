package dev.kurki.migration.source;

import dev.kurki.migration.stream.FrameCodec;
import dev.kurki.migration.stream.Outgoing;
import java.time.Duration;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.ThrottleMode;
import org.apache.pekko.stream.javadsl.Flow;

/** How many bytes a second leave for the target at most; it may be changed by any thread while the stream goes on. */
final class Bandwidth {
  private static final int MICROS_PER_SECOND = 1_000_000;
  /** How much of a pause the stream may make up for afterwards. */
  private static final int BURST_MICROS = 10_000;

  private volatile long bytesPerSecond;

  /** A limit in bytes a second; 0 for none. */
  Bandwidth(long bytesPerSecond) {
    this.bytesPerSecond = bytesPerSecond;
  }

  /** Changes the limit for what has not left yet; 0 for none. */
  void change(long toBytesPerSecond) {
    bytesPerSecond = toBytesPerSecond;
  }

  /** Holds a stream to it: a second has a million microseconds, of which each frame takes what it needs at the limit. */
  Flow<Outgoing, Outgoing, NotUsed> limit() {
    return Flow.of(Outgoing.class).throttle(MICROS_PER_SECOND, Duration.ofSeconds(1), BURST_MICROS, this::micros,
        ThrottleMode.shaping()).named("bandwidth-limit");
  }

  private int micros(Outgoing frame) {
    long limit = bytesPerSecond;
    return limit == 0
        ? 0
        : (int) Math.min(Integer.MAX_VALUE, FrameCodec.bytes(frame) * (long) MICROS_PER_SECOND / limit);
  }
}
