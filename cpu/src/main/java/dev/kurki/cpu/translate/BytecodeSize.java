package dev.kurki.cpu.translate;

import dev.kurki.cpu.microop.MicroOp;

/** How many bytes of bytecode an instruction takes in a region, its exits among them: at most, and near it. */
final class BytecodeSize {
  private static final int MEMORY = 96;
  private static final int FLOATING = 150;
  private static final int CALLED_OUT = 48;
  private static final int JUMP = 80;
  private static final int PLAIN = 28;

  private BytecodeSize() {}

  static int of(long u) {
    int op = MicroOp.op(u);
    if (op == MicroOp.OTHER) {
      return FloatWriter.isInline(u) ? FLOATING : CALLED_OUT;
    }
    if (op == MicroOp.JAL || op == MicroOp.JALR || RegionPlan.isBranch(u)) {
      return JUMP;
    }
    return op >= MicroOp.LB && op <= MicroOp.SD ? MEMORY : PLAIN;
  }
}
