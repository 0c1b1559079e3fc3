package dev.kurki.migration.source;

import dev.kurki.actors.section.Longs;
import dev.kurki.migration.stream.BrokenStream;
import dev.kurki.migration.stream.Frame;
import dev.kurki.migration.stream.FrameChannel;
import dev.kurki.migration.stream.FrameReader;
import dev.kurki.migration.stream.FrameWriter;
import dev.kurki.migration.stream.Outgoing;
import dev.kurki.migration.stream.PostcopyChannel;
import dev.kurki.migration.stream.PostcopyFrame.Want;
import dev.kurki.migration.wire.Sockets;
import dev.kurki.migration.wire.Wire;
import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.UniqueKillSwitch;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;

/**
 * The two connections of a source in post-copy, which live and break together; each of its graphs runs on a thread of its own.
 *
 * <pre>
 *   rest-of-ram -- bandwidth limit -- batches in flight -- kill switch -- write-frames: background
 *
 *   background: read-frames -- which pages are missing -- release of the others, with the capability release-ram
 *
 *   urgent: read-frames -- what is wanted -- write-frames: urgent
 * </pre>
 */
final class PostcopyLink implements AutoCloseable {
  private final MigrationParameters parameters;
  private final ConfirmedPages confirmed;
  private final SocketChannel background = Sockets.open();
  private final SocketChannel urgent = Sockets.open();
  private final CompletableFuture<UniqueKillSwitch> rest = new CompletableFuture<>();

  /**
   * The wires of connections that are made.
   *
   * @param missing which pages the target has not got
   */
  record Wires(Wire background, Wire urgent, Longs missing) {}

  /** A link that is not connected yet; closing it, from any thread, ends whatever it does. */
  PostcopyLink(ConfirmedPages confirmed, MigrationParameters parameters) {
    this.confirmed = confirmed;
    this.parameters = parameters;
  }

  /**
   * Connects, and hears which pages are missing. It blocks, for about twice as long as a target may take to answer an offer.
   *
   * @throws IOException when the target is not there
   * @throws BrokenStream when it says something else
   */
  Wires connect(TargetAddress target) throws IOException {
    Wire first = target.join(background, parameters, PostcopyChannel.BACKGROUND.header(target.token()));
    Longs missing = firstWord(first).map(confirmed::missing)
        .orElseThrow(() -> new IOException("the target has ended the connection"));
    return new Wires(first, target.join(urgent, parameters, PostcopyChannel.URGENT.header(target.token())), missing);
  }

  /**
   * Sends what is left, and what is wanted.
   *
   * @return completes with a reason when that does not go on, and never while it does
   */
  CompletionStage<String> run(ActorSystem<?> system, Wires wires, Remainder remainder, Bandwidth bandwidth) {
    CompletableFuture<String> broken = new CompletableFuture<>();
    Source<Outgoing, NotUsed> left = Source
        .unfold(remainder, more -> more.next().map(next -> new Pair<>(more, next)));
    Pair<UniqueKillSwitch, CompletionStage<Done>> sending = SourceStream
        .paced(left.named("rest-of-ram"), parameters, bandwidth)
        .viaMat(KillSwitches.single(), Keep.right())
        .toMat(writing(wires.background()), Keep.both()).withAttributes(FrameChannel.BLOCKING_AND_TOLD).run(system);
    rest.complete(sending.first());
    CompletionStage<Done> answering = FrameChannel.reading(() -> new FrameReader(wires.urgent(), FrameReader.NO_PAGES))
        .mapConcat(frame -> answer(frame, remainder)).toMat(writing(wires.urgent()), Keep.right())
        .withAttributes(FrameChannel.BLOCKING_AND_TOLD).run(system);
    CompletionStage<Done> _ = sending.second().whenComplete((_, problem) -> {
      if (problem != null) {
        broken.complete(FrameChannel.reasonOf(problem));
      }
    });
    endsWith(answering, broken);
    if (confirmed.areReleased()) {
      endsWith(Source.single(wires.missing())
          .concatLazy(FrameChannel.reading(() -> new FrameReader(wires.background(), FrameReader.NO_PAGES))
              .map(confirmed::missing))
          .toMat(Sink.foreach(missing -> confirmed.confirm(this, missing)), Keep.right()).named("confirmed-pages")
          .withAttributes(FrameChannel.BLOCKING_AND_TOLD).run(system), broken);
    }
    return broken;
  }

  @Override
  public void close() {
    CompletableFuture<Void> _ = rest.thenAccept(UniqueKillSwitch::shutdown);
    Sockets.close(background);
    Sockets.close(urgent);
  }

  /** What reads of a target ends when that does. */
  private static void endsWith(CompletionStage<Done> reading, CompletableFuture<String> broken) {
    CompletionStage<Done> _ = reading.whenComplete((_, problem) -> broken.complete(problem == null
        ? "the target has ended the connection"
        : FrameChannel.reasonOf(problem)));
  }

  /** To a wire that is open already. */
  private static Sink<Outgoing, CompletionStage<Done>> writing(Wire wire) {
    FrameWriter writer = new FrameWriter(wire);
    return Sink.<Outgoing>foreach(writer::write).named("write-frames");
  }

  private List<Outgoing> answer(Frame frame, Remainder remainder) {
    if (frame instanceof Want(var page)) {
      return confirmed.isReleased(page) ? List.of() : List.of(remainder.urgent(page));
    }
    throw new BrokenStream("a frame that a target in post-copy does not send");
  }

  /** A target that says nothing is waited for as long as for its answer to the offer. */
  private Optional<Frame> firstWord(Wire wire) throws IOException {
    try {
      return TargetAddress.inTime(background, parameters.setupTimeout(),
          () -> new FrameReader(wire, FrameReader.NO_PAGES).next());
    } catch (AsynchronousCloseException e) {
      throw new IOException("the target has said nothing for " + parameters.setupTimeout().toMillis() / 1000.0 + " s",
          e);
    }
  }
}
