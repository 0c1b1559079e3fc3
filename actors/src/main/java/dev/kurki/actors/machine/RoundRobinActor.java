package dev.kurki.actors.machine;

import dev.kurki.actors.component.ComponentMessage.AwaitPage;
import dev.kurki.actors.component.ComponentMessage.PageCame;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import dev.kurki.actors.machine.MachineMessage.Advance;
import dev.kurki.actors.section.SectionForm;
import dev.kurki.actors.component.ComponentMessage;
import dev.kurki.actors.component.ComponentMessage.Access;
import dev.kurki.actors.component.ComponentMessage.Accessed;
import dev.kurki.actors.component.ComponentMessage.Connect;
import dev.kurki.actors.component.ComponentMessage.CountWork;
import dev.kurki.actors.component.ComponentMessage.Load;
import dev.kurki.actors.component.ComponentMessage.Lower;
import dev.kurki.actors.component.ComponentMessage.Own;
import dev.kurki.actors.component.ComponentMessage.Raise;
import dev.kurki.actors.component.ComponentMessage.Ran;
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
import dev.kurki.actors.component.ComponentSection;
import dev.kurki.actors.component.DevicePorts;
import dev.kurki.actors.component.InconsistentState;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Makes a machine deterministic: its vCPUs take turns of a fixed number of instructions, guest time passes by what they
 * retire, and whenever one reaches a device, or an alarm's time has come, all devices settle before any vCPU goes on. So
 * nothing depends on how fast the host is, nor on where the machine is stopped in between.
 *
 * <pre>
 *                              PARKED
 *                               |  ^  a page is missing
 *                 Run           v  |       Access
 *   SETTLING  ----------&gt;  RUNNING  --------------------&gt;  ACCESSING
 *       ^  &lt;--------------    |                                |
 *       |   an alarm is due   | all vCPUs wait                 |
 *       |                     v                                |
 *       |                  SLEEPING, if no alarm is set        |
 *       +------------------------------------------------------+
 * </pre>
 *
 * <p>Settling is in the order in which lines run, and a message that one component has sent before it answers stands in its
 * receiver's mailbox before what is sent after the answer: so every line has arrived when the next turn begins.
 *
 * <p>Where it was told how far the machine may go it is HELD there, and settles before it goes on.
 *
 * <p>A vCPU that comes to a page that is missing keeps its turn until that is there; guest time stands still meanwhile.
 */
final class RoundRobinActor extends AbstractMatchingBehavior<ComponentMessage> {
  /** How many instructions a turn has. */
  static final long TURN = 5_000;

  /** How often it is looked, where all wait and no alarm is set, whether something from outside has woken a vCPU. */
  private static final Duration POLL = Duration.ofMillis(10);

  private enum Phase {
    STOPPED,
    SETTLING,
    RUNNING,
    PARKED,
    ACCESSING,
    SLEEPING,
    HELD,
    ENDED
  }

  /** How far the machine may go. */
  record Allow(Advance advance) implements Own {}

  private record VcpuRan(Ran ran) implements Own {}

  private record VcpuAccessed() implements Own {}

  private record DeviceSettled(Settled settled) implements Own {}

  private record Poll() implements Own {}

  private final ComponentSection<RoundRobinSection> section;
  private final TimerScheduler<ComponentMessage> timers;
  private final GuestTime time;
  private final List<ActorRef<ComponentMessage>> vcpus;
  private final List<ActorRef<ComponentMessage>> devices;
  private final ActorRef<Ran> onRan;
  private final ActorRef<Accessed> onAccessed;
  private final ActorRef<Settled> onSettled;
  /** When each vCPU's own timer ends its waiting. */
  private final long[] wakes;
  private Phase phase = Phase.STOPPED;
  private Optional<ActorRef<Stopped>> stopAsked = Optional.empty();
  private int turn;
  private long left = TURN;
  /** How many vCPUs one after another have had nothing to do. */
  private int waiting;
  /** Whether the vCPU in turn has made an access that its next instruction finishes. */
  private boolean accessMade;
  /** Whether a device has asked for the machine's end: nothing runs on until the machine has followed. */
  private boolean ends;
  /** The device to settle next, counting down. */
  private int settling;
  private long alarm = DevicePorts.NO_ALARM;
  private final Allowance allowance = new Allowance();

  private RoundRobinActor(ActorContext<ComponentMessage> context, TimerScheduler<ComponentMessage> timers,
      GuestTime time, List<ActorRef<ComponentMessage>> vcpus, List<ActorRef<ComponentMessage>> devices,
      SectionForm form) {
    super(context);
    this.section = new ComponentSection<>(RoundRobinSection.class, 0, form);
    this.timers = timers;
    this.time = time;
    this.vcpus = List.copyOf(vcpus);
    this.devices = List.copyOf(devices);
    this.onRan = context.messageAdapter(Ran.class, VcpuRan::new);
    this.onAccessed = context.messageAdapter(Accessed.class, _ -> new VcpuAccessed());
    this.onSettled = context.messageAdapter(Settled.class, DeviceSettled::new);
    this.wakes = new long[vcpus.size()];
  }

  /**
   * The one who hands out turns, stopped.
   *
   * @param devices the clock and the devices, each before those whose lines end at it
   * @param form the form that the machine type has its section in
   */
  static Behavior<ComponentMessage> create(GuestTime time, List<ActorRef<ComponentMessage>> vcpus,
      List<ActorRef<ComponentMessage>> devices, SectionForm form) {
    return Behaviors.setup(context -> Behaviors
        .withTimers(timers -> new RoundRobinActor(context, timers, time, vcpus, devices, form)));
  }

