package dev.kurki.cpu.hart;

import dev.kurki.cpu.isa.Instruction;
import dev.kurki.cpu.microop.MicroOp;

/** Hands an instruction without a micro-op of its own to the class of its group. */
final class RareInstructions {
  private final SystemInstructions system;
  private final AtomicInstructions atomic;
  private final FloatInstructions floating;
  private final BitInstructions bits;
  private final CacheBlockInstructions cacheBlocks;

  RareInstructions(SystemInstructions system, AtomicInstructions atomic, FloatInstructions floating,
      BitInstructions bits, CacheBlockInstructions cacheBlocks) {
    this.system = system;
    this.atomic = atomic;
    this.floating = floating;
    this.bits = bits;
    this.cacheBlocks = cacheBlocks;
  }

  /**
   * Executes one instruction.
   *
   * @return whether {@code pc} has been set and the hart's mode may have changed; else the next instruction follows
   */
  boolean execute(long microOp) {
    Instruction row = MicroOp.row(microOp);
    int word = MicroOp.word(microOp);
    return switch (row.extension()) {
      case A -> {
        atomic.execute(row, word);
        yield false;
      }
      case F, D, ZFHMIN -> {
        floating.execute(row, word);
        yield false;
      }
      case ZBA, ZBB, ZBC, ZBS, ZICOND -> {
        bits.execute(row, word);
        yield false;
      }
      case ZICBOM, ZICBOZ -> {
        cacheBlocks.execute(row, word);
        yield false;
      }
      default -> {
        system.execute(row, word, 2L * MicroOp.length(microOp));
        yield true;
      }
    };
  }
}
