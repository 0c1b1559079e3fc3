package dev.kurki.conf.icount;

import static dev.kurki.cpu.assembler.Register.A0;
import static dev.kurki.cpu.assembler.Register.S0;
import static dev.kurki.cpu.assembler.Register.S1;
import static dev.kurki.cpu.assembler.Register.S10;
import static dev.kurki.cpu.assembler.Register.S11;
import static dev.kurki.cpu.assembler.Register.S2;
import static dev.kurki.cpu.assembler.Register.S3;
import static dev.kurki.cpu.assembler.Register.S4;
import static dev.kurki.cpu.assembler.Register.S5;
import static dev.kurki.cpu.assembler.Register.S6;
import static dev.kurki.cpu.assembler.Register.S7;
import static dev.kurki.cpu.assembler.Register.S8;
import static dev.kurki.cpu.assembler.Register.S9;
import static dev.kurki.cpu.assembler.Register.T0;
import static dev.kurki.cpu.assembler.Register.T1;
import static dev.kurki.cpu.assembler.Register.T2;
import static dev.kurki.cpu.assembler.Register.T3;
import static dev.kurki.cpu.assembler.Register.ZERO;
import static dev.kurki.cpu.isa.Instruction.ADD;
import static dev.kurki.cpu.isa.Instruction.ADDI;
import static dev.kurki.cpu.isa.Instruction.AMOADD_D;
import static dev.kurki.cpu.isa.Instruction.ANDI;
import static dev.kurki.cpu.isa.Instruction.BEQ;
import static dev.kurki.cpu.isa.Instruction.BGE;
import static dev.kurki.cpu.isa.Instruction.BNE;
import static dev.kurki.cpu.isa.Instruction.CSRRS;
import static dev.kurki.cpu.isa.Instruction.CSRRW;
import static dev.kurki.cpu.isa.Instruction.LD;
import static dev.kurki.cpu.isa.Instruction.LR_D;
import static dev.kurki.cpu.isa.Instruction.LW;
import static dev.kurki.cpu.isa.Instruction.MRET;
import static dev.kurki.cpu.isa.Instruction.MUL;
import static dev.kurki.cpu.isa.Instruction.SB;
import static dev.kurki.cpu.isa.Instruction.SC_D;
import static dev.kurki.cpu.isa.Instruction.SD;
import static dev.kurki.cpu.isa.Instruction.SLLI;
import static dev.kurki.cpu.isa.Instruction.SRL;
import static dev.kurki.cpu.isa.Instruction.SW;
import static dev.kurki.cpu.isa.Instruction.WFI;
import static dev.kurki.cpu.isa.Instruction.XOR;

import dev.kurki.cpu.assembler.Assembler;
import dev.kurki.cpu.assembler.Label;
import dev.kurki.cpu.assembler.Register;
import dev.kurki.cpu.isa.Csr;

/**
 * A bare-metal program to which every instruction's moment matters: each hart mixes counters, the time, the real-time clock
 * and where its timer and the other harts' interrupts found it into one number, while all contend for a counter with
 * {@code lr} and {@code sc}. Hart 0 prints the numbers in hexadecimal and ends the machine.
 */
final class RestlessGuest {
  private static final long RAM = 0x8000_0000L;
  private static final long DATA = RAM + 0x1_0000;
  private static final int DONE = 8;
  private static final int NUMBERS = 64;
  private static final long CLINT = 0x200_0000;
  private static final int MTIMECMP = 0x4000;
  private static final long MTIME = CLINT + 0xbff8;
  private static final long RTC = 0x10_1000;
  private static final long UART = 0x1000_0000;
  private static final long FINISHER = 0x10_0000;
  private static final int PASS = 0x5555;
  private static final int TIMER_AND_SOFTWARE = 0x88;
  private static final int MIE = 8;
  private static final int SOFTWARE = 3;

  private static final Register DATA_BASE = S0;
  private static final Register HART = S1;
  private static final Register LEFT = S2;
  private static final Register NUMBER = S3;
  private static final Register MSIP = S4;
  private static final Register COMPARE = S5;
  private static final Register CONSOLE = S6;

  private RestlessGuest() {}

  /** The program as an ELF image, each hart going round its loop so often. */
  static byte[] elf(int harts, int rounds) {
    Assembler p = new Assembler(RAM);
    Label handler = p.label("handler");
    p.la(T0, handler).csr(CSRRW, ZERO, Csr.MTVEC, T0).li(DATA_BASE, DATA).move(HART, A0).li(LEFT, rounds)
        .i(ADDI, NUMBER, A0, 1).li(MSIP, CLINT).i(SLLI, T0, A0, 2).r(ADD, MSIP, MSIP, T0).li(COMPARE, CLINT + MTIMECMP)
        .i(SLLI, T0, A0, 3).r(ADD, COMPARE, COMPARE, T0).li(CONSOLE, UART);
    p.li(S7, MTIME).load(LD, S7, 0, S7).i(ADDI, S7, S7, 40).store(SD, S7, 0, COMPARE);
    p.li(T0, TIMER_AND_SOFTWARE).csr(CSRRW, ZERO, Csr.MIE, T0).li(T0, MIE).csr(CSRRS, ZERO, Csr.MSTATUS, T0);
    work(p, harts);
    finish(p, harts);
    handle(p, handler);
    return p.assemble().toElf();
  }

