package dev.kurki.cpu.translate;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import dev.kurki.cpu.isa.Operands;
import dev.kurki.cpu.microop.MicroOp;
import java.lang.classfile.CodeBuilder;
import java.util.BitSet;

/** The local variables of a region's method: its parameters, what it works with, and the guest registers that it uses. */
final class RegionLocals {
  static final int FRAME = 1;
  static final int TLB = 3;
  static final int PAGE = 5;
  static final int LEFT = 7;
  /** A host address, or where a jump leads. */
  static final int ADDRESS = 9;
  static final int SLOT = 11;
  static final int KIND = 12;
  private static final int X = 2;
  private static final int REGISTERS = 13;

  private final CodeBuilder code;
  private final BitSet used = new BitSet();
  private final BitSet written = new BitSet();
  private final int[] local = new int[MicroOp.SINK];

  RegionLocals(RegionPlan plan, CodeBuilder code) {
    this.code = code;
    for (int slot = plan.next(0); slot >= 0; slot = plan.next(slot + 1)) {
      note(plan.microOp(slot));
    }
    used.or(written);
    used.clear(0);
    int next = REGISTERS;
    for (int register = used.nextSetBit(0); register >= 0; register = used.nextSetBit(register + 1)) {
      local[register] = next;
      next += 2;
    }
  }

  /** Whether a called-out instruction writes an integer register. */
  static boolean writesInteger(long microOp) {
    return Operands.rd(MicroOp.word(microOp)) != 0 && switch (MicroOp.row(microOp).extension()) {
      case F, D, ZFHMIN -> switch (MicroOp.row(microOp)) {
        case FMV_X_H, FMV_X_W, FMV_X_D, FEQ_S, FEQ_D, FLT_S, FLT_D, FLE_S, FLE_D, FCLASS_S, FCLASS_D, FCVT_W_S,
            FCVT_W_D, FCVT_WU_S, FCVT_WU_D, FCVT_L_S, FCVT_L_D, FCVT_LU_S, FCVT_LU_D ->
          true;
        default -> false;
      };
      default -> true;
    };
  }

  /** Brings the registers from their array. */
  void load() {
    for (int register = used.nextSetBit(0); register >= 0; register = used.nextSetBit(register + 1)) {
      fetch(register);
    }
  }

  /** Brings back what may have been written, and leaves in the frame where the region has come to. */
  void store() {
    for (int register = written.nextSetBit(0); register >= 0; register = written.nextSetBit(register + 1)) {
      putBack(register);
    }
    code.aload(FRAME).iload(SLOT).putfield(RegionWriter.FRAME, "slot", CD_int);
    code.aload(FRAME).lload(LEFT).putfield(RegionWriter.FRAME, "left", CD_long);
  }

  /** Pushes a register. */
  CodeBuilder read(int register) {
    return register == 0 ? code.lconst_0() : code.lload(local[register]);
  }

  /** Pops into a register. */
  void write(int register) {
    if (register == MicroOp.SINK) {
      code.pop2();
    } else {
      code.lstore(local[register]);
    }
  }

  /** Brings a register from its array. */
  void fetch(int register) {
    code.aload(X).loadConstant(register).laload().lstore(local[register]);
  }

  /** Brings a register to its array, if it may have been written. */
  void putBack(int register) {
    if (written.get(register)) {
      code.aload(X).loadConstant(register).lload(local[register]).lastore();
    }
  }

  /** Changes how many instructions are left. */
  void count(int instructions) {
    if (instructions != 0) {
      code.lload(LEFT).loadConstant((long) instructions).ladd().lstore(LEFT);
    }
  }

  private void note(long microOp) {
    if (MicroOp.op(microOp) == MicroOp.OTHER) {
      if (writesInteger(microOp)) {
        written.set(Operands.rd(MicroOp.word(microOp)));
      }
      return;
    }
    int op = MicroOp.op(microOp);
    if (op != MicroOp.LUI && op != MicroOp.AUIPC && op != MicroOp.JAL && op != MicroOp.FENCE) {
      used.set(MicroOp.rs1(microOp));
    }
    boolean isBranch = RegionPlan.isBranch(microOp);
    boolean isStore = op >= MicroOp.SB && op <= MicroOp.SD;
    if (isBranch || isStore || (op >= MicroOp.ADD && op <= MicroOp.AND)
        || (op >= MicroOp.ADDW && op <= MicroOp.REMUW)) {
      used.set(MicroOp.rs2(microOp));
    }
    if (!isBranch && !isStore && op != MicroOp.FENCE && MicroOp.rd(microOp) != MicroOp.SINK) {
      written.set(MicroOp.rd(microOp));
    }
  }
}
