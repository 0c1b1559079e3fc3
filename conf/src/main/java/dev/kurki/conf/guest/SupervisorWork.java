package dev.kurki.conf.guest;

import static dev.kurki.conf.guest.FirmwareMap.CONSTANTS_PAGE;
import static dev.kurki.conf.guest.FirmwareMap.FRAMES;
import static dev.kurki.conf.guest.FirmwareMap.MAXIMUM;
import static dev.kurki.conf.guest.FirmwareMap.ON_DEMAND_PAGE;
import static dev.kurki.conf.guest.FirmwareMap.PAGES;
import static dev.kurki.conf.guest.FirmwareMap.PARITY;
import static dev.kurki.conf.guest.FirmwareMap.RAM;
import static dev.kurki.conf.guest.FirmwareMap.RAM_AGAIN;
import static dev.kurki.conf.guest.FirmwareMap.SHARED;
import static dev.kurki.conf.guest.FirmwareMap.SUM;
import static dev.kurki.conf.guest.FirmwareMap.SUPERVISOR_AGAIN;
import static dev.kurki.conf.guest.FirmwareMap.SWAPPED;
import static dev.kurki.conf.guest.FirmwareMap.USER_CODE_PAGE;
import static dev.kurki.conf.guest.FirmwareMap.USER_DATA_PAGE;
import static dev.kurki.conf.guest.SupervisorRegisters.HART;
import static dev.kurki.conf.guest.SupervisorRegisters.HASH;
import static dev.kurki.conf.guest.SupervisorRegisters.RESERVED;
import static dev.kurki.conf.guest.SupervisorRegisters.ROUND;
import static dev.kurki.conf.guest.SupervisorRegisters.TOGETHER;
import static dev.kurki.conf.guest.SupervisorRegisters.mix;
import static dev.kurki.cpu.assembler.FloatRegister.FA0;
import static dev.kurki.cpu.assembler.FloatRegister.FA1;
import static dev.kurki.cpu.assembler.FloatRegister.FA2;
import static dev.kurki.cpu.assembler.FloatRegister.FA3;
import static dev.kurki.cpu.assembler.FloatRegister.FS0;
import static dev.kurki.cpu.assembler.FloatRegister.FS1;
import static dev.kurki.cpu.assembler.FloatRegister.FT0;
import static dev.kurki.cpu.assembler.FloatRegister.FT1;
import static dev.kurki.cpu.assembler.FloatRegister.FT2;
import static dev.kurki.cpu.assembler.FloatRegister.FT3;
import static dev.kurki.cpu.assembler.FloatRegister.FT4;
import static dev.kurki.cpu.assembler.Register.A0;
import static dev.kurki.cpu.assembler.Register.A1;
import static dev.kurki.cpu.assembler.Register.T0;
import static dev.kurki.cpu.assembler.Register.T1;
import static dev.kurki.cpu.assembler.Register.T2;
import static dev.kurki.cpu.assembler.Register.ZERO;
import static dev.kurki.cpu.isa.Instruction.ADD;
import static dev.kurki.cpu.isa.Instruction.ADDI;
import static dev.kurki.cpu.isa.Instruction.AMOADD_D;
import static dev.kurki.cpu.isa.Instruction.AMOMAXU_D;
import static dev.kurki.cpu.isa.Instruction.AMOSWAP_D;
import static dev.kurki.cpu.isa.Instruction.AMOXOR_W;
import static dev.kurki.cpu.isa.Instruction.AND;
import static dev.kurki.cpu.isa.Instruction.ANDI;
import static dev.kurki.cpu.isa.Instruction.BNE;
import static dev.kurki.cpu.isa.Instruction.CSRRC;
import static dev.kurki.cpu.isa.Instruction.CSRRS;
import static dev.kurki.cpu.isa.Instruction.CSRRW;
import static dev.kurki.cpu.isa.Instruction.EBREAK;
import static dev.kurki.cpu.isa.Instruction.FADD_S;
import static dev.kurki.cpu.isa.Instruction.FCVT_D_L;
import static dev.kurki.cpu.isa.Instruction.FCVT_D_LU;
import static dev.kurki.cpu.isa.Instruction.FCVT_H_S;
import static dev.kurki.cpu.isa.Instruction.FCVT_S_D;
import static dev.kurki.cpu.isa.Instruction.FCVT_W_S;
import static dev.kurki.cpu.isa.Instruction.FDIV_D;
import static dev.kurki.cpu.isa.Instruction.FLD;
import static dev.kurki.cpu.isa.Instruction.FMADD_D;
import static dev.kurki.cpu.isa.Instruction.FMUL_D;
import static dev.kurki.cpu.isa.Instruction.FMUL_S;
import static dev.kurki.cpu.isa.Instruction.FMV_X_D;
import static dev.kurki.cpu.isa.Instruction.FMV_X_W;
import static dev.kurki.cpu.isa.Instruction.FNMSUB_D;
import static dev.kurki.cpu.isa.Instruction.FSGNJX_D;
import static dev.kurki.cpu.isa.Instruction.FSQRT_D;
import static dev.kurki.cpu.isa.Instruction.LD;
import static dev.kurki.cpu.isa.Instruction.LR_D;
import static dev.kurki.cpu.isa.Instruction.LW;
import static dev.kurki.cpu.isa.Instruction.REMU;
import static dev.kurki.cpu.isa.Instruction.SC_D;
import static dev.kurki.cpu.isa.Instruction.SD;
import static dev.kurki.cpu.isa.Instruction.SLLI;
import static dev.kurki.cpu.isa.Instruction.SRET;
import static dev.kurki.cpu.isa.Instruction.XOR;

