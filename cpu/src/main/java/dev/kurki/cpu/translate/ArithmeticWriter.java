package dev.kurki.cpu.translate;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import dev.kurki.cpu.microop.MicroOp;
import dev.kurki.cpu.microop.Multiplier;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/** Writes instructions that compute from registers and immediates: two operands, an operator, and the result on the stack. */
final class ArithmeticWriter {
  private static final ClassDesc MULTIPLIER = RegionWriter.desc(Multiplier.class);
  private static final ClassDesc MATH = RegionWriter.desc(Math.class);
  private static final ClassDesc LONG = RegionWriter.desc(Long.class);
  private static final MethodTypeDesc OF_TWO = MethodTypeDesc.of(CD_long, CD_long, CD_long);
  private static final MethodTypeDesc COMPARE = MethodTypeDesc.of(CD_int, CD_long, CD_long);
  private static final long LOW_WORD = 0xffff_ffffL;
  private static final int SIGN_SHIFT = 31;

  private final CodeBuilder code;
  private final RegionLocals locals;

  ArithmeticWriter(CodeBuilder code, RegionLocals locals) {
    this.code = code;
    this.locals = locals;
  }

  /** Leaves what goes into {@code rd} on the stack. */
  void write(long u) {
    int op = MicroOp.op(u);
    locals.read(MicroOp.rs1(u));
    if (isWordShift(op)) {
      code.l2i();
    } else {
      extend(op);
    }
    if (isImmediate(op)) {
      immediate(op, MicroOp.immediate(u));
    } else {
      locals.read(MicroOp.rs2(u));
      if (isShift(op)) {
        code.l2i();
      } else {
        extend(op);
      }
    }
    operate(op);
  }

  /** Division looks at the lower words alone, as its kind has their sign. */
  private void extend(int op) {
    switch (op) {
      case MicroOp.DIVUW, MicroOp.REMUW -> code.loadConstant(LOW_WORD).land();
      case MicroOp.DIVW, MicroOp.REMW -> code.l2i().i2l();
      default -> {
        // All others take the operand as it is.
      }
    }
  }

  private void immediate(int op, long value) {
    if (isShift(op)) {
      code.loadConstant((int) value);
    } else {
      code.loadConstant(value);
    }
  }

  private void operate(int op) {
    switch (op) {
      case MicroOp.ADDI, MicroOp.ADD -> code.ladd();
      case MicroOp.SUB -> code.lsub();
      case MicroOp.XORI, MicroOp.XOR -> code.lxor();
      case MicroOp.ORI, MicroOp.OR -> code.lor();
      case MicroOp.ANDI, MicroOp.AND -> code.land();
      case MicroOp.SLLI, MicroOp.SLL -> code.lshl();
      case MicroOp.SRLI, MicroOp.SRL -> code.lushr();
      case MicroOp.SRAI, MicroOp.SRA -> code.lshr();
      case MicroOp.ADDIW, MicroOp.ADDW -> code.ladd().l2i().i2l();
      case MicroOp.SUBW -> code.lsub().l2i().i2l();
      case MicroOp.SLLIW, MicroOp.SLLW -> code.ishl().i2l();
      case MicroOp.SRLIW, MicroOp.SRLW -> code.iushr().i2l();
      case MicroOp.SRAIW, MicroOp.SRAW -> code.ishr().i2l();
      case MicroOp.MUL -> code.lmul();
      case MicroOp.MULW -> code.lmul().l2i().i2l();
      case MicroOp.MULH -> code.invokestatic(MATH, "multiplyHigh", OF_TWO);
      case MicroOp.MULHU -> code.invokestatic(MATH, "unsignedMultiplyHigh", OF_TWO);
      case MicroOp.MULHSU -> code.invokestatic(MULTIPLIER, "multiplyHighSignedUnsigned", OF_TWO);
      case MicroOp.DIV -> code.invokestatic(MULTIPLIER, "divide", OF_TWO);
      case MicroOp.DIVU -> code.invokestatic(MULTIPLIER, "divideUnsigned", OF_TWO);
      case MicroOp.REM -> code.invokestatic(MULTIPLIER, "remainder", OF_TWO);
      case MicroOp.REMU -> code.invokestatic(MULTIPLIER, "remainderUnsigned", OF_TWO);
      case MicroOp.DIVW -> code.invokestatic(MULTIPLIER, "divide", OF_TWO).l2i().i2l();
      case MicroOp.DIVUW -> code.invokestatic(MULTIPLIER, "divideUnsigned", OF_TWO).l2i().i2l();
      case MicroOp.REMW -> code.invokestatic(MULTIPLIER, "remainder", OF_TWO).l2i().i2l();
      case MicroOp.REMUW -> code.invokestatic(MULTIPLIER, "remainderUnsigned", OF_TWO).l2i().i2l();
      case MicroOp.SLTI, MicroOp.SLT -> truth(code.lcmp());
      case MicroOp.SLTIU, MicroOp.SLTU -> truth(code.invokestatic(LONG, "compareUnsigned", COMPARE));
      default -> throw new IllegalStateException("micro-op " + op);
    }
  }

  /** Of a comparison: 1 where it is less, else 0. */
  private static void truth(CodeBuilder compared) {
    compared.loadConstant(SIGN_SHIFT).iushr().i2l();
  }

  private static boolean isImmediate(int op) {
    return op <= MicroOp.SRAI || (op >= MicroOp.ADDIW && op <= MicroOp.SRAIW);
  }

  private static boolean isShift(int op) {
    return isWordShift(op) || switch (op) {
      case MicroOp.SLLI, MicroOp.SRLI, MicroOp.SRAI, MicroOp.SLL, MicroOp.SRL, MicroOp.SRA -> true;
      default -> false;
    };
  }

  private static boolean isWordShift(int op) {
    return switch (op) {
      case MicroOp.SLLIW, MicroOp.SRLIW, MicroOp.SRAIW, MicroOp.SLLW, MicroOp.SRLW, MicroOp.SRAW -> true;
      default -> false;
    };
  }
}
