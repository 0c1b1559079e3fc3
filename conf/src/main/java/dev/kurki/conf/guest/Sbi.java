package dev.kurki.conf.guest;

import static dev.kurki.cpu.assembler.Register.A6;
import static dev.kurki.cpu.assembler.Register.A7;
import static dev.kurki.cpu.isa.Instruction.ECALL;

import dev.kurki.cpu.assembler.Assembler;

/**
 * The functions that the embedded firmware has, by the numbers of the RISC-V Supervisor Binary Interface Specification
 * 2.0: the extension in {@code a7}, the function in {@code a6}, arguments from {@code a0} on, an error in {@code a0}
 * and a value in {@code a1}.
 *
 * @param extension EID
 * @param function FID
 */
record Sbi(int extension, int function) {
  static final Sbi CONSOLE_PUTCHAR = new Sbi(1, 0);
  static final Sbi CONSOLE_GETCHAR = new Sbi(2, 0);
  static final Sbi GET_SPEC_VERSION = new Sbi(0x10, 0);
  static final Sbi SET_TIMER = new Sbi(0x5449_4d45, 0);
  static final Sbi SEND_IPI = new Sbi(0x0073_5049, 0);
  static final Sbi DEBUG_CONSOLE_WRITE = new Sbi(0x4442_434e, 0);
  static final Sbi SYSTEM_RESET = new Sbi(0x5352_5354, 0);

  static final int SPEC_VERSION_2_0 = 2 << 24;
  static final int ERR_NOT_SUPPORTED = -2;

  /** The call, its arguments being in their registers. */
  void call(Assembler p) {
    p.li(A7, extension).li(A6, function).plain(ECALL);
  }
}
