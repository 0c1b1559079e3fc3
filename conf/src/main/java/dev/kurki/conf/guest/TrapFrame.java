package dev.kurki.conf.guest;

import static dev.kurki.cpu.assembler.Register.SP;
import static dev.kurki.cpu.assembler.Register.T0;
import static dev.kurki.cpu.isa.Instruction.ADDI;
import static dev.kurki.cpu.isa.Instruction.CSRRW;
import static dev.kurki.cpu.isa.Instruction.LD;
import static dev.kurki.cpu.isa.Instruction.SD;

import java.util.List;

import dev.kurki.cpu.assembler.Assembler;
import dev.kurki.cpu.assembler.Register;
import dev.kurki.cpu.isa.Csr;

/** Where a mode's traps save registers: its scratch CSR points there while none is taken, {@code sp} while one is. */
final class TrapFrame {
  private final Assembler p;
  private final Csr scratch;
  private final List<Register> saved;

  TrapFrame(Assembler p, Csr scratch, List<Register> saved) {
    this.p = p;
    this.scratch = scratch;
    this.saved = List.copyOf(saved);
  }

  /** A handler begins. */
  void save() {
    p.csr(CSRRW, SP, scratch, SP);
    for (int i = 0; i < saved.size(); i++) {
      p.store(SD, saved.get(i), Long.BYTES * i, SP);
    }
  }

  /** A handler ends; what is left is to return. */
  void restore() {
    for (int i = 0; i < saved.size(); i++) {
      p.load(LD, saved.get(i), Long.BYTES * i, SP);
    }
    p.csr(CSRRW, SP, scratch, SP);
  }

  /** Adds one to a word of the frame, in {@code t0}. */
  void count(int offset) {
    p.load(LD, T0, offset, SP).i(ADDI, T0, T0, 1).store(SD, T0, offset, SP);
  }
}
