package dev.kurki.cpu.hart;

import dev.kurki.cpu.microop.MicroOp;

/** Loads and stores that the TLB has no answer for: first ones to a page, split ones, those of devices, and those that trap. */
final class MemoryInstructions {
  private final HartState state;
  private final Mmu mmu;

  MemoryInstructions(HartState state, Mmu mmu) {
    this.state = state;
    this.mmu = mmu;
  }

  void execute(long microOp) {
    long address = state.x[MicroOp.rs1(microOp)] + MicroOp.immediate(microOp);
    int rd = MicroOp.rd(microOp);
    long value = state.x[MicroOp.rs2(microOp)];
    switch (MicroOp.op(microOp)) {
      case MicroOp.LB -> state.x[rd] = (byte) mmu.load(address, 1);
      case MicroOp.LH -> state.x[rd] = (short) mmu.load(address, 2);
      case MicroOp.LW -> state.x[rd] = (int) mmu.load(address, 4);
      case MicroOp.LD -> state.x[rd] = mmu.load(address, 8);
      case MicroOp.LBU -> state.x[rd] = mmu.load(address, 1);
      case MicroOp.LHU -> state.x[rd] = mmu.load(address, 2);
      case MicroOp.LWU -> state.x[rd] = mmu.load(address, 4);
      case MicroOp.SB -> mmu.store(address, 1, value);
      case MicroOp.SH -> mmu.store(address, 2, value);
      case MicroOp.SW -> mmu.store(address, 4, value);
      case MicroOp.SD -> mmu.store(address, 8, value);
      default -> throw new IllegalStateException("no load or store: " + Long.toHexString(microOp));
    }
  }
}
