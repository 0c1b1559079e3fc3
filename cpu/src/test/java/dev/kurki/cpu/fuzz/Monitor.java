package dev.kurki.cpu.fuzz;

import static dev.kurki.cpu.assembler.Register.A0;
import static dev.kurki.cpu.assembler.Register.A1;
import static dev.kurki.cpu.assembler.Register.A2;
import static dev.kurki.cpu.assembler.Register.A3;
import static dev.kurki.cpu.assembler.Register.A4;
import static dev.kurki.cpu.assembler.Register.SP;
import static dev.kurki.cpu.assembler.Register.T0;
import static dev.kurki.cpu.assembler.Register.T1;
import static dev.kurki.cpu.assembler.Register.ZERO;
import static dev.kurki.cpu.isa.Instruction.ADD;
import static dev.kurki.cpu.isa.Instruction.ADDI;
import static dev.kurki.cpu.isa.Instruction.BEQ;
import static dev.kurki.cpu.isa.Instruction.BNE;
import static dev.kurki.cpu.isa.Instruction.CSRRC;
import static dev.kurki.cpu.isa.Instruction.CSRRS;
import static dev.kurki.cpu.isa.Instruction.CSRRW;
import static dev.kurki.cpu.isa.Instruction.FENCE_I;
import static dev.kurki.cpu.isa.Instruction.FLD;
import static dev.kurki.cpu.isa.Instruction.FSD;
import static dev.kurki.cpu.isa.Instruction.LBU;
import static dev.kurki.cpu.isa.Instruction.LD;
import static dev.kurki.cpu.isa.Instruction.MRET;
import static dev.kurki.cpu.isa.Instruction.SD;
import static dev.kurki.cpu.isa.Instruction.SFENCE_VMA;
import static dev.kurki.cpu.isa.Instruction.SLLI;
import static dev.kurki.cpu.isa.Instruction.SW;

import java.util.List;

import dev.kurki.cpu.assembler.Assembler;
import dev.kurki.cpu.assembler.Label;
import dev.kurki.cpu.assembler.Program;
import dev.kurki.cpu.assembler.Register;
import dev.kurki.cpu.isa.Csr;
import dev.kurki.cpu.isa.Encoder;

/**
 * The program in machine mode under which the cases run. It sets a case's registers, enters its first fragment, logs each
 * trap and enters the next fragment, as every fragment ends in a trap; after the last one it stores what the case ends in.
 * Harts other than the first stay where they begin.
 */
final class Monitor {
  private static final int CASE = 0;
  private static final int CASES_LEFT = 8;
  private static final int FRAGMENT = 16;
  private static final int LOG_POINTER = 24;
  private static final int SAVED = 0x100;
  private static final int COPIED_AT_ONCE = 4 * Long.BYTES;
  private static final long MPP = 3 << 11;
  private static final long MPRV = 1 << 17;
  private static final long FS = 3 << 13;
  private static final long SOFTWARE_INTERRUPTS = 0x222;
  private static final List<Csr> LOGGED = List.of(Csr.MCAUSE, Csr.MEPC, Csr.MTVAL, Csr.MSTATUS, Csr.SCAUSE, Csr.SEPC,
      Csr.STVAL);

  private final Assembler p = new Assembler(Layout.RAM);
  private final Label handler = p.label("handler");
  private final Label nextCase = p.label("next case");
  private final Label enter = p.label("enter");
  private final Label end = p.label("end");
  private final Label finish = p.label("finish");

  private Monitor() {}

  /** The program for a number of cases; it ends by the test finisher. */
  static Program program(int cases) {
    Monitor monitor = new Monitor();
    monitor.start(cases);
    monitor.beginCase();
    monitor.handleTrap();
    monitor.enterFragment();
    monitor.endCase();
    return monitor.p.assemble();
  }

  private void start(int cases) {
    Label first = p.label("first");
    Label park = p.label("park");
    p.csr(CSRRS, T0, Csr.MHARTID, ZERO).branch(BEQ, T0, ZERO, first).place(park).jump(park).place(first);
    p.li(T0, Layout.MTIMECMP).li(T1, -1).store(SD, T1, 0, T0);
    p.la(T0, handler).csr(CSRRW, ZERO, Csr.MTVEC, T0);
    p.li(SP, Layout.VARIABLES).li(T0, Layout.CASES).store(SD, T0, CASE, SP).li(T0, cases).store(SD, T0, CASES_LEFT, SP);
  }

  private void beginCase() {
    p.place(nextCase).li(SP, Layout.VARIABLES).load(LD, T0, CASES_LEFT, SP);
    Label more = p.label("more");
    p.branch(BNE, T0, ZERO, more).jump(finish).place(more);
    p.load(LD, A0, CASE, SP).li(A1, Layout.ARENA);
    copy();
    p.plain(FENCE_I).csr(CSRRW, ZERO, Csr.MSCRATCH, SP);
    p.li(A0, Layout.ARENA).li(T0, FS).csr(CSRRW, ZERO, Csr.MSTATUS, T0);
    for (int i = 0; i < 32; i++) {
      p.word(Encoder.immediate(FLD, i, A0.number(), Layout.F + 8 * i));
    }
    for (int number : Layout.CSRS) {
      p.load(LD, T0, Layout.csrOffset(number), A0).word(Encoder.immediate(CSRRW, 0, T0.number(), number));
    }
    p.word(SFENCE_VMA.match());
    for (int i = 1; i < 32; i++) {
      p.load(LD, T0, Layout.X + 8 * i, A0).store(SD, T0, SAVED + 8 * i, SP);
    }
    p.store(SD, ZERO, FRAGMENT, SP).li(T0, Layout.ARENA + Layout.LOG).store(SD, T0, LOG_POINTER, SP).jump(enter);
  }

