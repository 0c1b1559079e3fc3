package dev.kurki.actors.machine;

import dev.kurki.actors.component.ComponentMessage.AwaitPage;
import dev.kurki.actors.component.ComponentMessage.PageCame;
import dev.kurki.actors.section.SectionForm;
import dev.kurki.actors.clock.MachineClock;
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
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** The component of guest time: it alone starts, stops and sets the machine's clock, and applies the clock policy. */
final class ClockActor extends AbstractMatchingBehavior<ComponentMessage> {
  private final ComponentSection<ClockSection> section;
  private final MachineClock clock;
  private final ClockPolicy policy;
  private final Clock wall;
  private long stoppedWallNanos;

  private ClockActor(ActorContext<ComponentMessage> context, MachineClock clock, ClockPolicy policy, Clock wall,
      SectionForm form) {
    super(context);
    this.section = new ComponentSection<>(ClockSection.class, 0, form);
    this.clock = clock;
    this.policy = policy;
    this.wall = wall;
    this.stoppedWallNanos = wallNanos();
  }

  static Behavior<ComponentMessage> create(MachineClock clock, ClockPolicy policy, Clock wall, SectionForm form) {
    return Behaviors.setup(context -> new ClockActor(context, clock, policy, wall, form));
  }

  @Override
  public Behavior<ComponentMessage> onMessage(ComponentMessage message) {
    switch (message) {
      case Start() -> start();
      case Stop(var replyTo) -> {
        stop();
        replyTo.tell(new Stopped(section.component()));
      }
      case Save(var replyTo) -> replyTo.tell(section.saved(state()));
      case Load(var from, var replyTo) -> replyTo.tell(section.load(from, this::takeOver));
      // Whoever hands out turns knows by the answer that the clock has followed what it was told before.
      case Settle(var replyTo) -> replyTo.tell(new Settled(section.component(), DevicePorts.NO_ALARM, false));
      case WriteProtect(var replyTo) -> replyTo.tell(new WriteProtected(section.component()));
      case Reset() -> {
        // Guest time goes on over a reset, as on a board whose timer keeps its supply.
      }
      case Connect _,Read _,Write _,Value _,Raise _,Lower _,Receive _,Run _,Throttle _,CountWork _,Access _,AwaitPage _,PageCame _,Own _ -> {
        return Behaviors.unhandled();
      }
    }
    return this;
  }

  private void start() {
    if (clock.isRunning()) {
      return;
    }
    // A machine that never ran has no pause behind it, and a wall clock that was set back is none either.
    if (policy == ClockPolicy.FOLLOW && clock.nanos() > 0) {
      clock.set(clock.nanos() + Math.max(0, wallNanos() - stoppedWallNanos));
    }
    clock.start();
  }

  private void stop() {
    if (clock.isRunning()) {
      clock.stop();
      stoppedWallNanos = wallNanos();
    }
  }

  /** A time behind the last one that a section tells is told as that: a guest that old has to be powered on anew. */
  private ClockSection state() {
    return new ClockSection(Math.min(clock.nanos(), ClockSection.LAST_NANOS),
        Math.clamp(stoppedWallNanos, 0, ClockSection.LAST_NANOS));
  }

  private void takeOver(ClockSection from) {
    clock.set(from.guestNanos());
    stoppedWallNanos = from.stoppedWallNanos();
  }

  private long wallNanos() {
    Instant now = wall.instant();
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }
}
