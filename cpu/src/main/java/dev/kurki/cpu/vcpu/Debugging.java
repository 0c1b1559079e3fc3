package dev.kurki.cpu.vcpu;

import java.util.Optional;
import java.util.function.Consumer;

import dev.kurki.actors.component.ComponentMessage;
import dev.kurki.actors.component.ComponentMessage.Value;
import dev.kurki.cpu.hart.Hart;
import dev.kurki.cpu.hart.Outcome;
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
import org.apache.pekko.actor.typed.ActorRef;

/** How a vCPU answers its debugger. */
final class Debugging {
  private final int hartId;
  private final Hart hart;
  private final Consumer<PendingAccess> bus;
  private Optional<ActorRef<Halted>> debugger = Optional.empty();
  /** Who waits for a step that a device has yet to answer. */
  private Optional<ActorRef<Stepped>> stepping = Optional.empty();

  Debugging(int hartId, Hart hart, Consumer<PendingAccess> bus) {
    this.hartId = hartId;
    this.hart = hart;
    this.bus = bus;
  }

  /** Whether a message was about this. */
  boolean onMessage(ComponentMessage message) {
    switch (message) {
      case VcpuDebug debug -> debug(debug);
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
      case Step(var replyTo) -> step(replyTo);
    }
  }

  private void step(ActorRef<Stepped> replyTo) {
    if (hart.step() != Outcome.ACCESS_PENDING) {
      stepped(replyTo);
      return;
    }
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
