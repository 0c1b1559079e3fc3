package dev.kurki.cpu.vcpu;

import dev.kurki.actors.component.ComponentMessage.AwaitPage;
import dev.kurki.actors.component.ComponentMessage.PageCame;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import dev.kurki.actors.bus.AddressMap;
import dev.kurki.actors.bus.AddressMap.Entry;
import dev.kurki.actors.component.ComponentEvent;
import dev.kurki.actors.component.ComponentEvent.ExitRequested;
import dev.kurki.actors.component.ComponentMessage;
import dev.kurki.actors.component.ComponentMessage.Access;
import dev.kurki.actors.component.ComponentMessage.Connect;
import dev.kurki.actors.component.ComponentMessage.CountWork;
import dev.kurki.actors.component.ComponentMessage.Load;
import dev.kurki.actors.component.ComponentMessage.Lower;
import dev.kurki.actors.component.ComponentMessage.Own;
import dev.kurki.actors.component.ComponentMessage.Raise;
import dev.kurki.actors.component.ComponentMessage.Read;
import dev.kurki.actors.component.ComponentMessage.Receive;
import dev.kurki.actors.component.ComponentMessage.Reset;
import dev.kurki.actors.component.ComponentMessage.Run;
import dev.kurki.actors.component.ComponentMessage.Save;
import dev.kurki.actors.component.ComponentMessage.Settle;
import dev.kurki.actors.component.ComponentMessage.Start;
import dev.kurki.actors.component.ComponentMessage.Stop;
import dev.kurki.actors.component.ComponentMessage.Stopped;
import dev.kurki.actors.component.ComponentMessage.Throttle;
import dev.kurki.actors.component.ComponentMessage.Value;
import dev.kurki.actors.component.ComponentMessage.WorkCounted;
import dev.kurki.actors.component.ComponentMessage.Write;
import dev.kurki.actors.component.ComponentMessage.WriteProtect;
import dev.kurki.actors.component.ComponentMessage.WriteProtected;
import dev.kurki.actors.component.ComponentSection;
import dev.kurki.cpu.hart.Bus;
import dev.kurki.cpu.hart.Hart;
import dev.kurki.cpu.vcpu.VcpuHotCode.HotCodeTold;
import dev.kurki.cpu.vcpu.VcpuHotCode.TellHotCode;
import dev.kurki.cpu.vcpu.VcpuHotCode.WarmUp;
import dev.kurki.cpu.vcpu.VcpuHotCode.WarmedUp;
import dev.kurki.cpu.hart.HartSection;
import dev.kurki.cpu.hart.PendingAccess;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Owns one hart. What it does next is always one of these:
 *
 * <pre>
 *              Start                  a load from a device
 *   STOPPED  -------&gt;  RUNNING  ------------------------------&gt;  READING
 *            &lt;-------           &lt;------------------------------
 *              Stop       |  ^            Value
 *                     wfi v  | Raise              a page that is missing
 *                       WAITING        RUNNING  --------------------------&gt;  PARKED
 *                                               &lt;--------------------------
 *                                                        PageCame
 * </pre>
 *
 * <p>A Stop that comes while it is READING is answered after the Value, so that nothing of a stopped vCPU is in flight. One that
 * comes while it is PARKED is answered at once: the instruction that needs the page has changed nothing.
 *
 * <p>Where guest time passes by instructions it runs by turns instead: see {@link Turns}.
 */
public final class VcpuActor extends AbstractMatchingBehavior<ComponentMessage> {
  /** How many instructions run between two looks at the mailbox: some tens of microseconds. */
  private static final long SLICE = 5_000;

  private enum Phase {
    STOPPED,
    RUNNING,
    WAITING,
    READING,
    PARKED
  }

  /** The next slice is due. */
  private enum Slice implements Own {
    DUE
  }

  /** The hart's own timer may be due. */
  private enum Wake implements Own {
    DUE
  }

  /** How far ahead a timer is armed at most, in ns; beyond it the hart looks again. */
  private static final long FARTHEST_TIMER = Duration.ofHours(1).toNanos();

