package dev.kurki.cpu.hart;

import dev.kurki.cpu.isa.Instruction;

/** Hands an instruction without a micro-op of its own to the class of its group. */
final class RareInstructions {
  private final SystemInstructions system;
  private final AtomicInstructions atomic;
  private final FloatInstructions floating;

  RareInstructions(SystemInstructions system, AtomicInstructions atomic, FloatInstructions floating) {
    this.system = system;
    this.atomic = atomic;
    this.floating = floating;
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
      case F, D -> {
        floating.execute(row, word);
        yield false;
      }
      default -> {
        system.execute(row, word, 2L * MicroOp.length(microOp));
        yield true;
      }
    };
  }
}
