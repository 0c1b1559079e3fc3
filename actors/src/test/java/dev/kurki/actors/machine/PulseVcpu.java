package dev.kurki.actors.machine;

import dev.kurki.actors.bus.AddressMap;
import dev.kurki.actors.component.ComponentEvent;
import dev.kurki.actors.component.ComponentMessage;
import dev.kurki.actors.component.ComponentMessage.Connect;
import dev.kurki.actors.component.ComponentMessage.CountWork;
import dev.kurki.actors.component.ComponentMessage.Load;
import dev.kurki.actors.component.ComponentMessage.Lower;
import dev.kurki.actors.component.ComponentMessage.Own;
import dev.kurki.actors.component.ComponentMessage.Raise;
import dev.kurki.actors.component.ComponentMessage.Reset;
import dev.kurki.actors.component.ComponentMessage.Save;
import dev.kurki.actors.component.ComponentMessage.Start;
import dev.kurki.actors.component.ComponentMessage.Stop;
import dev.kurki.actors.component.ComponentMessage.Stopped;
import dev.kurki.actors.component.ComponentMessage.WorkCounted;
import dev.kurki.actors.component.ComponentMessage.Write;
import dev.kurki.actors.component.ComponentMessage.WriteProtect;
import dev.kurki.actors.component.ComponentMessage.WriteProtected;
import dev.kurki.actors.component.ComponentSection;
import dev.kurki.actors.section.SavedState;
import dev.kurki.actors.section.SectionForm;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;

/** A vCPU that counts its slices: as much of one as a machine can tell. */
final class PulseVcpu extends AbstractMatchingBehavior<ComponentMessage> {
  /** The next slice is due. */
  private enum Beat implements Own {
    BEAT
  }

  @SavedState(id = "pulse")
  record Section(long beats, boolean line) {}

  /** A test's hold on the vCPU within its machine. */
  static final class Handle {
    private final AtomicLong beats = new AtomicLong();
    private final AtomicLong resets = new AtomicLong();
    private final AtomicLong writeProtects = new AtomicLong();
    private volatile boolean line;
    private volatile boolean deaf;
    private volatile @Nullable ActorRef<ComponentMessage> actor;
    private volatile @Nullable ActorRef<ComponentEvent> machine;
    private volatile @Nullable AddressMap<ActorRef<ComponentMessage>> bus;

    long beats() {
      return beats.get();
    }

    long resets() {
      return resets.get();
    }

    long writeProtects() {
      return writeProtects.get();
    }

    /** The level of its one line. */
    boolean line() {
      return line;
    }

    void deafen() {
      deaf = true;
    }

    ActorRef<ComponentMessage> actor() {
      return Objects.requireNonNull(actor);
    }

    ActorRef<ComponentEvent> machine() {
      return Objects.requireNonNull(machine);
    }

    AddressMap<ActorRef<ComponentMessage>> bus() {
      return Objects.requireNonNull(bus);
    }
  }

  private final ComponentSection<Section> section = new ComponentSection<>(Section.class, 0,
      SectionForm.FULL);
  private final Handle handle;
  private boolean started;

  private PulseVcpu(ActorContext<ComponentMessage> context, Handle handle) {
    super(context);
    this.handle = handle;
    handle.actor = context.getSelf();
  }

  static Behavior<ComponentMessage> create(Handle handle, ActorRef<ComponentEvent> machine) {
    handle.machine = machine;
    return Behaviors.setup(context -> new PulseVcpu(context, handle));
  }

  @Override
  public Behavior<ComponentMessage> onMessage(ComponentMessage message) {
    if (handle.deaf) {
      return this;
    }
    switch (message) {
      case Beat _ -> beat();
      case Start _ -> {
        started = true;
        beat();
      }
      case Stop(var replyTo) -> {
        started = false;
        replyTo.tell(new Stopped(section.component()));
      }
      case Save(var replyTo) -> replyTo.tell(section.saved(new Section(handle.beats.get(), handle.line)));
      case Load(var from, var replyTo) -> replyTo.tell(section.load(from, this::takeOver));
      case Raise _ -> handle.line = true;
      case Lower _ -> handle.line = false;
      case Connect(var map, _) -> handle.bus = map;
      case Reset _ -> handle.resets.incrementAndGet();
      case WriteProtect(var replyTo) -> {
        handle.writeProtects.incrementAndGet();
        replyTo.tell(new WriteProtected(section.component()));
      }
      case CountWork(var replyTo) -> replyTo.tell(new WorkCounted(section.component(), handle.beats.get(), 0, 0, 0));
      case Write _ -> throw new IllegalStateException("the vCPU broke");
      default -> {
        return Behaviors.unhandled();
      }
    }
    return this;
  }

  private void takeOver(Section state) {
    handle.beats.set(state.beats());
    handle.line = state.line();
  }

  private void beat() {
    if (started) {
      handle.beats.incrementAndGet();
      getContext().getSelf().tell(Beat.BEAT);
    }
  }
}