  private final VcpuSettings settings;
  private final TimerScheduler<ComponentMessage> timers;
  private final ActorRef<ComponentEvent> machine;
  private final ComponentSection<HartSection> section;
  private final Hart hart;
  private AddressMap<ActorRef<ComponentMessage>> map = new AddressMap<>(List.of());
  private ActorRef<ComponentMessage> ram;
  private Phase phase = Phase.STOPPED;
  private boolean sliceDue;
  private boolean isResting;
  private boolean isStarting;
  private long startedNanos;
  private long stoppedNanos;
  private final Throttling throttling = new Throttling();
  private Optional<ActorRef<Stopped>> stopAsked = Optional.empty();
  private final Debugging debugging;
  private final Optional<Turns> turns;

  private VcpuActor(ActorContext<ComponentMessage> context, TimerScheduler<ComponentMessage> timers,
      VcpuSettings settings, ActorRef<ComponentEvent> machine) {
    super(context);
    this.timers = timers;
    this.settings = settings;
    this.machine = machine;
    this.ram = context.getSystem().ignoreRef();
    this.section = new ComponentSection<>(HartSection.class, settings.hart().hartId(), settings.form());
    this.hart = new Hart(settings.hart(), settings.memory(), settings.clock(), new MappedBus(), settings.attention(),
        settings.translator(), settings.trace());
    this.debugging = new Debugging(settings.hart().hartId(), hart, this::send, this::awaitPage);
    this.turns = settings.clock().nanosPerInstruction() > 0
        ? Optional.of(new Turns(settings, section.component(), hart, machine, this::send, this::awaitPage,
            debugging))
        : Optional.empty();
  }

  /**
   * A vCPU in its state after power-on, stopped.
   *
   * @param machine who is told when it reaches its limit of instructions
   */
  public static Behavior<ComponentMessage> create(VcpuSettings settings, ActorRef<ComponentEvent> machine) {
    return Behaviors
        .setup(context -> Behaviors.withTimers(timers -> new VcpuActor(context, timers, settings, machine)));
  }

  @Override
  public Behavior<ComponentMessage> onMessage(ComponentMessage message) {
    if (debugging.onMessage(message)) {
      return this;
    }
    return turns.filter(taken -> taken.onMessage(message)).isPresent() ? this : onOwnPace(message);
  }

  private Behavior<ComponentMessage> onOwnPace(ComponentMessage message) {
    switch (message) {
      case Slice _ -> runSlice();
      case Wake _ -> wake();
      case Value(var value) -> completeRead(value);
      case Raise(var line) -> setLine(line, true);
      case Lower(var line) -> setLine(line, false);
      case WriteProtect(var replyTo) -> {
        hart.writeProtect();
        replyTo.tell(new WriteProtected(section.component()));
      }
      case PageCame(var page) -> pageCame(page);
      case Connect(var devices, var memory) -> {
        map = devices;
        ram = memory;
      }
      case Start() -> {
        isStarting = true;
        goOn();
      }
      case Stop(var replyTo) -> stop(replyTo);
      case Save(var replyTo) -> replyTo.tell(section.saved(hart.save()));
      case Load(var from, var replyTo) -> replyTo.tell(section.load(from, hart::load));
      case Reset() -> hart.reset();
      case Throttle(var percent) -> throttling.set(percent);
      case CountWork(var replyTo) ->
        replyTo.tell(
            new WorkCounted(section.component(), hart.retired(), hart.dirtiedPages(), startedNanos, stoppedNanos));
      case TellHotCode(var replyTo) -> replyTo.tell(new HotCodeTold(settings.hart().hartId(), hart.hotCode()));
      case WarmUp(var hot, var replyTo) -> hart.warmUp(hot, () -> replyTo.tell(new WarmedUp(settings.hart().hartId())));
      case Read _,Write _,Receive _,Run _,Access _,Settle _,AwaitPage _,Own _ -> {
        return Behaviors.unhandled();
      }
    }
    return this;
  }

