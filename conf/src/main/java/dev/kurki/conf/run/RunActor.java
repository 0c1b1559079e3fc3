package dev.kurki.conf.run;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import dev.kurki.actors.machine.MachineActor;
import dev.kurki.actors.machine.MachineEvent;
import dev.kurki.actors.machine.MachineEvent.ConsoleOutput;
import dev.kurki.actors.machine.MachineEvent.Exited;
import dev.kurki.actors.machine.MachineEvent.Failed;
import dev.kurki.actors.machine.MachineEvent.InputReturned;
import dev.kurki.actors.machine.MachineMessage;
import dev.kurki.actors.machine.MachineMessage.ConsoleInput;
import dev.kurki.actors.machine.MachineMessage.PowerOff;
import dev.kurki.actors.machine.MachineMessage.Reset;
import dev.kurki.actors.machine.MachineMessage.Resume;
import dev.kurki.actors.machine.MachinePlan;
import dev.kurki.conf.console.OperatorTerminal;
import dev.kurki.conf.gdb.GdbServer;
import dev.kurki.conf.gdb.GdbServer.Ended;
import dev.kurki.conf.gdb.GdbServer.Killed;
import dev.kurki.conf.gdb.GdbServer.Listening;
import dev.kurki.conf.machine.MachineConfig;
import dev.kurki.conf.machine.MachineDispatcher;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/** Owns the one machine of {@code kurki run}: shows its console and ends with it. */
final class RunActor extends AbstractMatchingBehavior<RunActor.Message> {
  /** What it hears. */
  sealed interface Message {}

  private record Told(MachineEvent event) implements Message {}

  private record Typed(ConsoleInput input) implements Message {}

  private record Left() implements Message {}

  private record TimedOut(Duration timeout) implements Message {}

  private record Resumed() implements Message {}

  private record DebuggerTold(RunEnd how) implements Message {}

  private record GdbTold(GdbServer.Event event) implements Message {}

  /** How long a debugger may take to hear of the machine's end. */
  private static final Duration DEBUGGER_PATIENCE = Duration.ofSeconds(2);

  private final OperatorTerminal terminal;
  private final CompletableFuture<RunEnd> end;
  private final ActorRef<MachineMessage> machine;
  private final boolean waitsForDebugger;
  private final Optional<ActorRef<GdbServer.Message>> gdb;

  private RunActor(ActorContext<Message> context, MachineConfig config, MachinePlan plan, OperatorTerminal terminal,
      RunSettings settings, CompletableFuture<RunEnd> end) {
    super(context);
    this.terminal = terminal;
    this.end = end;
    this.machine = context.spawn(
        MachineActor.create(plan, context.messageAdapter(MachineEvent.class, Told::new), Clock.systemUTC()), "machine",
        MachineDispatcher.of(config, context.getSystem()));
    ActorRef<Message> self = context.getSelf();
    terminal.onInput(data -> self.tell(new Typed(new ConsoleInput(data))), () -> self.tell(new Left()));
    machine.tell(new Reset());
    this.waitsForDebugger = settings.waitsForDebugger();
    this.gdb = settings.gdbPort().stream()
        .mapToObj(port -> context.spawn(GdbServer.create(machine, config.harts(), config.type().isa(), port,
            context.messageAdapter(GdbServer.Event.class, GdbTold::new)), "gdb"))
        .findFirst();
    if (gdb.isEmpty()) {
      resume();
    }
  }

  /**
   * Powers the machine on.
   *
   * @param settings how it is run
   * @param end is completed with how it ended
   */
  static Behavior<Message> create(MachineConfig config, MachinePlan plan, OperatorTerminal terminal,
      RunSettings settings,
      CompletableFuture<RunEnd> end) {
    return Behaviors.setup(context -> Behaviors.withTimers((TimerScheduler<Message> timers) -> {
      Duration timeout = settings.timeout();
      if (!timeout.isZero()) {
        timers.startSingleTimer(new TimedOut(timeout), timeout);
      }
      return new RunActor(context, config, plan, terminal, settings, end);
    }));
  }

  @Override
  public Behavior<Message> onMessage(Message message) {
    switch (message) {
      case Told(ConsoleOutput(_, var data)) -> terminal.show(data);
      case Told(Exited(_, var status, var reason)) -> tellDebugger(new RunEnd(status, reason));
      case DebuggerTold(var how) -> end.complete(how);
      case GdbTold(Killed()) -> powerOff(new RunEnd(0, "ended by its debugger"));
      case GdbTold(Listening(var problem)) -> problem.ifPresentOrElse(
          why -> powerOff(new RunEnd(RunEnd.FAILED, "no debugger can connect: " + why)), () -> {
            if (!waitsForDebugger) {
              resume();
            }
          });
      case Told(Failed(_, var reason)) -> end.complete(new RunEnd(RunEnd.FAILED, reason));
      case Told(InputReturned _) -> {
        // It is powered off for good.
      }
      case Typed(var input) -> machine.tell(input);
      case Left() -> powerOff(new RunEnd(0, "left by its operator"));
      case TimedOut(var timeout) -> powerOff(
          new RunEnd(RunEnd.TIMED_OUT, "the timeout of " + timeout.toSeconds() + " s is over"));
      case Resumed() -> {
        // It runs; its events tell the rest.
      }
    }
    return this;
  }

  private void resume() {
    machine.tell(new Resume(getContext().messageAdapter(MachineMessage.Resumed.class, _ -> new Resumed())));
  }

  /** The run is over when a debugger that is there has heard of it. */
  private void tellDebugger(RunEnd how) {
    gdb.ifPresentOrElse(server -> getContext().ask(GdbServer.Told.class, server, DEBUGGER_PATIENCE,
        replyTo -> new Ended(how.status(), replyTo), (_, _) -> new DebuggerTold(how)), () -> end.complete(how));
  }

  private void powerOff(RunEnd how) {
    machine.tell(new PowerOff());
    end.complete(how);
  }
}