import dev.kurki.cpu.assembler.Assembler;
import dev.kurki.cpu.assembler.FloatRegister;
import dev.kurki.cpu.assembler.Label;
import dev.kurki.cpu.isa.Csr;
import dev.kurki.cpu.isa.Instruction;

/** What a round does with a hart's registers and memory. */
final class SupervisorWork {
  /** In the page of constants: 2^-64, and a factor below 1. */
  private static final int SCALE = 0;
  private static final int DECAY = 8;
  private static final int LOOPS = 8;
  private static final int ROUNDING_MODES = 5;
  private static final int FRM_SHIFT = 5;
  private static final int FLOAT_REGISTERS = 32;
  private static final int WORDS_OF_PAGE = 0xff8;
  private static final int PREVIOUSLY_SUPERVISOR = 1 << 8;
  private static final int PREVIOUSLY_ENABLED = 1 << 5;
  private static final int ENABLED = 1 << 1;

  private final Assembler p;
  private final SupervisorTables tables;

  SupervisorWork(Assembler p, SupervisorTables tables) {
    this.p = p;
    this.tables = tables;
  }

  /** Gives every floating-point register a value. */
  void fillFloats() {
    for (FloatRegister register : FloatRegister.values()) {
      p.i(ADDI, T0, HART, FLOAT_REGISTERS + register.number()).f(FCVT_D_L, register, T0);
    }
  }

  /** Doubles, singles and halves, each round in the next rounding mode and with new flags. */
  void computeFloats() {
    Label loop = p.label("loop");
    p.li(T0, ROUNDING_MODES).r(REMU, T0, ROUND, T0).i(SLLI, T0, T0, FRM_SHIFT).csr(CSRRW, ZERO, Csr.FCSR, T0);
    p.li(T0, PAGES + CONSTANTS_PAGE).load(FLD, FT0, SCALE, T0).load(FLD, FT1, DECAY, T0).li(T1, LOOPS);
    p.place(loop).f(FCVT_D_LU, FT2, HASH).f(FMUL_D, FT2, FT2, FT0).f(FMADD_D, FS0, FS0, FT1, FT2);
    p.f(FDIV_D, FT3, FT2, FS0).f(FSQRT_D, FT4, FS0).f(FNMSUB_D, FS1, FS1, FT3, FT4).f(FSGNJX_D, FS1, FS1, FS1);
    p.f(FCVT_S_D, FA0, FT3).f(FMUL_S, FA1, FA0, FA0).f(FADD_S, FA2, FA1, FA0).f(FCVT_H_S, FA3, FA2)
        .f(FCVT_W_S, T2, FA2);
    mix(p, T2);
    p.i(ADDI, T1, T1, -1).branch(BNE, T1, ZERO, loop);
    p.f(FMV_X_D, T0, FS0);
    mix(p, T0);
    p.f(FMV_X_D, T0, FS1);
    mix(p, T0);
    p.f(FMV_X_W, T0, FA3).csr(CSRRS, T1, Csr.FCSR, ZERO).r(XOR, T0, T0, T1);
    mix(p, T0);
  }

