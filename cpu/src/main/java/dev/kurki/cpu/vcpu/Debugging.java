package dev.kurki.cpu.vcpu;

import dev.kurki.actors.component.ComponentMessage.PageCame;
import dev.kurki.actors.memory.MissingPage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;

import dev.kurki.actors.component.ComponentMessage;
import dev.kurki.actors.component.ComponentMessage.Value;
import dev.kurki.cpu.hart.Hart;
import dev.kurki.cpu.hart.PendingAccess;
import dev.kurki.cpu.hart.StopConditions;
import dev.kurki.cpu.vcpu.VcpuDebug.Halted;
import dev.kurki.cpu.vcpu.VcpuDebug.Leave;
import dev.kurki.cpu.vcpu.VcpuDebug.MemoryRead;
import dev.kurki.cpu.vcpu.VcpuDebug.ReadMemory;
import dev.kurki.cpu.vcpu.VcpuDebug.ReadRegisters;
import dev.kurki.cpu.vcpu.VcpuDebug.RegisterValues;
import dev.kurki.cpu.vcpu.VcpuDebug.Step;
import dev.kurki.cpu.vcpu.VcpuDebug.Stepped;
import dev.kurki.cpu.vcpu.VcpuDebug.StopAt;
import dev.kurki.cpu.vcpu.VcpuDebug.WriteMemory;
import dev.kurki.cpu.vcpu.VcpuDebug.WriteRegister;
import dev.kurki.cpu.vcpu.VcpuDebug.Written;
import java.util.function.LongConsumer;
import org.apache.pekko.actor.typed.ActorRef;

/** How a vCPU answers its debugger. What needs a page that is missing is done when that has come. */
final class Debugging {
  private final int hartId;
  private final Hart hart;
  private final Consumer<PendingAccess> bus;
  private Optional<ActorRef<Halted>> debugger = Optional.empty();
  /** Who waits for a step that a device has yet to answer. */
  private Optional<ActorRef<Stepped>> stepping = Optional.empty();
  private final LongConsumer awaitPage;
  /** What waits for pages, in the order in which it was asked. */
  private final Deque<VcpuDebug> waiting = new ArrayDeque<>();

  Debugging(int hartId, Hart hart, Consumer<PendingAccess> bus, LongConsumer awaitPage) {
    this.hartId = hartId;
    this.hart = hart;
    this.bus = bus;
    this.awaitPage = awaitPage;
  }

  /** Whether a message was about this. */
  boolean onMessage(ComponentMessage message) {
    switch (message) {
      case VcpuDebug debug -> takeUp(debug);
      case PageCame _ when !waiting.isEmpty() -> {
        // It may be the vCPU's own page as well as the debugger's: both look again.
        takeUp(waiting.remove());
        return false;
      }
      case Value(var value) when stepping.isPresent() -> {
        hart.completeAccess(value);
        stepped(stepping.get());
        stepping = Optional.empty();
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Tells that the hart has stopped for its debugger. */
  void halted() {
    debugger.ifPresent(told -> told.tell(new Halted(hartId, hart.stopReason())));
  }

  private void takeUp(VcpuDebug message) {
    try {
      debug(message);
    } catch (MissingPage missing) {
      awaitFor(message, missing.page());
    }
  }

  private void awaitFor(VcpuDebug message, long page) {
    waiting.add(message);
    awaitPage.accept(page);
  }

  private void debug(VcpuDebug message) {
    switch (message) {
      case StopAt(var conditions, var told) -> {
        debugger = Optional.of(told);
        hart.debugger().stopAt(conditions);
      }
      case Leave() -> {
        debugger = Optional.empty();
        hart.debugger().stopAt(StopConditions.NONE);
      }
      case ReadRegisters(var names, var replyTo) -> replyTo.tell(
          new RegisterValues(names.stream().map(hart.debugger()::read).toList()));
      case WriteRegister(var name, var value, var replyTo) -> replyTo.tell(
          new Written(hart.debugger().write(name, value)));
      case ReadMemory(var address, var length, var replyTo) -> replyTo.tell(
          new MemoryRead(hart.debugger().readMemory(address, length)));
      case WriteMemory(var address, var data, var replyTo) -> replyTo.tell(
          new Written(hart.debugger().writeMemory(address, data)));
      case Step step -> step(step);
    }
  }

  private void step(Step step) {
    switch (hart.step()) {
      case ACCESS_PENDING -> access(step.replyTo());
      case PAGE_MISSING -> awaitFor(step, hart.missingPage());
      case SLICE_ENDED, WAITING, STOPPED, ATTENTION -> stepped(step.replyTo());
    }
  }

  private void access(ActorRef<Stepped> replyTo) {
    PendingAccess access = hart.pendingAccess();
    bus.accept(access);
    switch (access) {
      case PendingAccess.Load _ -> stepping = Optional.of(replyTo);
      case PendingAccess.Store _ -> {
        hart.completeAccess(0);
        stepped(replyTo);
      }
    }
  }

  private void stepped(ActorRef<Stepped> replyTo) {
    replyTo.tell(new Stepped(hartId));
  }
}
