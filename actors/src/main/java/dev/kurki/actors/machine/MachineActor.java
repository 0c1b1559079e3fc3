package dev.kurki.actors.machine;

import dev.kurki.actors.component.ComponentEvent;
import dev.kurki.actors.component.ComponentEvent.ExitRequested;
import dev.kurki.actors.component.ComponentEvent.ResetRequested;
import dev.kurki.actors.component.ComponentEvent.Transmitted;
import dev.kurki.actors.component.ComponentMessage;
import dev.kurki.actors.component.ComponentMessage.Receive;
import dev.kurki.actors.component.ComponentMessage.Start;
import dev.kurki.actors.machine.MachineEvent.ConsoleOutput;
import dev.kurki.actors.machine.MachineEvent.Exited;
import dev.kurki.actors.machine.MachineEvent.Failed;
import dev.kurki.actors.machine.MachineEvent.InputReturned;
import dev.kurki.actors.machine.MachineMessage.Advance;
import dev.kurki.actors.machine.MachineMessage.ConsoleInput;
import dev.kurki.actors.machine.MachineMessage.CountWork;
import dev.kurki.actors.machine.MachineMessage.DirtyPages;
import dev.kurki.actors.machine.MachineMessage.GuardRam;
import dev.kurki.actors.machine.MachineMessage.LoadSections;
import dev.kurki.actors.machine.MachineMessage.Own;
import dev.kurki.actors.machine.MachineMessage.Pause;
import dev.kurki.actors.machine.MachineMessage.Paused;
import dev.kurki.actors.machine.MachineMessage.PowerOff;
import dev.kurki.actors.machine.MachineMessage.RamGuarded;
import dev.kurki.actors.machine.MachineMessage.Reset;
import dev.kurki.actors.machine.MachineMessage.Resume;
import dev.kurki.actors.machine.MachineMessage.Resumed;
import dev.kurki.actors.machine.MachineMessage.SaveSections;
import dev.kurki.actors.machine.MachineMessage.SurveyRam;
import dev.kurki.actors.machine.MachineMessage.TakeDirty;
import dev.kurki.actors.machine.MachineMessage.Throttle;
import dev.kurki.actors.machine.MachineMessage.ToVcpu;
import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import dev.kurki.actors.section.Bytes;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.StashBuffer;

/**
 * Supervises one machine: builds its components, runs and stops them together, and ends the machine when one of them fails.
 * It is always in one of three behaviours:
 *
 * <pre>
 *                 Resume                    any request that needs answers
 *   standing  ------------->  running   -------------------------------------&gt;  busy  (others wait their turn)
 *             &lt;-------------
 *              Pause, an exit
 * </pre>
 */
public final class MachineActor {
  /** How many requests may wait while the machine is busy; more than that is a defect of who asks. */
  private static final int WAITING_REQUESTS = 10_000;

  /** What a component tells. */
  private record Told(ComponentEvent event) implements Own {}

  /** All components have answered: what to do now. */
  private record Answered(Supplier<Behavior<MachineMessage>> step) implements Own {}

  /** A component did not answer. */
  private record Unanswered(String reason) implements Own {}

  private final ActorContext<MachineMessage> context;
  private final StashBuffer<MachineMessage> waiting;
  private final MachinePlan plan;
  private final ActorRef<MachineEvent> owner;
  private final ComponentGroup components;
  private final Optional<ActorRef<ComponentMessage>> console;
  /** What was typed while the machine is paused. */
  private final ByteArrayOutputStream held = new ByteArrayOutputStream();
  private Optional<String> failure = Optional.empty();

  private MachineActor(ActorContext<MachineMessage> context, StashBuffer<MachineMessage> waiting, MachinePlan plan,
      ActorRef<MachineEvent> owner, Clock wall) {
    this.context = context;
    this.waiting = waiting;
    this.plan = plan;
    this.owner = owner;
    Duration timeout = context.getSystem().settings().config().getDuration("kurki.machine.component-timeout");
    MachineAssembly assembly = new MachineAssembly(context, plan,
        context.messageAdapter(ComponentEvent.class, Told::new));
    this.components = assembly.build(wall, timeout);
    this.console = assembly.console();
  }

  /**
   * A machine with zeroed RAM and all components in their state after power-on, paused. {@link Reset} puts its firmware
   * into RAM, {@link LoadSections} the state of another; then {@link Resume} lets it run.
   *
   * @param plan what it is made of
   * @param owner who is told of its console, its exit and its failure
   * @param wall the wall clock, for the clock policy
   */
  public static Behavior<MachineMessage> create(MachinePlan plan, ActorRef<MachineEvent> owner, Clock wall) {
    return Behaviors.withStash(WAITING_REQUESTS, waiting -> Behaviors
        .setup(context -> new MachineActor(context, waiting, plan, owner, wall).standing()));
  }

  private Behavior<MachineMessage> standing() {
    return behavior(message -> switch (message) {
      case Resume(var replyTo) -> {
        components.tell(new Start());
        type(Bytes.of(held.toByteArray()));
        held.reset();
        replyTo.tell(new Resumed(plan.id()));
        yield running();
      }
      case Pause(var replyTo) -> {
        replyTo.tell(new Paused(plan.id()));
        yield Behaviors.same();
      }
      case SaveSections(var replyTo) -> await(components.save(), reply -> {
        replyTo.tell(reply);
        return standing();
      });
      case LoadSections(var sections, var replyTo) -> await(components.load(sections), reply -> {
        replyTo.tell(reply);
        return standing();
      });
      case GuardRam(var guard, var replyTo) -> {
        plan.memory().guard(guard);
        yield await(components.writeProtect(), _ -> {
          replyTo.tell(new RamGuarded(plan.id()));
          return standing();
        });
      }
      case ConsoleInput(var data) -> {
        held.writeBytes(data.toArray());
        yield Behaviors.same();
      }
      case PowerOff() -> {
        if (held.size() > 0) {
          owner.tell(new InputReturned(plan.id(), Bytes.of(held.toByteArray())));
        }
        yield Behaviors.stopped();
      }
      case Reset() -> powerOnStanding();
      case Told(ExitRequested(_, var status, var reason)) -> {
        // It was on its way when the machine was paused.
        owner.tell(new Exited(plan.id(), status, reason));
        yield Behaviors.same();
      }
      case Told(ResetRequested _) -> powerOnStanding();
      default -> always(message, this::standing);
    });
  }

