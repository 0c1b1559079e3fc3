package dev.kurki.conf.guest;

import static dev.kurki.conf.guest.SupervisorRegisters.HART;
import static dev.kurki.conf.guest.SupervisorRegisters.HASH;
import static dev.kurki.cpu.assembler.Register.A0;
import static dev.kurki.cpu.assembler.Register.T0;
import static dev.kurki.cpu.assembler.Register.ZERO;
import static dev.kurki.cpu.isa.Instruction.ADD;
import static dev.kurki.cpu.isa.Instruction.ADDI;
import static dev.kurki.cpu.isa.Instruction.ANDI;
import static dev.kurki.cpu.isa.Instruction.BNE;
import static dev.kurki.cpu.isa.Instruction.CSRRS;
import static dev.kurki.cpu.isa.Instruction.CSRRW;

import dev.kurki.cpu.assembler.Assembler;
import dev.kurki.cpu.assembler.Label;
import dev.kurki.cpu.isa.Csr;

/** A hart's timer: even harts set it by the firmware, odd ones by {@code stimecmp} (Sstc). */
final class SupervisorTimer {
  /** In ticks of {@code time}: the least, and how much more there may be, a power of two. */
  private static final int LEAST = 20;
  private static final int SPREAD = 128;

  private final Assembler p;

  SupervisorTimer(Assembler p) {
    this.p = p;
  }

  /** Asks for the next interrupt, soon. Changes {@code t0}, {@code a0}, {@code a1}, {@code a6}, {@code a7}. */
  void arm() {
    p.csr(CSRRS, A0, Csr.TIME, ZERO).i(ANDI, T0, HASH, SPREAD - 1).r(ADD, A0, A0, T0).i(ADDI, A0, A0, LEAST);
    set();
  }

  /** Asks for no more interrupt. */
  void disarm() {
    p.li(A0, -1);
    set();
  }

  private void set() {
    Label odd = p.label("odd");
    Label behind = p.label("behind");
    p.i(ANDI, T0, HART, 1).branch(BNE, T0, ZERO, odd);
    Sbi.SET_TIMER.call(p);
    p.jump(behind).place(odd).csr(CSRRW, ZERO, Csr.STIMECMP, A0).place(behind);
  }
}
