package dev.kurki.conf.node;

import java.time.Duration;
import java.util.Optional;

import dev.kurki.actors.component.ComponentMessage.WorkCounted;
import dev.kurki.actors.machine.MachineId;
import dev.kurki.actors.machine.MachineMessage;
import dev.kurki.actors.machine.MachineMessage.CountWork;
import dev.kurki.actors.machine.MachineMessage.WorkDone;
import dev.kurki.conf.node.NodeMessage.Own;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/** Asks a machine every 100 ms what its vCPUs have done, which does not disturb them, and tells its node. It ends with the machine. */
final class WorkMeter extends AbstractMatchingBehavior<WorkMeter.Message> {
  /** How often it asks. */
  static final Duration INTERVAL = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** What a meter is told. */
  sealed interface Message {}

  /** The machine begins to run here: asks at once, and every 100 ms from now on. */
  record Begin() implements Message {}

  private record Tick() implements Message {}

  private record Counted(Optional<WorkDone> work) implements Message {}

  private record MachineGone() implements Message {}

  /** What a machine has done up to a moment. */
  record Measured(MachineId machine, WorkSeries.Sample sample) implements Own {}

  private final TimerScheduler<Message> timers;
  private final MachineId id;
  private final ActorRef<MachineMessage> machine;
  private final ActorRef<? super Measured> node;
  private boolean isAsked;

  private WorkMeter(ActorContext<Message> context, TimerScheduler<Message> timers, MachineId id,
      ActorRef<MachineMessage> machine, ActorRef<? super Measured> node) {
    super(context);
    this.timers = timers;
    this.id = id;
    this.machine = machine;
    this.node = node;
    context.watchWith(machine, new MachineGone());
    timers.startTimerAtFixedRate(new Tick(), INTERVAL);
  }

  static Behavior<Message> create(MachineId id, ActorRef<MachineMessage> machine, ActorRef<? super Measured> node) {
    return Behaviors
        .setup(context -> Behaviors.withTimers(timers -> new WorkMeter(context, timers, id, machine, node)));
  }

  @Override
  public Behavior<Message> onMessage(Message message) {
    switch (message) {
      case Begin() -> {
        timers.startTimerAtFixedRate(new Tick(), INTERVAL);
        ask();
      }
      case Tick() -> ask();
      case Counted(var work) -> {
        isAsked = false;
        work.ifPresent(done -> node.tell(
            new Measured(id, new WorkSeries.Sample(System.nanoTime(), done.instructions(),
                done.vcpus().stream().map(WorkCounted::startedNanos).toList()))));
      }
      case MachineGone() -> {
        return Behaviors.stopped();
      }
    }
    return this;
  }

  /** A machine that is busy answers later, and is not asked again until then. */
  private void ask() {
    if (!isAsked) {
      isAsked = true;
      getContext().ask(WorkDone.class, machine, PATIENCE, CountWork::new,
          (work, _) -> new Counted(Optional.ofNullable(work)));
    }
  }
}
