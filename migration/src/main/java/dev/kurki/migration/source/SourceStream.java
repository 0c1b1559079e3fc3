package dev.kurki.migration.source;

import dev.kurki.actors.section.Bytes;
import dev.kurki.migration.control.MachineDescription;
import dev.kurki.migration.stream.Frame.Header;
import dev.kurki.migration.stream.FrameChannel;
import dev.kurki.migration.stream.FrameCodec;
import dev.kurki.migration.stream.FrameReader;
import dev.kurki.migration.stream.Outgoing;
import dev.kurki.migration.wire.Sockets;
import dev.kurki.migration.wire.Wire;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.KillSwitch;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.OverflowStrategy;
import org.apache.pekko.stream.UniqueKillSwitch;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;

/**
 * The source's stream, top to bottom, on one thread and one for each connection where there are several. Nothing is gathered
 * before it is asked for, so a slow target slows the gathering down.
 *
 * <pre>
 *   machine-frames -- bandwidth limit -- batches in flight -- kill switch -- write-frames: {@link PageConnections}
 * </pre>
 */
final class SourceStream {
  private SourceStream() {}

  /**
   * A running stream.
   *
   * @param done is complete when all of it is written; fails when it cannot be, or the target's answers cannot be read, or it
   *     takes nothing any more
   */
  record Run(SocketChannel socket, PageConnections connections, KillSwitch killSwitch, CompletionStage<Done> done) {
    /** Ends it, also while it waits for a target that takes nothing. */
    void stop() {
      killSwitch.shutdown();
      Sockets.close(socket);
      connections.close();
    }
  }

  static Header header(String token, MachineDescription description) {
    return new Header(FrameCodec.FORMAT_VERSION, Bytes.utf8(token), description.encode());
  }

  /**
   * Connects and begins to send.
   *
   * @param connections where to, and by how many connections
   * @param bandwidth how fast it may be, all connections together
   * @param returnPath hears what the target answers; without one the stream is ended when all is sent
   */
  static Run run(ActorSystem<?> system, SourceFeed feed, PageConnections connections, MigrationParameters parameters,
      Bandwidth bandwidth, Optional<ReturnPath> returnPath) {
    SocketChannel socket = Sockets.open();
    CompletableFuture<Wire> connected = new CompletableFuture<>();
    Pair<UniqueKillSwitch, CompletionStage<Done>> run = paced(feed, parameters, bandwidth)
        .viaMat(KillSwitches.single(), Keep.right())
        .toMat(connections.with(FrameChannel.writing(() -> {
          Wire wire = connections.target().connect(socket, parameters);
          connected.complete(wire);
          return wire;
        })), Keep.both())
        .withAttributes(FrameChannel.BLOCKING)
        .run(system);
    CompletableFuture<Done> outcome = new CompletableFuture<>();
    CompletionStage<Done> _ = run.second().whenComplete((sent, problem) -> {
      if (problem == null) {
        connected.thenAccept(Sockets::endOutput).join();
        outcome.complete(sent);
      } else {
        outcome.completeExceptionally(problem);
      }
    });
    returnPath.ifPresent(answers -> {
      CompletableFuture<Void> _ = connected.thenAccept(open -> listen(system, open, answers, outcome));
    });
    StallWatch.over(system, feed, bandwidth, parameters.stallTimeout(), outcome);
    return new Run(socket, connections, run.first(), outcome);
  }

  /** Without the target's answers the stream does not come to its end. */
  private static void listen(ActorSystem<?> system, Wire wire, ReturnPath answers, CompletableFuture<Done> outcome) {
    CompletionStage<Done> _ = FrameChannel.hearing(() -> new FrameReader(wire, FrameReader.NO_PAGES))
        .toMat(Sink.foreach(answers::take), Keep.right()).withAttributes(FrameChannel.BLOCKING).run(system)
        .whenComplete((_, problem) -> outcome.completeExceptionally(new IOException(problem == null
            ? "it has ended the connection"
            : "its answers cannot be read: " + FrameChannel.reasonOf(problem))));
  }

  /** The feed as fast as the network asks for it, with a bounded lead. */
  static Source<Outgoing, NotUsed> paced(SourceFeed feed, MigrationParameters parameters, Bandwidth bandwidth) {
    return paced(feed.outgoing(), parameters, bandwidth);
  }

  /** Anything that is sent as fast as the network asks for it, with a bounded lead. */
  static Source<Outgoing, NotUsed> paced(Source<Outgoing, NotUsed> outgoing, MigrationParameters parameters,
      Bandwidth bandwidth) {
    return outgoing.via(bandwidth.limit()).buffer(parameters.batchesInFlight(), OverflowStrategy.backpressure());
  }
}
