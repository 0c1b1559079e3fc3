package dev.kurki.actors.component;

import dev.kurki.actors.component.ComponentEvent.ExitRequested;
import dev.kurki.actors.component.ComponentEvent.ResetRequested;
import dev.kurki.actors.component.ComponentEvent.Transmitted;
import dev.kurki.actors.component.ComponentMessage.Access;
import dev.kurki.actors.component.ComponentMessage.AwaitPage;
import dev.kurki.actors.component.ComponentMessage.Connect;
import dev.kurki.actors.component.ComponentMessage.CountWork;
import dev.kurki.actors.component.ComponentMessage.Load;
import dev.kurki.actors.component.ComponentMessage.Lower;
import dev.kurki.actors.component.ComponentMessage.Own;
import dev.kurki.actors.component.ComponentMessage.PageCame;
import dev.kurki.actors.component.ComponentMessage.Raise;
import dev.kurki.actors.component.ComponentMessage.Read;
import dev.kurki.actors.component.ComponentMessage.Receive;
import dev.kurki.actors.component.ComponentMessage.Reset;
import dev.kurki.actors.component.ComponentMessage.Run;
import dev.kurki.actors.component.ComponentMessage.Save;
import dev.kurki.actors.component.ComponentMessage.Settle;
import dev.kurki.actors.component.ComponentMessage.Settled;
import dev.kurki.actors.component.ComponentMessage.Start;
import dev.kurki.actors.component.ComponentMessage.Stop;
import dev.kurki.actors.component.ComponentMessage.Stopped;
import dev.kurki.actors.component.ComponentMessage.Throttle;
import dev.kurki.actors.component.ComponentMessage.Value;
import dev.kurki.actors.component.ComponentMessage.Write;
import dev.kurki.actors.component.ComponentMessage.WriteProtect;
import dev.kurki.actors.component.ComponentMessage.WriteProtected;
import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.Bytes;
import java.time.Duration;
import java.time.Instant;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * The shell that hosts any device model: it alone owns the model and speaks the component protocol for it. Guest time
 * passes for the device only between {@link Start} and {@link Stop}. A model that throws fails this actor, and with it the
 * machine.
 *
 * @param <S> the record of the device's section
 */
public final class DeviceActor<S extends Record> extends AbstractMatchingBehavior<ComponentMessage> {
  /** How far ahead a timer is armed at most, in ns: an alarm beyond it is looked at again then. */
  private static final long FARTHEST_TIMER = Duration.ofHours(1).toNanos();

  /** How many alarms a device rings in one settling. */
  private static final int MAX_ALARMS = 16;

  /** The alarm's moment may have come. */
  private record AlarmDue() implements Own {}

  private final ComponentId id;
  private final DeviceSurroundings surroundings;
  private final TimerScheduler<ComponentMessage> timers;
  private final ComponentSection<S> section;
  private final OutputLines lines;
  private final DeviceModel<S> model;
  private long alarmNanos = DevicePorts.NO_ALARM;
  private boolean started;
  /** Whether the model has asked for the machine's end or reset. */
  private boolean ends;

  private DeviceActor(DeviceRegistration<S> registration, int instance, DeviceSurroundings surroundings,
      ActorContext<ComponentMessage> context, TimerScheduler<ComponentMessage> timers) {
    super(context);
    this.section = new ComponentSection<>(registration.section(), instance, surroundings.form());
    this.id = section.component();
    this.surroundings = surroundings;
    this.timers = timers;
    this.lines = new OutputLines(surroundings.outputs());
    this.model = registration.create(new Ports(), surroundings.settings());
  }

  /**
   * Hosts a new device in its state after power-on, stopped.
   *
   * @param registration the kind of device
   * @param instance which one of its kind, from 0
   * @param surroundings what the machine puts around it
   */
  public static <S extends Record> Behavior<ComponentMessage> create(DeviceRegistration<S> registration, int instance,
      DeviceSurroundings surroundings) {
    return Behaviors.setup(context -> Behaviors
        .withTimers(timers -> new DeviceActor<>(registration, instance, surroundings, context, timers)));
  }