  private void handleTrap() {
    p.align(4).place(handler);
    p.csr(CSRRW, SP, Csr.MSCRATCH, SP);
    for (Register register : Register.values()) {
      if (register != ZERO && register != SP) {
        p.store(SD, register, SAVED + 8 * register.number(), SP);
      }
    }
    p.csr(CSRRW, T0, Csr.MSCRATCH, SP).store(SD, T0, SAVED + 8 * SP.number(), SP);
    p.load(LD, T1, LOG_POINTER, SP).load(LD, A0, FRAGMENT, SP).store(SD, A0, 0, T1);
    for (int i = 0; i < LOGGED.size(); i++) {
      p.csr(CSRRS, T0, LOGGED.get(i), ZERO).store(SD, T0, 8 * (i + 1), T1);
    }
    p.i(ADDI, T1, T1, Layout.LOG_ENTRY_BYTES).store(SD, T1, LOG_POINTER, SP);
    p.li(T0, MPRV).csr(CSRRC, ZERO, Csr.MSTATUS, T0);
    p.li(T0, SOFTWARE_INTERRUPTS).csr(CSRRC, ZERO, Csr.MIP, T0);
    p.i(ADDI, A0, A0, 1).store(SD, A0, FRAGMENT, SP).li(T0, Layout.FRAGMENTS);
    p.branch(BNE, T0, A0, enter).jump(end);
  }

  private void enterFragment() {
    p.place(enter).load(LD, A0, FRAGMENT, SP).li(A1, Layout.ARENA).r(ADD, A2, A1, A0).load(LBU, A2, Layout.MODES, A2);
    p.i(SLLI, A3, A2, 3).r(ADD, A3, A3, A1).load(LD, A3, Layout.ENTRIES, A3);
    p.i(SLLI, A4, A0, Integer.numberOfTrailingZeros(Layout.FRAGMENT_BYTES)).r(ADD, A3, A3, A4)
        .csr(CSRRW, ZERO, Csr.MEPC, A3);
    p.li(T0, MPP).csr(CSRRC, ZERO, Csr.MSTATUS, T0);
    p.i(SLLI, A2, A2, Long.numberOfTrailingZeros(MPP)).csr(CSRRS, ZERO, Csr.MSTATUS, A2);
    for (Register register : Register.values()) {
      if (register != ZERO && register != SP) {
        p.load(LD, register, SAVED + 8 * register.number(), SP);
      }
    }
    p.load(LD, SP, SAVED + 8 * SP.number(), SP).plain(MRET);
  }

  private void endCase() {
    p.place(end).li(A0, Layout.ARENA).li(T0, FS).csr(CSRRS, ZERO, Csr.MSTATUS, T0);
    for (int i = 1; i < 32; i++) {
      p.load(LD, T0, SAVED + 8 * i, SP).store(SD, T0, Layout.X + 8 * i, A0);
    }
    for (int number : Layout.CSRS) {
      p.word(Encoder.immediate(CSRRS, T0.number(), 0, number)).store(SD, T0, Layout.csrOffset(number), A0);
    }
    for (int i = 0; i < 32; i++) {
      p.word(Encoder.store(FSD, A0.number(), i, Layout.F + 8 * i));
    }
    // An entry that an access only partly matches refuses it in machine mode too.
    p.csr(CSRRW, ZERO, Csr.PMPCFG0, ZERO).csr(CSRRW, ZERO, Csr.SATP, ZERO).load(LD, A1, CASE, SP);
    copy();
    p.store(SD, A1, CASE, SP).load(LD, T0, CASES_LEFT, SP).i(ADDI, T0, T0, -1).store(SD, T0, CASES_LEFT, SP);
    p.jump(nextCase);
    Label stay = p.label("stay");
    p.place(finish).li(A0, Layout.FINISHER).li(A1, Layout.PASS).store(SW, A1, 0, A0).place(stay).jump(stay);
  }

  /** Copies an arena from {@code a0} to {@code a1} and leaves both behind its end. */
  private void copy() {
    Label loop = p.label("copy");
    p.li(A2, Layout.ARENA_BYTES).r(ADD, A2, A2, A0).place(loop);
    for (int i = 0; i < COPIED_AT_ONCE; i += Long.BYTES) {
      p.load(LD, T0, i, A0).store(SD, T0, i, A1);
    }
    p.i(ADDI, A0, A0, COPIED_AT_ONCE).i(ADDI, A1, A1, COPIED_AT_ONCE).branch(BNE, A0, A2, loop);
  }
}