  private void runSlice() {
    sliceDue = false;
    isResting = false;
    if (phase != Phase.RUNNING) {
      return;
    }
    long left = settings.instructionLimit() - hart.retired();
    if (left <= 0) {
      phase = Phase.STOPPED;
      machine.tell(new ExitRequested(section.component(), VcpuSettings.LIMIT_STATUS,
          "the limit of " + settings.instructionLimit() + " instructions is reached"));
      return;
    }
    if (isStarting) {
      isStarting = false;
      startedNanos = settings.clock().nanos();
    }
    long start = throttling.isOn() ? System.nanoTime() : 0;
    switch (hart.run(Math.min(SLICE, left))) {
      case SLICE_ENDED, ATTENTION -> {
        if (throttling.isOn() && throttling.ran(System.nanoTime() - start)) {
          rest();
        } else {
          goOn();
        }
      }
      case WAITING -> sleep();
      case ACCESS_PENDING -> access(hart.pendingAccess());
      case PAGE_MISSING -> {
        phase = Phase.PARKED;
        awaitPage(hart.missingPage());
      }
      case STOPPED -> {
        phase = Phase.STOPPED;
        debugging.halted();
      }
    }
    // Whoever demands attention has sent a message before, which is read before the next slice.
    settings.attention().pay();
  }

  /** The next slice is due after a while. */
  private void rest() {
    sliceDue = true;
    isResting = true;
    timers.startSingleTimer(Slice.DUE, Slice.DUE, Throttling.REST);
  }

  private void sleep() {
    phase = Phase.WAITING;
    long wakesAt = hart.wakesAt();
    if (wakesAt != Hart.NO_TIMER) {
      long nanos = Math.clamp(wakesAt - settings.clock().nanos(), 0, FARTHEST_TIMER);
      timers.startSingleTimer(Wake.DUE, Wake.DUE, Duration.ofNanos(nanos));
    }
  }

  private void wake() {
    if (phase == Phase.WAITING) {
      goOn();
    }
  }

  private void access(PendingAccess access) {
    phase = Phase.READING;
    send(access);
  }

  /** Makes an access; a device answers a load with a {@link Value}, a store not at all. */
  private void send(PendingAccess access) {
    Entry<ActorRef<ComponentMessage>> entry = entry(access.address(), access.width());
    long offset = access.address() - entry.region().base();
    entry.target().tell(switch (access) {
      case PendingAccess.Load(_, var width) -> new Read(offset, width, getContext().getSelf().narrow());
      case PendingAccess.Store(_, var width, var value) -> new Write(offset, width, value);
    });
  }

  private void awaitPage(long page) {
    ram.tell(new AwaitPage(page, getContext().getSelf()));
  }

  private void pageCame(long page) {
    if (phase == Phase.PARKED && page == hart.missingPage()) {
      goOn();
    }
  }

  private void completeRead(long value) {
    hart.completeAccess(value);
    if (stopAsked.isEmpty()) {
      goOn();
      return;
    }
    phase = Phase.STOPPED;
    stoppedNanos = settings.clock().nanos();
    stopAsked.get().tell(new Stopped(section.component()));
    stopAsked = Optional.empty();
  }

  private void setLine(int cause, boolean level) {
    hart.setInterrupt(cause, level);
    if (level) {
      wake();
    }
  }

  private void stop(ActorRef<Stopped> replyTo) {
    if (phase == Phase.READING) {
      stopAsked = Optional.of(replyTo);
      return;
    }
    phase = Phase.STOPPED;
    stoppedNanos = settings.clock().nanos();
    timers.cancelAll();
    if (isResting) {
      isResting = false;
      sliceDue = false;
    }
    replyTo.tell(new Stopped(section.component()));
  }

  private void goOn() {
    phase = Phase.RUNNING;
    if (!sliceDue) {
      sliceDue = true;
      getContext().getSelf().tell(Slice.DUE);
    }
  }

  private Entry<ActorRef<ComponentMessage>> entry(long address, int width) {
    return map.find(address, width).orElseThrow(
        () -> new IllegalStateException("no device takes 0x" + Long.toHexString(address) + " any more"));
  }

  /** The hart's way to the devices of the map. */
  private final class MappedBus implements Bus {
    @Override
    public boolean takes(long address, int width) {
      return map.find(address, width).isPresent();
    }

    @Override
    public void write(long address, int width, long value) {
      Entry<ActorRef<ComponentMessage>> entry = entry(address, width);
      entry.target().tell(new Write(address - entry.region().base(), width, value));
      // The device is to see the write soon: the slice ends where the next block does.
      settings.attention().demand();
    }
  }
}
