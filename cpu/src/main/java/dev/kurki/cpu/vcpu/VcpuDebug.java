package dev.kurki.cpu.vcpu;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import dev.kurki.actors.component.ComponentMessage;
import dev.kurki.actors.section.Bytes;
import dev.kurki.cpu.hart.RegisterName;
import dev.kurki.cpu.hart.StopConditions;
import dev.kurki.cpu.hart.StopReason;
import org.apache.pekko.actor.typed.ActorRef;

/** What a debugger asks of a vCPU; all but {@link StopAt} and {@link Leave} of one that is stopped. */
public sealed interface VcpuDebug extends ComponentMessage.Own {
  /**
   * Says where to stop, instead of what was said before.
   *
   * @param debugger is told when it has stopped there; the vCPU goes on by the next Start
   */
  record StopAt(StopConditions conditions, ActorRef<Halted> debugger) implements VcpuDebug {}

  /** The debugger has gone: nothing stops the vCPU any more. */
  record Leave() implements VcpuDebug {}

  /** Asks for registers. */
  record ReadRegisters(List<RegisterName> names, ActorRef<RegisterValues> replyTo) implements VcpuDebug {
    /** Copies the names. */
    public ReadRegisters {
      names = List.copyOf(names);
    }
  }

  /** Sets a register. */
  record WriteRegister(RegisterName name, long value, ActorRef<Written> replyTo) implements VcpuDebug {}

  /**
   * Asks for RAM.
   *
   * @param address virtual, by the vCPU's present mode
   * @param length bytes, from 0
   */
  record ReadMemory(long address, int length, ActorRef<MemoryRead> replyTo) implements VcpuDebug {}

  /** Writes RAM at a virtual address. */
  record WriteMemory(long address, Bytes data, ActorRef<Written> replyTo) implements VcpuDebug {}

  /** Executes one instruction; answered when it is done. */
  record Step(ActorRef<Stepped> replyTo) implements VcpuDebug {}

  /** Tells the debugger that a vCPU has stopped by itself. */
  record Halted(int hart, StopReason reason) {}

  /** Answers {@link ReadRegisters}: a value for each name, empty where there is no such register. */
  record RegisterValues(List<OptionalLong> values) {
    /** Copies the values. */
    public RegisterValues {
      values = List.copyOf(values);
    }
  }

  /** Answers {@link WriteRegister} and {@link WriteMemory}: whether it was written. */
  record Written(boolean done) {}

  /** Answers {@link ReadMemory}: the bytes, if all of them are mapped and RAM. */
  record MemoryRead(Optional<Bytes> bytes) {}

  /** Answers {@link Step}. */
  record Stepped(int hart) {}
}
