package dev.kurki.conf.guest;

import static dev.kurki.cpu.assembler.FloatRegister.FT7;
import static dev.kurki.cpu.assembler.Register.A0;
import static dev.kurki.cpu.assembler.Register.A1;
import static dev.kurki.cpu.assembler.Register.A2;
import static dev.kurki.cpu.assembler.Register.A3;
import static dev.kurki.cpu.assembler.Register.A4;
import static dev.kurki.cpu.assembler.Register.ZERO;
import static dev.kurki.cpu.isa.Instruction.ADD;
import static dev.kurki.cpu.isa.Instruction.ADDI;
import static dev.kurki.cpu.isa.Instruction.BNE;
import static dev.kurki.cpu.isa.Instruction.CBO_ZERO;
import static dev.kurki.cpu.isa.Instruction.CSRRS;
import static dev.kurki.cpu.isa.Instruction.ECALL;
import static dev.kurki.cpu.isa.Instruction.FMV_D_X;
import static dev.kurki.cpu.isa.Instruction.LD;
import static dev.kurki.cpu.isa.Instruction.SD;
import static dev.kurki.cpu.isa.Instruction.SH3ADD;
import static dev.kurki.cpu.isa.Instruction.SLLI;
import static dev.kurki.cpu.isa.Instruction.SRLI;
import static dev.kurki.cpu.isa.Instruction.XOR;

import dev.kurki.cpu.assembler.Assembler;
import dev.kurki.cpu.assembler.Label;
import dev.kurki.cpu.isa.Csr;

/**
 * What runs in user mode: it mixes {@code a0} and the time into words of the page at {@code a1}, clears a cache block
 * there, and calls with the outcome in {@code a0}.
 */
final class UserProgram {
  private static final int LOOPS = 32;
  private static final int CLEARED = 1024;

  private final Assembler p;

  UserProgram(Assembler p) {
    this.p = p;
  }

  void emit() {
    Label loop = p.label("loop");
    p.i(ADDI, A3, A1, CLEARED).store(SD, A0, 0, A3).unary(CBO_ZERO, ZERO, A3).load(LD, A2, 0, A3);
    p.csr(CSRRS, A4, Csr.TIME, ZERO).r(ADD, A0, A0, A2).r(XOR, A0, A0, A4).li(A2, LOOPS).f(FMV_D_X, FT7, A0);
    p.place(loop).i(SLLI, A3, A0, 13).r(XOR, A0, A0, A3).i(SRLI, A3, A0, 7).r(XOR, A0, A0, A3).i(SLLI, A3, A0, 17)
        .r(XOR, A0, A0, A3);
    p.r(SH3ADD, A3, A2, A1).load(LD, A4, 0, A3).r(ADD, A4, A4, A0).store(SD, A4, 0, A3);
    p.i(ADDI, A2, A2, -1).branch(BNE, A2, ZERO, loop).plain(ECALL);
  }
}
