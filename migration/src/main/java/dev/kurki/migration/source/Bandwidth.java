package dev.kurki.migration.source;

import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.migration.stream.FrameCodec;
import dev.kurki.migration.stream.Outgoing;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.ThrottleMode;
import org.apache.pekko.stream.javadsl.Flow;

/**
 * How many bytes a second leave for the target at most; it may be changed by any thread while the stream goes on. Where little
 * may leave, little goes at a time, so that it goes steadily.
 */
final class Bandwidth {
  private static final int MICROS_PER_SECOND = 1_000_000;
  /** How much of a pause the stream may make up for afterwards. */
  private static final int BURST_MICROS = 10_000;

  /** A frame holds no more pages than may leave in this part of a second. */
  private static final int LEAST_FRAMES_PER_SECOND = 10;

  private volatile long bytesPerSecond;
  private volatile long heldUntilNanos = System.nanoTime();

  /** A limit in bytes a second; 0 for none. */
  Bandwidth(long bytesPerSecond) {
    this.bytesPerSecond = bytesPerSecond;
  }

  /** Changes the limit for what has not left yet; 0 for none. */
  void change(long toBytesPerSecond) {
    bytesPerSecond = toBytesPerSecond;
  }

  /**
   * How many bytes of pages a frame is to hold, a page at least.
   *
   * @param most where there is no limit, or a high one
   */
  int batchBytes(int most) {
    long limit = bytesPerSecond;
    return limit == 0
        ? most
        : Math.clamp(limit / LEAST_FRAMES_PER_SECOND, Math.min(GuestMemory.PAGE_BYTES, most), most);
  }

  /** Whether it is for this limit that nothing leaves just now, and not for the network. */
  boolean isHolding() {
    return heldUntilNanos - System.nanoTime() > 0;
  }

  /** Holds a stream to it: a second has a million microseconds, of which each frame takes what it needs at the limit. */
  Flow<Outgoing, Outgoing, NotUsed> limit() {
    return Flow.of(Outgoing.class).throttle(MICROS_PER_SECOND, Duration.ofSeconds(1), BURST_MICROS, this::micros,
        ThrottleMode.shaping()).named("bandwidth-limit");
  }

  private int micros(Outgoing frame) {
    long limit = bytesPerSecond;
    if (limit == 0) {
      return 0;
    }
    int micros = (int) Math.min(Integer.MAX_VALUE, FrameCodec.bytes(frame) * (long) MICROS_PER_SECOND / limit);
    long now = System.nanoTime();
    long held = Math.max(0, heldUntilNanos - now);
    heldUntilNanos = now + held + TimeUnit.MICROSECONDS.toNanos(micros);
    return micros;
  }
}
