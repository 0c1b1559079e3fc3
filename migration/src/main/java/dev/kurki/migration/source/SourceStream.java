package dev.kurki.migration.source;

import dev.kurki.actors.section.Bytes;
import dev.kurki.migration.control.MachineDescription;
import dev.kurki.migration.stream.Frame.Header;
import dev.kurki.migration.stream.FrameCodec;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.OverflowStrategy;
import org.apache.pekko.stream.UniqueKillSwitch;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.javadsl.Tcp;
import org.apache.pekko.util.ByteString;
import java.time.Duration;

/**
 * The source's stream, top to bottom. Nothing is gathered before it is asked for; what is asked for ahead of the network
 * is bounded, so a slow target slows the gathering down.
 *
 * <pre>
 *   machine-frames -- bandwidth limit -- batches in flight -- kill switch -- TCP to the target
 * </pre>
 */
final class SourceStream {
  private SourceStream() {}

  /** A running stream. */
  record Run(UniqueKillSwitch killSwitch, CompletionStage<Done> done) {}

  static Header header(String token, MachineDescription description) {
    return new Header(FrameCodec.FORMAT_VERSION, Bytes.utf8(token), description.encode());
  }

  static Run run(ActorSystem<?> system, SourceFeed feed, String host, int port, MigrationParameters parameters) {
    Pair<UniqueKillSwitch, CompletionStage<Done>> run = paced(feed, parameters)
        .viaMat(KillSwitches.single(), Keep.right())
        .via(Tcp.get(system).outgoingConnection(host, port))
        .toMat(Sink.ignore(), Keep.both())
        .run(system);
    return new Run(run.first(), run.second());
  }

  /** The feed as fast as the network asks for it, with a bounded lead. */
  static Source<ByteString, NotUsed> paced(SourceFeed feed, MigrationParameters parameters) {
    return feed.bytes().via(bandwidthLimit(parameters.maxBandwidth())).buffer(parameters.batchesInFlight(),
        OverflowStrategy.backpressure());
  }

  private static Flow<ByteString, ByteString, NotUsed> bandwidthLimit(long bytesPerSecond) {
    if (bytesPerSecond == 0) {
      return Flow.create();
    }
    int limit = (int) Math.min(bytesPerSecond, Integer.MAX_VALUE);
    return Flow.of(ByteString.class).throttle(limit, Duration.ofSeconds(1), FrameCodec.MAX_FRAME_BYTES,
        ByteString::length, org.apache.pekko.stream.ThrottleMode.shaping()).named("bandwidth-limit");
  }
}