  @Override
  public Behavior<ComponentMessage> onMessage(ComponentMessage message) {
    switch (message) {
      case VcpuRan(var ran) -> follow(ran);
      case VcpuAccessed() -> {
        accessMade = true;
        settle();
      }
      case DeviceSettled(var settled) -> {
        alarm = Math.min(alarm, settled.alarm());
        ends |= settled.ends();
        settleNext();
      }
      case Allow(var advance) -> {
        allowance.grant(advance);
        if (phase == Phase.HELD) {
          settle();
        }
      }
      case Poll() -> {
        if (phase == Phase.SLEEPING) {
          beginRound();
        }
      }
      case Start() -> {
        if (phase == Phase.STOPPED) {
          ends = false;
          settle();
        }
      }
      case Stop(var replyTo) -> stop(replyTo);
      case Save(var replyTo) -> replyTo.tell(section.saved(new RoundRobinSection(turn, left)));
      case Load(var from, var replyTo) -> replyTo.tell(section.load(from, this::load));
      case WriteProtect(var replyTo) -> replyTo.tell(new WriteProtected(section.component()));
      case Reset() -> takeOver(new RoundRobinSection(0, TURN));
      case Connect _,Read _,Write _,Value _,Raise _,Lower _,Receive _,Run _,Throttle _,CountWork _,Access _,Settle _,AwaitPage _,PageCame _,Own _ -> {
        return Behaviors.unhandled();
      }
    }
    return this;
  }

  private void follow(Ran ran) {
    if (phase != Phase.RUNNING && phase != Phase.PARKED) {
      // It was parked when the machine stopped; its page has come meanwhile.
      return;
    }
    time.pass(ran.instructions());
    left -= ran.spent();
    allowance.spend(ran.spent());
    wakes[turn] = ran.wakesAt();
    waiting = ran.spent() > 0 ? 0 : waiting;
    switch (ran.pause()) {
      case TURN_OVER -> {
        passTurnIf(left <= 0);
        goOn();
      }
      case WAITING -> {
        waiting++;
        passTurnIf(true);
        goOn();
      }
      case PAGE_MISSING -> {
        phase = Phase.PARKED;
        stopIfAsked();
      }
      case ACCESS -> {
        phase = Phase.ACCESSING;
        vcpus.get(turn).tell(new Access(onAccessed));
      }
      case ENDED -> {
        passTurnIf(left <= 0);
        phase = Phase.ENDED;
        stopIfAsked();
      }
    }
  }

  private void goOn() {
    if (time.nanos() >= alarm) {
      settle();
    } else {
      goOnSettled();
    }
  }

  private void goOnSettled() {
    if (accessMade) {
      run();
    } else if (stopAsked.isPresent() || ends) {
      phase = Phase.ENDED;
      stopIfAsked();
    } else if (allowance.isSpent()) {
      hold(false);
    } else if (waiting == vcpus.size()) {
      skipIdleTime();
    } else {
      run();
    }
  }

  private void run() {
    phase = Phase.RUNNING;
    // A machine that is to stop finishes the access that it has made, and no more.
    long granted = stopAsked.isPresent() || ends
        ? 1
        : allowance.limit(Math.min(left, time.instructionsUntil(alarm)));
    accessMade = false;
    vcpus.get(turn).tell(new Run(granted, onRan));
  }

  /** All vCPUs wait: time goes on to the next alarm at once, or else something has to come from outside. */
  private void skipIdleTime() {
    long next = Math.min(alarm, Arrays.stream(wakes).min().orElse(DevicePorts.NO_ALARM));
    if (next == DevicePorts.NO_ALARM && allowance.isBounded()) {
      hold(true);
    } else if (next == DevicePorts.NO_ALARM) {
      phase = Phase.SLEEPING;
      timers.startSingleTimer(new Poll(), POLL);
    } else {
      time.skipTo(next);
      beginRound();
    }
  }

  private void hold(boolean isAsleep) {
    phase = Phase.HELD;
    allowance.end(isAsleep);
  }

  /** From the first vCPU on, so that it makes no difference how often all were found waiting. */
  private void beginRound() {
    turn = 0;
    left = TURN;
    settle();
  }

  private void passTurnIf(boolean over) {
    if (over) {
      turn = (turn + 1) % vcpus.size();
      left = TURN;
    }
  }

  /** Lines may move now: whoever waited is asked again. */
  private void settle() {
    phase = Phase.SETTLING;
    waiting = 0;
    alarm = DevicePorts.NO_ALARM;
    settling = devices.size();
    settleNext();
  }

  private void settleNext() {
    if (settling == 0) {
      goOnSettled();
    } else {
      settling--;
      devices.get(settling).tell(new Settle(onSettled));
    }
  }

  private void stop(ActorRef<Stopped> replyTo) {
    stopAsked = Optional.of(replyTo);
    switch (phase) {
      case STOPPED, SLEEPING, HELD, PARKED, ENDED -> stopIfAsked();
      case SETTLING, RUNNING, ACCESSING -> {
        // It stops where what is under way is done.
      }
    }
  }

  private void stopIfAsked() {
    stopAsked.ifPresent(replyTo -> {
      phase = Phase.STOPPED;
      timers.cancelAll();
      stopAsked = Optional.empty();
      replyTo.tell(new Stopped(section.component()));
    });
  }

  private void load(RoundRobinSection from) {
    if (from.turn() >= vcpus.size()) {
      throw new InconsistentState("turn", "one of " + vcpus.size() + " vCPUs", Integer.toString(from.turn()));
    }
    takeOver(from);
  }

  private void takeOver(RoundRobinSection from) {
    turn = from.turn();
    left = from.left();
    accessMade = false;
  }
}
