package dev.kurki.conf.gdb;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

import dev.kurki.actors.machine.MachineMessage;
import dev.kurki.actors.section.Bytes;
import dev.kurki.conf.gdb.GdbSession.Closed;
import dev.kurki.conf.gdb.GdbSession.MachineEnded;
import dev.kurki.conf.gdb.GdbSession.Received;
import dev.kurki.cpu.isa.InstructionSet;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.OverflowStrategy;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.javadsl.SourceQueueWithComplete;
import org.apache.pekko.stream.javadsl.Tcp;
import org.apache.pekko.stream.javadsl.Tcp.IncomingConnection;
import org.apache.pekko.util.ByteString;

/** Listens for debuggers on loopback and takes one at a time; another one meanwhile is turned away. */
public final class GdbServer {
  private static final String HOST = "127.0.0.1";
  /** How many answers may wait for a debugger that does not read them. */
  private static final int BUFFER = 1024;

  /** What the server hears. */
  public sealed interface Message {}

  /** The machine has ended, with this status; who debugs it is told, and {@code replyTo} afterwards. */
  public record Ended(int status, ActorRef<Told> replyTo) implements Message {}

  /** Answers {@link Ended}. */
  public record Told() {}

  /** What the server tells its owner. */
  public sealed interface Event {}

  /**
   * Whether it listens.
   *
   * @param problem what is in the way, if something is
   */
  public record Listening(Optional<String> problem) implements Event {}

  /** The debugger wants the machine to end. */
  public record Killed() implements Event {}

  private record Connected(IncomingConnection connection) implements Message {}

  private record Bound(Optional<String> problem) implements Message {}

  private record Flushed(ActorRef<Told> replyTo) implements Message {}

  /** The debugger that is there. */
  private record Session(ActorRef<GdbSession.Message> actor, SourceQueueWithComplete<ByteString> output) {}

  private final ActorContext<Message> context;
  private final ActorRef<MachineMessage> machine;
  private final int harts;
  private final InstructionSet isa;
  private final ActorRef<Event> owner;
  private Optional<Session> session = Optional.empty();

  private GdbServer(ActorContext<Message> context, ActorRef<MachineMessage> machine, int harts,
      InstructionSet isa, ActorRef<Event> owner) {
    this.context = context;
    this.machine = machine;
    this.harts = harts;
    this.isa = isa;
    this.owner = owner;
  }

  /**
   * A server for one machine.
   *
   * @param port where it listens on loopback, from 1
   * @param harts how many the machine has
   * @param isa the extensions of each
   * @param owner is told whether it listens, and when the debugger ends the machine
   */
  public static Behavior<Message> create(ActorRef<MachineMessage> machine, int harts, InstructionSet isa, int port,
      ActorRef<Event> owner) {
    return Behaviors.setup(context -> {
      ActorRef<Message> self = context.getSelf();
      CompletionStage<Tcp.ServerBinding> binding = Tcp.get(context.getSystem()).bind(HOST, port)
          .to(Sink.foreach(connection -> self.tell(new Connected(connection)))).run(context.getSystem());
      context.pipeToSelf(binding, (_, failure) -> new Bound(Optional.ofNullable(failure).map(GdbServer::reason)));
      return new GdbServer(context, machine, harts, isa, owner).listening();
    });
  }

  /** What the host said, which stands behind what the stream says. */
  private static String reason(Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return String.valueOf(cause.getMessage());
  }

  private Behavior<Message> listening() {
    return Behaviors.receive(Message.class).onAnyMessage(message -> {
      switch (message) {
        case Bound(var problem) -> owner.tell(new Listening(problem));
        case Connected(var connection) -> connect(connection);
        case Ended(var status, var replyTo) -> end(status, replyTo);
        case Flushed(var replyTo) -> replyTo.tell(new Told());
      }
      return Behaviors.same();
    }).onSignal(Terminated.class, _ -> {
      session.ifPresent(ended -> ended.output().complete());
      session = Optional.empty();
      return Behaviors.same();
    }).build();
  }

  private void connect(IncomingConnection connection) {
    if (session.isPresent()) {
      NotUsed _ = connection.handleWith(Flow.fromSinkAndSourceCoupled(Sink.ignore(), Source.<ByteString>empty()),
          context.getSystem());
      return;
    }
    Pair<SourceQueueWithComplete<ByteString>, Source<ByteString, NotUsed>> output = Source
        .<ByteString>queue(BUFFER, OverflowStrategy.fail()).preMaterialize(context.getSystem());
    ActorRef<GdbSession.Message> actor = context
        .spawnAnonymous(GdbSession.create(machine, harts, isa, () -> owner.tell(new Killed()),
            bytes -> output.first().offer(ByteString.fromArray(bytes))));
    context.watch(actor);
    session = Optional.of(new Session(actor, output.first()));
    Sink<ByteString, CompletionStage<Done>> input = Sink
        .foreach(bytes -> actor.tell(new Received(Bytes.of(bytes.toArrayUnsafe()))));
    CompletionStage<Done> closed = connection.handleWith(
        Flow.fromSinkAndSourceCoupledMat(input, output.second(), Keep.left()), context.getSystem());
    closed.whenComplete((_, _) -> actor.tell(new Closed()));
  }

  private void end(int status, ActorRef<Told> replyTo) {
    if (session.isEmpty()) {
      replyTo.tell(new Told());
      return;
    }
    Session debugger = session.get();
    debugger.actor().tell(new MachineEnded(status));
    context.pipeToSelf(debugger.output().watchCompletion(), (_, _) -> new Flushed(replyTo));
  }
}
