package dev.kurki.cpu.hart;

import dev.kurki.actors.memory.MissingPage;
import java.util.Optional;

/** Takes traps and returns from them (privileged specification, sections 3.1.6 to 3.1.8, 3.3.2 and 12.1). */
final class Traps {
  /** What {@code medeleg} can delegate: all but calls from machine mode and reserved causes. */
  static final long DELEGABLE_EXCEPTIONS = 0xb3ff;
  /** What {@code mideleg} can delegate: the supervisor's interrupts. */
  static final long DELEGABLE_INTERRUPTS = 1L << Cause.SUPERVISOR_SOFTWARE | 1L << Cause.SUPERVISOR_TIMER
      | 1L << Cause.SUPERVISOR_EXTERNAL;

  private static final int[] BY_PRIORITY = {Cause.MACHINE_EXTERNAL, Cause.MACHINE_SOFTWARE, Cause.MACHINE_TIMER,
      Cause.SUPERVISOR_EXTERNAL, Cause.SUPERVISOR_SOFTWARE, Cause.SUPERVISOR_TIMER};
  private static final long INTERRUPT = 1L << 63;
  private static final long VECTORED = 1;

  private final HartState state;
  private final Mmu mmu;
  private final Optional<Tracing> tracing;

  Traps(HartState state, Mmu mmu, Optional<Tracing> tracing) {
    this.state = state;
    this.mmu = mmu;
    this.tracing = tracing;
  }

  /** Whether an interrupt is pending that {@code wfi} wakes up for: enabled by itself, whatever the mode says. */
  boolean isAwakened() {
    return (state.pending() & state.mie) != 0;
  }

  /** Takes the most urgent interrupt that is pending and enabled, if there is one. */
  void takeInterrupt() {
    long pending = state.pending() & state.mie;
    if (pending == 0) {
      return;
    }
    boolean machineEnabled = state.privilege < Privilege.MACHINE || (state.mstatus & Mstatus.MIE) != 0;
    boolean supervisorEnabled = state.privilege < Privilege.SUPERVISOR
        || (state.privilege == Privilege.SUPERVISOR && (state.mstatus & Mstatus.SIE) != 0);
    long forMachine = machineEnabled ? pending & ~state.mideleg : 0;
    long forSupervisor = supervisorEnabled ? pending & state.mideleg : 0;
    long taken = forMachine != 0 ? forMachine : forSupervisor;
    for (int cause : BY_PRIORITY) {
      if ((taken >>> cause & 1) != 0) {
        enter(INTERRUPT | cause, 0, forMachine == 0);
        return;
      }
    }
  }

  /** Takes an exception at {@code pc}. */
  void takeException(Trap trap) {
    boolean delegated = state.privilege != Privilege.MACHINE && (state.medeleg >>> trap.cause() & 1) != 0;
    long value = trap.cause() == Cause.ILLEGAL_INSTRUCTION ? illegalInstruction() : trap.value();
    enter(trap.cause(), value, delegated);
  }

  /** The instruction's bits; 0, which is allowed too, where another hart has unmapped or moved it meanwhile. */
  private long illegalInstruction() {
    try {
      return mmu.instruction(state.pc);
    } catch (Trap | MissingPage _) {
      return 0;
    }
  }

  /** {@code mret}. */
  void returnFromMachine() {
    int previous = (int) (state.mstatus >>> Mstatus.MPP_SHIFT) & 3;
    long mstatus = state.mstatus & ~(Mstatus.MIE | Mstatus.MPP);
    mstatus |= (mstatus & Mstatus.MPIE) != 0 ? Mstatus.MIE : 0;
    leave(previous, mstatus | Mstatus.MPIE, state.mepc);
  }

  /** {@code sret}. */
  void returnFromSupervisor() {
    int previous = (state.mstatus & Mstatus.SPP) != 0 ? Privilege.SUPERVISOR : Privilege.USER;
    long mstatus = state.mstatus & ~(Mstatus.SIE | Mstatus.SPP);
    mstatus |= (mstatus & Mstatus.SPIE) != 0 ? Mstatus.SIE : 0;
    leave(previous, mstatus | Mstatus.SPIE, state.sepc);
  }

  private void leave(int previous, long mstatus, long pc) {
    state.privilege = previous;
    state.mstatus = previous == Privilege.MACHINE ? mstatus : mstatus & ~Mstatus.MPRV;
    state.pc = pc;
    mmu.modeChanged();
  }

  private void enter(long cause, long value, boolean supervisor) {
    tracing.ifPresent(told -> told.trap(cause, value));
    long mstatus = state.mstatus;
    if (supervisor) {
      state.scause = cause;
      state.sepc = state.pc;
      state.stval = value;
      long old = (mstatus & Mstatus.SIE) != 0 ? Mstatus.SPIE : 0;
      old |= state.privilege == Privilege.SUPERVISOR ? Mstatus.SPP : 0;
      state.mstatus = mstatus & ~(Mstatus.SIE | Mstatus.SPIE | Mstatus.SPP) | old;
      state.privilege = Privilege.SUPERVISOR;
      state.pc = handler(state.stvec, cause);
    } else {
      state.mcause = cause;
      state.mepc = state.pc;
      state.mtval = value;
      long old = (mstatus & Mstatus.MIE) != 0 ? Mstatus.MPIE : 0;
      old |= (long) state.privilege << Mstatus.MPP_SHIFT;
      state.mstatus = mstatus & ~(Mstatus.MIE | Mstatus.MPIE | Mstatus.MPP) | old;
      state.privilege = Privilege.MACHINE;
      state.pc = handler(state.mtvec, cause);
    }
    mmu.modeChanged();
  }

  private static long handler(long tvec, long cause) {
    boolean vectored = (tvec & VECTORED) != 0 && cause < 0;
    return (tvec & ~3L) + (vectored ? 4 * (cause & ~INTERRUPT) : 0);
  }
}
