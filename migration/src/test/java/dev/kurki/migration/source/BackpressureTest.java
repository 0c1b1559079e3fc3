package dev.kurki.migration.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurki.migration.source.MigrationParameters.Recovery;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.Bytes;
import dev.kurki.actors.section.Section;
import dev.kurki.migration.source.SourceFeed.LastRound;
import dev.kurki.migration.source.SourceFeed.NextStep;
import dev.kurki.migration.source.SourceFeed.Steering;
import dev.kurki.migration.stream.DirtyRound;
import dev.kurki.migration.stream.Frame.Header;
import dev.kurki.migration.stream.FrameCodec;
import dev.kurki.migration.stream.Outgoing;
import dev.kurki.migration.stream.PagePacking;
import dev.kurki.migration.wire.WireSecurity.Plain;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.SinkQueueWithCancel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BackpressureTest {
  private static final int BATCH_BYTES = 64 << 10;
  private static final int IN_FLIGHT = 4;
  /** A batch's frame is a little longer than its pages; one is in each stage's hand beside those in flight. */
  private static final long LEAD = (IN_FLIGHT + 4) * (BATCH_BYTES + 4096L);

  private final ActorTestKit actors = ActorTestKit.create();
  private final GuestMemory memory = new GuestMemory(0x8000_0000L, 16 << 20);

  @AfterEach
  void close() {
    actors.shutdownTestKit();
    memory.close();
  }

  @Test
  void no_more_is_gathered_than_the_target_has_asked_for_and_the_batches_in_flight() {
    byte[] random = new byte[(int) memory.bytes()];
    new Random(1).nextBytes(random);
    memory.write(memory.base(), random);
    SourceFeed feed = new SourceFeed(new Header(FrameCodec.FORMAT_VERSION, Bytes.EMPTY, Bytes.EMPTY), memory,
        () -> BATCH_BYTES, new OneRound(), PagePacking.none(), Optional.empty());
    MigrationParameters parameters = new MigrationParameters(Duration.ofMillis(300), Duration.ofSeconds(1),
        List.of(), 30, Duration.ZERO, 0, 0, false, 1, BATCH_BYTES, IN_FLIGHT, 2,
        Set.of(), Duration.ZERO,
        Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1), MigrationParameters.Packing.NONE,
        new Recovery(0, Duration.ofSeconds(1), Duration.ofSeconds(1)), new Plain());
    SinkQueueWithCancel<Outgoing> target = SourceStream.paced(feed, parameters, new Bandwidth(0))
        .runWith(Sink.<Outgoing>queue(1).withAttributes(Attributes.inputBuffer(1, 1)), actors.system());

    long taken = 0;
    for (Optional<Outgoing> next = pull(target); next.isPresent(); next = pull(target)) {
      taken += FrameCodec.bytes(next.get());
      assertThat(feed.totalBytes() - taken).isLessThanOrEqualTo(LEAD);
    }

    assertThat(taken).isEqualTo(feed.totalBytes()).isGreaterThan(memory.bytes());
  }

  private static Optional<Outgoing> pull(SinkQueueWithCancel<Outgoing> target) {
    return target.pull().toCompletableFuture().join();
  }

  private final class OneRound implements Steering {
    @Override
    public CompletionStage<NextStep> next(Optional<RoundReport> sent) {
      return CompletableFuture.completedFuture(
          new LastRound(DirtyRound.everyPage(memory), List.of(new Section("lamp", 0, 1, Bytes.EMPTY))));
    }

    @Override
    public void lastRoundSent(RoundReport sent) {}
  }
}
