package dev.kurki.conf.guest;

import static dev.kurki.cpu.assembler.Register.S0;
import static dev.kurki.cpu.assembler.Register.S1;
import static dev.kurki.cpu.assembler.Register.S2;
import static dev.kurki.cpu.assembler.Register.S3;
import static dev.kurki.cpu.assembler.Register.S4;
import static dev.kurki.cpu.assembler.Register.S5;
import static dev.kurki.cpu.assembler.Register.S6;
import static dev.kurki.cpu.assembler.Register.S7;
import static dev.kurki.cpu.assembler.Register.TP;
import static dev.kurki.cpu.isa.Instruction.ADD;
import static dev.kurki.cpu.isa.Instruction.MUL;

import dev.kurki.cpu.assembler.Assembler;
import dev.kurki.cpu.assembler.Register;

/**
 * The registers that the supervisor keeps throughout, also while its user program runs. A handler of interrupts changes
 * {@code HASH} at any moment, so it is only ever changed in place.
 */
final class SupervisorRegisters {
  static final Register HASH = S0;
  static final Register HART = S1;
  static final Register ROUND = S2;
  /** The hash's multiplier. */
  static final Register FACTOR = S3;
  /** The page that the harts share, by its page of 4 KiB. */
  static final Register TOGETHER = S4;
  /** What the last round's reservation has read. */
  static final Register RESERVED = S5;
  /** This hart's registers at the PLIC: threshold, claim and complete. */
  static final Register CONTEXT = S6;
  static final Register CLOCK = S7;
  /** This hart's own page, by its physical address. */
  static final Register OWN_PAGE = TP;

  private SupervisorRegisters() {}

  /** {@code hash = hash * factor + value}. */
  static void mix(Assembler p, Register value) {
    p.r(MUL, HASH, HASH, FACTOR).r(ADD, HASH, HASH, value);
  }
}