  @Override
  public Behavior<ComponentMessage> onMessage(ComponentMessage message) {
    switch (message) {
      case Read(var offset, var width, var replyTo) -> replyTo.tell(new Value(model.read(offset, width)));
      case Write(var offset, var width, var value) -> model.write(offset, width, value);
      case Raise(var line) -> model.lineChanged(line, true);
      case Lower(var line) -> model.lineChanged(line, false);
      case Receive(var data) -> model.receive(data);
      case Save(var replyTo) -> replyTo.tell(section.saved(model.save()));
      case Load(var from, var replyTo) -> replyTo.tell(section.load(from, this::takeOver));
      case Reset() -> {
        lines.forget();
        alarmNanos = DevicePorts.NO_ALARM;
        model.reset();
      }
      case Start() -> {
        started = true;
        armTimer();
      }
      case Stop(var replyTo) -> {
        started = false;
        timers.cancelAll();
        replyTo.tell(new Stopped(id));
      }
      case WriteProtect(var replyTo) -> replyTo.tell(new WriteProtected(id));
      case AlarmDue() -> ringIfDue();
      case Settle(var replyTo) -> {
        ringAll();
        replyTo.tell(new Settled(id, alarmNanos, ends));
        ends = false;
      }
      case Connect _,Value _,Run _,Throttle _,CountWork _,Access _,AwaitPage _,PageCame _,Own _ -> {
        return Behaviors.unhandled();
      }
    }
    return this;
  }

  private void takeOver(S state) {
    long alarmBefore = alarmNanos;
    lines.forget();
    alarmNanos = DevicePorts.NO_ALARM;
    try {
      model.load(state);
    } catch (InconsistentState e) {
      alarmNanos = alarmBefore;
      throw e;
    }
  }

  /** The host's timers know nothing of a clock that goes by instructions: there {@link Settle} rings the alarms. */
  private void armTimer() {
    boolean passesByItself = surroundings.clock().nanosPerInstruction() == 0;
    if (started && passesByItself && alarmNanos != DevicePorts.NO_ALARM) {
      long nanos = Math.clamp(alarmNanos - surroundings.clock().nanos(), 0, FARTHEST_TIMER);
      timers.startSingleTimer(AlarmDue.class, new AlarmDue(), Duration.ofNanos(nanos));
    } else {
      timers.cancel(AlarmDue.class);
    }
  }

  private void ringIfDue() {
    if (!started) {
      return;
    }
    if (surroundings.clock().nanos() < alarmNanos) {
      armTimer();
    } else {
      alarmNanos = DevicePorts.NO_ALARM;
      model.alarm();
    }
  }

  /** An alarm may set the next one for a moment that has come too; one that always does so is left to the next settling. */
  private void ringAll() {
    for (int i = 0; i < MAX_ALARMS && surroundings.clock().nanos() >= alarmNanos; i++) {
      ringIfDue();
    }
  }

  /** The model's way out into this machine. */
  private final class Ports implements DevicePorts {
    @Override
    public void setLine(int output, boolean level) {
      lines.set(output, level);
    }

    @Override
    public long guestNanos() {
      return surroundings.clock().nanos();
    }

    @Override
    public long wallNanos() {
      Instant now = surroundings.wall().instant();
      return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    @Override
    public void setAlarm(long guestNanos) {
      alarmNanos = guestNanos;
      armTimer();
    }

    @Override
    public void transmit(Bytes data) {
      surroundings.machine().tell(new Transmitted(id, data));
    }

    @Override
    public GuestMemory memory() {
      return surroundings.memory();
    }

    @Override
    public void exit(int status) {
      ends = true;
      surroundings.machine().tell(new ExitRequested(id, status, "the guest ended the machine"));
    }

    @Override
    public void resetMachine() {
      ends = true;
      surroundings.machine().tell(new ResetRequested(id));
    }
  }
}
