package dev.kurki.migration.source;

import dev.kurki.migration.control.Capability;
import dev.kurki.migration.control.OfferReply.Accepted;
import dev.kurki.migration.stream.FrameChannel;
import dev.kurki.migration.stream.Outgoing;
import dev.kurki.migration.stream.PageChannel;
import dev.kurki.migration.wire.Sockets;
import dev.kurki.migration.wire.Wire;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.apache.pekko.Done;
import org.apache.pekko.stream.Graph;
import org.apache.pekko.stream.SinkShape;
import org.apache.pekko.stream.UniformFanOutShape;
import org.apache.pekko.stream.javadsl.GraphDSL;
import org.apache.pekko.stream.javadsl.Sink;

/**
 * The connections by which a source sends: one, and with the capability {@code multifd} further ones for pages of rounds. Each
 * writes on a thread of its own; they live and break together.
 *
 * <pre>
 *                +-- write-frames: the first wire
 *   deal-pages --+-- write-frames: a further wire
 *                +-- write-frames: a further wire
 * </pre>
 */
final class PageConnections implements AutoCloseable {
  private static final String THREAD_OF_ITS_OWN = "kurki.migration.io-dispatcher";

  private final TargetAddress target;
  private final MigrationParameters parameters;
  private final List<Further> further;

  private PageConnections(TargetAddress target, MigrationParameters parameters, int further) {
    this.target = target;
    this.parameters = parameters;
    this.further = IntStream.rangeClosed(1, further).mapToObj(number -> new Further(new PageChannel(number))).toList();
  }

  /** As many as both nodes and the parameters have it; none is connected yet. */
  static PageConnections agreed(Accepted accepted, MigrationParameters parameters) {
    boolean several = Capability.known(accepted.capabilities())
        .containsAll(Set.of(Capability.RETURN_PATH, Capability.MULTIFD));
    return new PageConnections(TargetAddress.of(accepted), parameters,
        several ? parameters.multifdChannels() - 1 : 0);
  }

  /** Where the target waits for them. */
  TargetAddress target() {
    return target;
  }

  /** How many they are, the first included. */
  int count() {
    return further.size() + 1;
  }

  /**
   * Where the stream is written to.
   *
   * @param first opens and writes the first connection
   * @return is complete when all is written, and fails when one of them cannot be
   */
  Sink<Outgoing, CompletionStage<Done>> with(Sink<Outgoing, CompletionStage<Done>> first) {
    if (further.isEmpty()) {
      return first;
    }
    List<Sink<Outgoing, CompletionStage<Done>>> writers = new ArrayList<>();
    writers.add(first.async(THREAD_OF_ITS_OWN, 1));
    further.forEach(each -> writers.add(each.writing().async(THREAD_OF_ITS_OWN, 1)));
    Graph<SinkShape<Outgoing>, List<CompletionStage<Done>>> dealt = GraphDSL.create(writers, (builder, ends) -> {
      UniformFanOutShape<Outgoing, Outgoing> dealing = builder.add(new PageDealing(count()).named("deal-pages"));
      for (int i = 0; i < ends.size(); i++) {
        builder.from(dealing.out(i)).to(ends.get(i));
      }
      return SinkShape.of(dealing.in());
    });
    return Sink.fromGraph(dealt).mapMaterializedValue(PageConnections::together);
  }

  /** Ends the further ones, also while they wait for a target that takes nothing. */
  @Override
  public void close() {
    further.forEach(each -> Sockets.close(each.socket));
  }

  private static CompletionStage<Done> together(List<CompletionStage<Done>> each) {
    CompletableFuture<Done> outcome = new CompletableFuture<>();
    each.forEach(stage -> {
      CompletionStage<Done> _ = stage.whenComplete((_, problem) -> {
        if (problem != null) {
          outcome.completeExceptionally(problem);
        }
      });
    });
    CompletableFuture<Void> _ = CompletableFuture
        .allOf(each.stream().map(CompletionStage::toCompletableFuture).toArray(CompletableFuture[]::new))
        .thenAccept(_ -> outcome.complete(Done.getInstance()));
    return outcome;
  }

  private final class Further {
    private final PageChannel channel;
    private final SocketChannel socket = Sockets.open();
    private final CompletableFuture<Wire> connected = new CompletableFuture<>();

    private Further(PageChannel channel) {
      this.channel = channel;
    }

    private Sink<Outgoing, CompletionStage<Done>> writing() {
      return FrameChannel.writing(this::open)
          .mapMaterializedValue(written -> written.whenComplete((_, problem) -> {
            if (problem == null) {
              CompletableFuture<Void> _ = connected.thenAccept(Sockets::endOutput);
            }
          }));
    }

    private Wire open() throws IOException {
      Wire wire = target.join(socket, parameters, channel.header(target.token()));
      connected.complete(wire);
      return wire;
    }
  }
}
