package dev.kurki.cpu.hart;

import dev.kurki.cpu.isa.Instruction;
import dev.kurki.cpu.isa.Operands;

/**
 * Zicbom and Zicboz (unprivileged specification, chapter "CMO"): blocks of 64 bytes. There is no cache, so management
 * operations check that they are allowed and do no more.
 */
final class CacheBlockInstructions {
  static final int BLOCK_BYTES = 64;

  private final HartState state;
  private final Mmu mmu;

  CacheBlockInstructions(HartState state, Mmu mmu) {
    this.state = state;
    this.mmu = mmu;
  }

  void execute(Instruction row, int word) {
    long address = state.x[Operands.rs1(word)];
    long enabling = switch (row) {
      case CBO_INVAL -> Envcfg.CBIE;
      case CBO_ZERO -> Envcfg.CBZE;
      default -> Envcfg.CBCFE;
    };
    boolean supervisorAllows = state.privilege != Privilege.USER || (state.senvcfg & enabling) != 0;
    if ((state.privilege != Privilege.MACHINE && (state.menvcfg & enabling) == 0) || !supervisorAllows) {
      throw Trap.illegal();
    }
    if (row == Instruction.CBO_ZERO) {
      mmu.zero(address, BLOCK_BYTES);
    } else {
      mmu.manage(address, BLOCK_BYTES);
    }
  }
}
