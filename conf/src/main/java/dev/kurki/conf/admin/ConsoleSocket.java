package dev.kurki.conf.admin;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

import dev.kurki.actors.machine.MachineId;
import dev.kurki.actors.section.Bytes;
import dev.kurki.conf.node.NodeMessage;
import dev.kurki.conf.node.NodeMessage.Attach;
import dev.kurki.conf.node.NodeMessage.ConsoleEvent;
import dev.kurki.conf.node.NodeMessage.Detach;
import dev.kurki.conf.node.NodeMessage.Ended;
import dev.kurki.conf.node.NodeMessage.Moved;
import dev.kurki.conf.node.NodeMessage.Output;
import dev.kurki.conf.node.NodeMessage.Typed;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.ws.BinaryMessage;
import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.http.javadsl.model.ws.TextMessage;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.OverflowStrategy;
import org.apache.pekko.stream.SharedKillSwitch;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.typed.javadsl.ActorSource;
import org.apache.pekko.util.ByteString;

/**
 * A console as a WebSocket. Binary messages carry the guest's bytes, both ways; one text message, the last, says where the
 * console goes on or how the machine ended.
 */
final class ConsoleSocket {
  /** How many of the guest's messages wait for a slow reader; the oldest are dropped then. */
  private static final int BUFFER = 4096;
  private static final Duration READ_TIMEOUT = Duration.ofSeconds(10);

  private ConsoleSocket() {}

  static Flow<Message, Message, NotUsed> of(MachineId machine, ActorRef<NodeMessage> node, ActorSystem<?> system) {
    Pair<ActorRef<ConsoleEvent>, Source<ConsoleEvent, NotUsed>> output = ActorSource
        .<ConsoleEvent>actorRef(_ -> false, _ -> Optional.empty(), BUFFER, OverflowStrategy.dropHead())
        .preMaterialize(system);
    node.tell(new Attach(machine, output.first(), system.ignoreRef()));
    SharedKillSwitch gone = KillSwitches.shared("console");
    // What was typed before the other side heard that the machine has moved is still taken: the input outlives the output.
    Sink<Message, CompletionStage<Done>> typed = Flow.of(Message.class).filter(message -> !message.isText())
        .mapAsync(1,
            message -> message.asBinaryMessage().toStrict(READ_TIMEOUT.toMillis(), Materializer.matFromSystem(system)))
        .toMat(Sink.foreach(message -> node.tell(new Typed(machine, bytes(message)))), Keep.right())
        .mapMaterializedValue(done -> done.whenComplete((_, _) -> {
          gone.shutdown();
          node.tell(new Detach(machine, output.first()));
        }));
    Source<Message, NotUsed> shown = output.second().takeWhile(event -> event instanceof Output, true)
        .map(ConsoleSocket::message).via(gone.flow());
    return Flow.fromSinkAndSource(typed, shown);
  }

  private static Bytes bytes(BinaryMessage message) {
    return Bytes.of(message.getStrictData().toArrayUnsafe());
  }

  private static Message message(ConsoleEvent event) {
    return switch (event) {
      case Output(var data) -> BinaryMessage.create(ByteString.fromArray(data.toArray()));
      case Moved(var node, var url) -> TextMessage.create(Json.write(Map.of("moved", node, "url", url)));
      case Ended(var status, var reason) -> TextMessage.create(Json.write(Map.of("ended", reason, "status", status)));
    };
  }
}