  private Behavior<MachineMessage> running() {
    return behavior(message -> switch (message) {
      case Resume(var replyTo) -> {
        replyTo.tell(new Resumed(plan.id()));
        yield Behaviors.same();
      }
      case Pause(var replyTo) -> await(components.stop(), _ -> {
        replyTo.tell(new Paused(plan.id()));
        return standing();
      });
      case Reset() -> reset();
      case Told(ResetRequested _) -> reset();
      case Told(ExitRequested(_, var status, var reason)) -> await(components.stop(), _ -> {
        owner.tell(new Exited(plan.id(), status, reason));
        return standing();
      });
      case SaveSections _, LoadSections _, GuardRam _ -> {
        context.getLog().error("machine {} runs; {} needs it paused", plan.id(), message);
        yield Behaviors.unhandled();
      }
      default -> always(message, this::running);
    });
  }

  /** What is done alike whether the machine runs or stands. */
  private Behavior<MachineMessage> always(MachineMessage message, Supplier<Behavior<MachineMessage>> then) {
    return switch (message) {
      case TakeDirty(var replyTo) -> await(components.takeDirty(), words -> {
        replyTo.tell(new DirtyPages(words));
        return then.get();
      });
      case SurveyRam(var replyTo) -> {
        components.surveyRam(replyTo);
        yield Behaviors.same();
      }
      case Throttle(var percent) -> {
        components.tellVcpus(new ComponentMessage.Throttle(percent));
        yield Behaviors.same();
      }
      case CountWork(var replyTo) -> {
        components.countWork(replyTo);
        yield Behaviors.same();
      }
      case Advance advance -> {
        components.advance(advance);
        yield Behaviors.same();
      }
      case ConsoleInput(var data) -> {
        type(data);
        yield Behaviors.same();
      }
      case Told(Transmitted transmitted) -> {
        show(transmitted);
        yield Behaviors.same();
      }
      case ToVcpu(var vcpu, var forwarded) -> {
        components.tellVcpu(vcpu, forwarded);
        yield Behaviors.same();
      }
      case PowerOff() -> Behaviors.stopped();
      default -> Behaviors.unhandled();
    };
  }

  private Behavior<MachineMessage> busy() {
    return behavior(message -> switch (message) {
      case Answered(var step) -> waiting.unstashAll(step.get());
      case Unanswered(var reason) -> fail(reason);
      case Told(Transmitted transmitted) -> {
        show(transmitted);
        yield Behaviors.same();
      }
      case PowerOff() -> Behaviors.stopped();
      default -> {
        waiting.stash(message);
        yield Behaviors.same();
      }
    });
  }

  private Behavior<MachineMessage> reset() {
    return await(components.stop().thenCompose(_ -> plan.memory().missing().whole()), _ -> {
      powerOn();
      components.tell(new Start());
      return running();
    });
  }

  /** The images go over pages that are there: what comes later would stand above them. */
  private Behavior<MachineMessage> powerOnStanding() {
    if (plan.memory().missing().isEmpty()) {
      powerOn();
      return Behaviors.same();
    }
    return await(plan.memory().missing().whole(), _ -> {
      powerOn();
      return standing();
    });
  }

  private void powerOn() {
    components.tell(new ComponentMessage.Reset());
    plan.firmware().load(plan.memory());
  }

  private void type(Bytes data) {
    if (data.length() > 0) {
      console.ifPresent(device -> device.tell(new Receive(data)));
    }
  }

  private void show(Transmitted transmitted) {
    if (plan.console().filter(transmitted.component()::equals).isPresent()) {
      owner.tell(new ConsoleOutput(plan.id(), transmitted.data()));
    }
  }

  private <R> Behavior<MachineMessage> await(CompletionStage<R> answers,
      Function<R, Behavior<MachineMessage>> then) {
    context.pipeToSelf(answers, (result, problem) -> problem == null
        ? new Answered(() -> then.apply(result))
        : new Unanswered(causeOf(problem)));
    return busy();
  }

  private static String causeOf(Throwable problem) {
    Throwable cause = problem instanceof CompletionException && problem.getCause() != null
        ? problem.getCause()
        : problem;
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }

  private Behavior<MachineMessage> fail(String reason) {
    failure = Optional.of(reason);
    return Behaviors.stopped();
  }

  private Behavior<MachineMessage> behavior(Function<MachineMessage, Behavior<MachineMessage>> onMessage) {
    return Behaviors.receive(MachineMessage.class).onAnyMessage(onMessage::apply)
        .onSignal(ChildFailed.class, signal -> fail(
            "component " + signal.getRef().path().name() + " failed: " + causeOf(signal.cause())))
        .onSignal(Terminated.class, signal -> fail("component " + signal.getRef().path().name() + " ended by itself"))
        .onSignal(PostStop.class, _ -> {
          // The components have ended by now, so nobody reaches into RAM any more.
          plan.memory().close();
          failure.ifPresent(reason -> owner.tell(new Failed(plan.id(), reason)));
          return Behaviors.same();
        }).build();
  }
}
