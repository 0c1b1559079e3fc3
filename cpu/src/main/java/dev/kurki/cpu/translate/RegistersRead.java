package dev.kurki.cpu.translate;

import dev.kurki.cpu.isa.Instruction;
import dev.kurki.cpu.isa.Operands;
import dev.kurki.cpu.microop.MicroOp;
import java.util.BitSet;

/** Which registers the code of an instruction reads in a region; one that is called out reads them from their arrays. */
final class RegistersRead {
  private RegistersRead() {}

  /** Adds those of an instruction. */
  static void note(long u, BitSet integers, BitSet floats) {
    int op = MicroOp.op(u);
    if (op == MicroOp.OTHER) {
      if (FloatWriter.isInline(u)) {
        noteFloating(MicroOp.row(u), MicroOp.word(u), integers, floats);
      }
      return;
    }
    if (op != MicroOp.LUI && op != MicroOp.AUIPC && op != MicroOp.JAL && op != MicroOp.FENCE) {
      integers.set(MicroOp.rs1(u));
    }
    if (RegionPlan.isBranch(u) || (op >= MicroOp.SB && op <= MicroOp.SD) || (op >= MicroOp.ADD && op <= MicroOp.AND)
        || (op >= MicroOp.ADDW && op <= MicroOp.REMUW)) {
      integers.set(MicroOp.rs2(u));
    }
  }

  private static void noteFloating(Instruction row, int word, BitSet integers, BitSet floats) {
    switch (row) {
      case FLW, FLD, FMV_W_X, FMV_D_X, FCVT_S_W, FCVT_S_WU, FCVT_S_L, FCVT_D_W, FCVT_D_WU, FCVT_D_L ->
        integers.set(Operands.rs1(word));
      case FSW, FSD -> {
        integers.set(Operands.rs1(word));
        floats.set(Operands.rs2(word));
      }
      case FMV_X_W, FMV_X_D, FCVT_D_S, FCVT_S_D, FCVT_W_S, FCVT_W_D, FCVT_WU_S, FCVT_WU_D, FCVT_L_S, FCVT_L_D, FSQRT_S,
          FSQRT_D ->
        floats.set(Operands.rs1(word));
      case FMADD_S, FMADD_D, FMSUB_S, FMSUB_D, FNMSUB_S, FNMSUB_D, FNMADD_S, FNMADD_D -> {
        floats.set(Operands.rs1(word));
        floats.set(Operands.rs2(word));
        floats.set(Operands.rs3(word));
      }
      default -> {
        floats.set(Operands.rs1(word));
        floats.set(Operands.rs2(word));
      }
    }
  }
}