  private static void work(Assembler p, int harts) {
    Label loop = p.label("loop");
    Label retry = p.label("retry");
    Label noSignal = p.label("no signal");
    p.place(loop).place(retry);
    p.word(LR_D.match() | T0.number() << 7 | DATA_BASE.number() << 15).i(ADDI, T0, T0, 1);
    p.r(XOR, NUMBER, NUMBER, T0).i(ADDI, NUMBER, NUMBER, 7);
    p.r(SC_D, T1, DATA_BASE, T0).branch(BNE, T1, ZERO, retry);
    mix(p, T0);
    p.csr(CSRRS, T2, Csr.TIME, ZERO);
    mix(p, T2);
    p.csr(CSRRS, T2, Csr.MCYCLE, ZERO);
    mix(p, T2);
    p.i(ANDI, T3, LEFT, 7).branch(BNE, T3, ZERO, noSignal);
    p.li(T2, RTC).load(LW, T2, 0, T2);
    mix(p, T2);
    p.li(T2, '.').store(SB, T2, 0, CONSOLE);
    if (harts > 1) {
      // To the next hart's msip, around the circle.
      p.i(ADDI, T2, HART, 1).li(T3, harts);
      Label within = p.label("within");
      p.branch(BNE, T2, T3, within).li(T2, 0).place(within).i(SLLI, T2, T2, 2).li(T3, CLINT).r(ADD, T2, T2, T3)
          .li(T3, 1)
          .store(SW, T3, 0, T2);
    }
    p.plain(WFI).place(noSignal).i(ADDI, LEFT, LEFT, -1).branch(BNE, LEFT, ZERO, loop);
  }

  private static void finish(Assembler p, int harts) {
    Label stay = p.label("stay");
    Label all = p.label("all");
    p.i(SLLI, T0, HART, 3).r(ADD, T0, T0, DATA_BASE).store(SD, NUMBER, NUMBERS, T0);
    p.i(ADDI, T1, DATA_BASE, DONE).li(T2, 1).r(AMOADD_D, ZERO, T1, T2);
    p.branch(BEQ, HART, ZERO, all).place(stay).plain(WFI).jump(stay);
    p.place(all).plain(WFI).load(LD, T1, DONE, DATA_BASE).li(T2, harts).branch(BNE, T1, T2, all);
    p.csr(CSRRW, ZERO, Csr.MIE, ZERO);
    for (int hart = 0; hart < harts; hart++) {
      Label digit = p.label("digit");
      Label letter = p.label("letter");
      p.load(LD, T0, NUMBERS + 8 * hart, DATA_BASE).li(T1, 60).place(digit).r(SRL, T2, T0, T1).i(ANDI, T2, T2, 15)
          .i(ADDI, T2, T2, '0').li(T3, '9' + 1).branch(BGE, T2, T3, letter);
      Label put = p.label("put");
      p.jump(put).place(letter).i(ADDI, T2, T2, 'a' - '9' - 1).place(put).store(SB, T2, 0, CONSOLE).i(ADDI, T1, T1, -4)
          .branch(BGE, T1, ZERO, digit);
    }
    Label end = p.label("end");
    p.li(T2, '\n').store(SB, T2, 0, CONSOLE).li(T0, FINISHER).li(T1, PASS).store(SW, T1, 0, T0).place(end).jump(end);
  }

  /** Mixes in the cause and the interrupted instruction, and asks for the next interrupt. */
  private static void handle(Assembler p, Label handler) {
    Label timer = p.label("timer");
    p.align(4).place(handler).csr(CSRRS, S7, Csr.MCAUSE, ZERO);
    mix(p, S7);
    p.csr(CSRRS, S8, Csr.MEPC, ZERO);
    mix(p, S8);
    p.i(ANDI, S7, S7, 63).li(S8, SOFTWARE).branch(BNE, S7, S8, timer).store(SW, ZERO, 0, MSIP).plain(MRET);
    p.place(timer).li(S7, MTIME).load(LD, S7, 0, S7).i(ANDI, S8, NUMBER, 63).r(ADD, S7, S7, S8).i(ADDI, S7, S7, 30)
        .store(SD, S7, 0, COMPARE).plain(MRET);
  }

  /** {@code number = number * 31 + value}, by registers of its own. */
  private static void mix(Assembler p, Register value) {
    p.li(S9, 31).r(MUL, S10, NUMBER, S9).r(ADD, NUMBER, S10, value).move(S11, NUMBER);
  }
}
