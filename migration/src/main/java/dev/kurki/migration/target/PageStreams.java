package dev.kurki.migration.target;

import dev.kurki.migration.stream.BrokenStream;
import dev.kurki.migration.stream.ChannelReceiver;
import dev.kurki.migration.stream.FrameChannel;
import dev.kurki.migration.stream.PageChannel;
import dev.kurki.migration.stream.RoundBarrier;
import dev.kurki.migration.stream.StreamReceiver;
import dev.kurki.migration.target.Listener.Connection;
import dev.kurki.migration.wire.Sockets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;

/**
 * The connections beside a target's first that bring pages of rounds, each on one thread. When one breaks before all has come,
 * all do. They end with the listener's sockets.
 *
 * <pre>
 *   a wire from the source: read-frames -- receive-pages
 * </pre>
 */
final class PageStreams implements AutoCloseable {
  private final ActorSystem<?> system;
  private final StreamReceiver receiver;
  private final RoundBarrier rounds;
  private final Optional<Consumer<Connection>> others;

  /**
   * No connections yet.
   *
   * @param rounds holds them together with the first
   * @param others takes further connections of other kinds; empty where there are none
   */
  PageStreams(ActorSystem<?> system, StreamReceiver receiver, RoundBarrier rounds,
      Optional<Consumer<Connection>> others) {
    this.system = system;
    this.receiver = receiver;
    this.rounds = rounds;
    this.others = others;
  }

  /** Who takes each further connection, from any thread; empty where none is waited for. */
  Optional<Consumer<Connection>> joining() {
    return others.isPresent() || rounds.isForSeveral() ? Optional.of(this::join) : Optional.empty();
  }

  /** A first stream that fails, too, when a further one breaks. */
  CompletionStage<Done> orBroken(CompletionStage<Done> first) {
    CompletableFuture<Done> outcome = new CompletableFuture<>();
    CompletionStage<Done> _ = first.whenComplete((done, problem) -> {
      if (problem == null) {
        outcome.complete(done);
      } else {
        outcome.completeExceptionally(problem);
      }
    });
    CompletionStage<Void> _ = rounds.broken()
        .thenAccept(reason -> outcome.completeExceptionally(new BrokenStream(reason)));
    return outcome;
  }

  /** Whoever waits for another connection waits no longer. */
  @Override
  public void close() {
    rounds.fail("the stream is given up");
  }

  private void join(Connection connection) {
    Optional<PageChannel> channel = PageChannel.of(connection.header()).filter(_ -> rounds.isForSeveral());
    if (channel.isPresent()) {
      take(channel.get(), connection);
    } else {
      others.ifPresentOrElse(taker -> taker.accept(connection), () -> Sockets.close(connection.wire()));
    }
  }

  private void take(PageChannel channel, Connection connection) {
    try {
      ChannelReceiver pages = receiver.further(channel);
      CompletionStage<Done> taken = FrameChannel.reading(() -> pages.reader(connection.wire()))
          .toMat(Sink.foreach(pages::accept), Keep.right()).named("receive-pages")
          .withAttributes(FrameChannel.BLOCKING).run(system);
      CompletionStage<Done> _ = taken.whenComplete((_, problem) -> ended(channel, connection, problem == null
          ? "it was ended before the end of the stream"
          : FrameChannel.reasonOf(problem)));
    } catch (BrokenStream e) {
      // The first stream says so.
      Sockets.close(connection.wire());
    }
  }

  private void ended(PageChannel channel, Connection connection, String reason) {
    Sockets.close(connection.wire());
    rounds.fail("further connection " + channel.number() + " broke: " + reason);
  }
}
