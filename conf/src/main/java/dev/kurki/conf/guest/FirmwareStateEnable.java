package dev.kurki.conf.guest;

import static dev.kurki.cpu.assembler.Register.A0;
import static dev.kurki.cpu.assembler.Register.T0;
import static dev.kurki.cpu.assembler.Register.T1;
import static dev.kurki.cpu.assembler.Register.ZERO;
import static dev.kurki.cpu.isa.Instruction.ADDI;
import static dev.kurki.cpu.isa.Instruction.CSRRW;
import static dev.kurki.cpu.isa.Instruction.SLLI;
import static dev.kurki.cpu.isa.Instruction.SRLI;

import dev.kurki.cpu.assembler.Assembler;
import dev.kurki.cpu.assembler.Label;
import dev.kurki.cpu.isa.Csr;

/**
 * What {@code mstateen} lets the supervisor use (state enable extension, version 1.0), in harts that have it. Whether one
 * does is found by trying: without Smstateen the first access traps, and the trap leads behind the last.
 *
 * <pre>
 *   mstateen0        senvcfg and sstateen0
 *   mstateen1 to 3   sstateen1 to 3, as bits 0 to 2 of the hart's number plus one say: up to eight harts each have others
 * </pre>
 */
final class FirmwareStateEnable {
  private static final int REGISTERS = 4;
  private static final int SE_BIT = 63;
  private static final long SE = 1L << SE_BIT;
  private static final long ENVCFG = 1L << 62;

  private final Assembler p;

  FirmwareStateEnable(Assembler p) {
    this.p = p;
  }

  /**
   * Writes the registers, in {@code t0} and {@code t1}, for the hart in {@code a0}. Behind it {@code mtvec} is to be set
   * anew, and {@code mstatus} too, in which a trap leaves its traces.
   */
  void emit() {
    Label behind = p.label("behind the state enables");
    p.la(T0, behind).csr(CSRRW, ZERO, Csr.MTVEC, T0);
    p.li(T0, SE | ENVCFG).csr(CSRRW, ZERO, Csr.MSTATEEN0, T0).i(ADDI, T1, A0, 1);
    for (int index = 1; index < REGISTERS; index++) {
      p.i(SLLI, T0, T1, SE_BIT).csr(CSRRW, ZERO, Csr.MSTATEEN0, index, T0).i(SRLI, T1, T1, 1);
    }
    p.place(behind);
  }
}