  /** All harts at the same words; the first {@code sc} belongs to the last round's {@link #reserve}. */
  void contend() {
    Label retry = p.label("retry");
    p.i(ADDI, T0, RESERVED, 1).r(SC_D, T1, TOGETHER, T0);
    mix(p, T1);
    p.place(retry).unary(LR_D, T0, TOGETHER).i(ADDI, T1, T0, 1).r(SC_D, T2, TOGETHER, T1).branch(BNE, T2, ZERO, retry);
    mix(p, T0);
    atomic(AMOADD_D, SUM);
    atomic(AMOMAXU_D, MAXIMUM);
    atomic(AMOXOR_W, PARITY);
    atomic(AMOSWAP_D, SWAPPED);
  }

  /** Leaves a reservation behind that outlives the wait for an interrupt. */
  void reserve() {
    p.unary(LR_D, RESERVED, TOGETHER);
  }

  /**
   * Through all kinds of pages: one that has to be brought by a fault, a large one, one that is only to be executed.
   */
  void touchPages() {
    Label odd = p.label("odd");
    Label behind = p.label("behind");
    tables.takeAway();
    p.li(T1, WORDS_OF_PAGE).i(SLLI, T0, ROUND, 3).r(AND, T1, T0, T1).li(T0, PAGES + ON_DEMAND_PAGE).r(ADD, T2, T0, T1);
    p.i(ANDI, T0, ROUND, 1).branch(BNE, T0, ZERO, odd);
    p.load(LD, T0, 0, T2).store(SD, HASH, 0, T2).jump(behind);
    p.place(odd).store(SD, HASH, 0, T2).load(LD, T0, 0, T2).place(behind);
    mix(p, T0);
    p.li(T0, SUPERVISOR_AGAIN).r(ADD, T0, T0, T1).load(LW, T0, 0, T0);
    mix(p, T0);
    p.li(T0, RAM_AGAIN + SHARED - RAM).load(LD, T0, MAXIMUM, T0);
    mix(p, T0);
  }

  /** What ends in a trap: memory that is the firmware's, a counter that is not shown, a breakpoint. */
  void trespass() {
    p.li(T0, FRAMES).load(LD, T0, 0, T0).plain(EBREAK).csr(CSRRS, A0, Csr.CYCLE, ZERO);
    mix(p, A0);
    p.csr(CSRRS, A0, Csr.INSTRET, ZERO);
    mix(p, A0);
  }

  /**
   * Runs the user program; it goes on at {@code returned} when that calls. No interrupt may change {@code sepc}
   * meanwhile.
   */
  void visitUser(Label returned) {
    p.li(T0, ENABLED | PREVIOUSLY_SUPERVISOR).csr(CSRRC, ZERO, Csr.SSTATUS, T0).li(T0, PREVIOUSLY_ENABLED)
        .csr(CSRRS, ZERO, Csr.SSTATUS, T0);
    p.li(T0, PAGES + USER_CODE_PAGE).csr(CSRRW, ZERO, Csr.SEPC, T0).li(A1, PAGES + USER_DATA_PAGE).move(A0, HASH)
        .plain(SRET).place(returned);
  }

  /** The constants, at a page's begin. */
  void emitConstants() {
    constant(0x1p-64);
    constant(0.99609375);
  }

  private void atomic(Instruction row, int word) {
    p.i(ADDI, T0, TOGETHER, word).r(row, T1, T0, HASH);
    mix(p, T1);
  }

  private void constant(double value) {
    long bits = Double.doubleToRawLongBits(value);
    p.word((int) bits).word((int) (bits >>> 32));
  }
}
