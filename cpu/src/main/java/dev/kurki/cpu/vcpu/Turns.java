package dev.kurki.cpu.vcpu;

import dev.kurki.actors.component.ComponentMessage.PageCame;
import java.util.Optional;
import java.util.function.Consumer;

import dev.kurki.actors.component.ComponentEvent;
import dev.kurki.actors.component.ComponentEvent.ExitRequested;
import dev.kurki.actors.component.ComponentId;
import dev.kurki.actors.component.ComponentMessage;
import dev.kurki.actors.component.ComponentMessage.Access;
import dev.kurki.actors.component.ComponentMessage.Accessed;
import dev.kurki.actors.component.ComponentMessage.Pause;
import dev.kurki.actors.component.ComponentMessage.Raise;
import dev.kurki.actors.component.ComponentMessage.Ran;
import dev.kurki.actors.component.ComponentMessage.Run;
import dev.kurki.actors.component.ComponentMessage.Start;
import dev.kurki.actors.component.ComponentMessage.Stop;
import dev.kurki.actors.component.ComponentMessage.Stopped;
import dev.kurki.actors.component.ComponentMessage.Value;
import dev.kurki.cpu.hart.Hart;
import dev.kurki.cpu.hart.Outcome;
import dev.kurki.cpu.hart.PendingAccess;
import java.util.function.LongConsumer;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * How a vCPU runs where guest time passes by instructions: as far as it is told to, and to a device only when it is told
 * to. Between a turn and the next one nothing of it is in flight, so that it stops at once.
 */
final class Turns {
  private final VcpuSettings settings;
  private final ComponentId id;
  private final Hart hart;
  private final ActorRef<ComponentEvent> machine;
  private final Consumer<PendingAccess> bus;
  private final LongConsumer awaitPage;
  private final Debugging debugging;
  private Optional<ActorRef<Accessed>> accessing = Optional.empty();
  /** What a device has answered, which the next instruction takes. */
  private Optional<Long> answer = Optional.empty();
  /** Who is told when the page is there that the hart has come to. */
  private Optional<ActorRef<Ran>> parked = Optional.empty();

  Turns(VcpuSettings settings, ComponentId id, Hart hart, ActorRef<ComponentEvent> machine,
      Consumer<PendingAccess> bus, LongConsumer awaitPage, Debugging debugging) {
    this.settings = settings;
    this.id = id;
    this.hart = hart;
    this.machine = machine;
    this.bus = bus;
    this.awaitPage = awaitPage;
    this.debugging = debugging;
  }

  /** Whether a message was about this; others are a vCPU's at its own pace too. */
  boolean onMessage(ComponentMessage message) {
    switch (message) {
      case Run(var instructions, var replyTo) -> run(instructions, replyTo);
      case PageCame(var page) -> pageCame(page);
      case Access(var replyTo) -> access(replyTo);
      case Value(var value) -> answered(value);
      case Raise(var line) -> hart.setInterrupt(line, true);
      case Stop(var replyTo) -> {
        parked = Optional.empty();
        replyTo.tell(new Stopped(id));
      }
      case Start() -> {
        // The first turn will come.
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private void run(long instructions, ActorRef<Ran> replyTo) {
    Ran ran = run(instructions);
    parked = Optional.of(replyTo).filter(_ -> ran.pause() == Pause.PAGE_MISSING);
    replyTo.tell(ran);
    if (parked.isPresent()) {
      awaitPage.accept(hart.missingPage());
    }
  }

  private void pageCame(long page) {
    if (page == hart.missingPage()) {
      parked.ifPresent(told -> told.tell(new Ran(id, 0, 0, Pause.TURN_OVER, hart.wakesAt())));
      parked = Optional.empty();
    }
  }

  private Ran run(long instructions) {
    // Whoever demanded attention did so before this turn; its message has been read.
    settings.attention().pay();
    long before = hart.retired();
    long left = Math.min(instructions, settings.instructionLimit() - before);
    if (left <= 0) {
      machine.tell(new ExitRequested(id, VcpuSettings.LIMIT_STATUS,
          "the limit of " + settings.instructionLimit() + " instructions is reached"));
      return new Ran(id, 0, 0, Pause.ENDED, Hart.NO_TIMER);
    }
    long spent = 0;
    if (answer.isPresent()) {
      hart.completeAccess(answer.get());
      answer = Optional.empty();
      spent = hart.spent();
    }
    Pause pause = Pause.TURN_OVER;
    if (left > spent) {
      pause = pause(hart.run(left - spent));
      spent += hart.spent();
    }
    return new Ran(id, hart.retired() - before, spent, pause, hart.wakesAt());
  }

  private Pause pause(Outcome outcome) {
    return switch (outcome) {
      case SLICE_ENDED, ATTENTION -> Pause.TURN_OVER;
      case WAITING -> Pause.WAITING;
      case ACCESS_PENDING -> Pause.ACCESS;
      case PAGE_MISSING -> Pause.PAGE_MISSING;
      case STOPPED -> {
        debugging.halted();
        yield Pause.ENDED;
      }
    };
  }

  private void access(ActorRef<Accessed> replyTo) {
    PendingAccess access = hart.pendingAccess();
    bus.accept(access);
    if (access instanceof PendingAccess.Load) {
      accessing = Optional.of(replyTo);
    } else {
      answer = Optional.of(0L);
      replyTo.tell(new Accessed(id));
    }
  }

  private void answered(long value) {
    answer = Optional.of(value);
    accessing.ifPresent(replyTo -> replyTo.tell(new Accessed(id)));
    accessing = Optional.empty();
  }
}
