package dev.kurki.migration.target;

import dev.kurki.actors.section.Section;
import dev.kurki.migration.stream.StreamReceiver;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.KillSwitch;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.SharedKillSwitch;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.javadsl.Tcp;
import org.apache.pekko.stream.javadsl.Tcp.IncomingConnection;
import org.apache.pekko.stream.javadsl.Tcp.ServerBinding;
import org.apache.pekko.util.ByteString;

/**
 * The target's stream, top to bottom: one connection is taken, the first; each frame is in guest RAM before the next is
 * asked for.
 *
 * <pre>
 *   TCP -- kill switch -- decode-frames -- receive-frames
 * </pre>
 */
final class TargetStream {
  private TargetStream() {}

  /**
   * A listening stream.
   *
   * @param binding where it listens, once it does
   * @param sections the machine's sections, once the stream is whole; fails when it is not
   * @param killSwitch ends it
   */
  record Listening(CompletionStage<ServerBinding> binding, CompletionStage<List<Section>> sections,
      KillSwitch killSwitch) {}

  static Listening listen(ActorSystem<?> system, String host, int port, StreamReceiver receiver) {
    SharedKillSwitch killSwitch = KillSwitches.shared("target-stream");
    Pair<CompletionStage<ServerBinding>, CompletionStage<IncomingConnection>> server = Tcp.get(system).bind(host, port)
        .via(killSwitch.flow())
        .toMat(Sink.head(), Keep.both())
        .run(system);
    CompletionStage<List<Section>> sections = server.second()
        .thenCompose(connection -> connection.handleWith(takeAll(receiver, killSwitch), system))
        .thenApply(_ -> receiver.sections());
    return new Listening(server.first(), sections, killSwitch);
  }

  /** Takes what comes and says nothing; the connection is closed when all has come. */
  private static Flow<ByteString, ByteString, CompletionStage<Done>> takeAll(StreamReceiver receiver,
      SharedKillSwitch killSwitch) {
    return Flow.fromSinkAndSourceCoupledMat(
        Flow.of(ByteString.class).via(killSwitch.flow()).toMat(receiver.sink(), Keep.right()),
        Source.<ByteString>maybe(), Keep.left());
  }
}
