package dev.kurki.cpu.translate;

import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Collections;

/** How the two widths of floating point are written on the JVM's stack, and their limits. */
enum Precision {
  /** The F extension: in a register 32 bits with ones above them. */
  SINGLE(TypeKind.FLOAT, Float.MAX_VALUE, Float.MIN_NORMAL),
  /** The D extension. */
  DOUBLE(TypeKind.DOUBLE, Double.MAX_VALUE, Double.MIN_NORMAL);

  /** The ones above a single's bits. */
  static final long BOX = 0xffff_ffff_0000_0000L;

  private static final ClassDesc MATH = RegionWriter.desc(Math.class);
  private static final ClassDesc FLOAT = RegionWriter.desc(Float.class);
  private static final ClassDesc WIDE = RegionWriter.desc(Double.class);

  private final TypeKind kind;
  private final double greatest;
  private final double leastNormal;

  Precision(TypeKind kind, double greatest, double leastNormal) {
    this.kind = kind;
    this.greatest = greatest;
    this.leastNormal = leastNormal;
  }

  /** The greatest finite number. */
  double greatest() {
    return greatest;
  }

  /** The least normal number. */
  double leastNormal() {
    return leastNormal;
  }

  /** From a register's bits, whose upper ones have been looked at, to a number. */
  void unpack(CodeBuilder code) {
    if (this == SINGLE) {
      code.l2i().invokestatic(FLOAT, "intBitsToFloat", MethodTypeDesc.of(CD_float, CD_int));
    } else {
      code.invokestatic(WIDE, "longBitsToDouble", MethodTypeDesc.of(CD_double, CD_long));
    }
  }

  /** From a number to a register's bits. */
  void pack(CodeBuilder code) {
    if (this == SINGLE) {
      code.invokestatic(FLOAT, "floatToRawIntBits", MethodTypeDesc.of(CD_int, CD_float)).i2l().loadConstant(BOX).lor();
    } else {
      code.invokestatic(WIDE, "doubleToRawLongBits", MethodTypeDesc.of(CD_long, CD_double));
    }
  }

  /** Pops a number into {@link RegionLocals#RESULT}. */
  void keep(CodeBuilder code) {
    code.storeLocal(kind, RegionLocals.RESULT);
  }

  /** Pushes it from there. */
  void kept(CodeBuilder code) {
    code.loadLocal(kind, RegionLocals.RESULT);
  }

  void constant(CodeBuilder code, double value) {
    if (this == SINGLE) {
      code.loadConstant((float) value);
    } else {
      code.loadConstant(value);
    }
  }

  void magnitude(CodeBuilder code) {
    code.invokestatic(MATH, "abs", MethodTypeDesc.of(kind.upperBound(), kind.upperBound()));
  }

  /** Multiplies two numbers and adds a third, rounded once. */
  void fuse(CodeBuilder code) {
    code.invokestatic(MATH, "fma", MethodTypeDesc.of(kind.upperBound(), Collections.nCopies(3, kind.upperBound())));
  }

  void squareRoot(CodeBuilder code) {
    MethodTypeDesc ofOne = MethodTypeDesc.of(CD_double, CD_double);
    if (this == SINGLE) {
      // A double has bits enough for its root to be rounded twice.
      code.f2d().invokestatic(MATH, "sqrt", ofOne).d2f();
    } else {
      code.invokestatic(MATH, "sqrt", ofOne);
    }
  }

  void add(CodeBuilder code) {
    operate(code, Opcode.FADD, Opcode.DADD);
  }

  void subtract(CodeBuilder code) {
    operate(code, Opcode.FSUB, Opcode.DSUB);
  }

  void multiply(CodeBuilder code) {
    operate(code, Opcode.FMUL, Opcode.DMUL);
  }

  void divide(CodeBuilder code) {
    operate(code, Opcode.FDIV, Opcode.DDIV);
  }

  void negate(CodeBuilder code) {
    operate(code, Opcode.FNEG, Opcode.DNEG);
  }

  /** Compares two numbers; -1 where one is a NaN. */
  void compareLess(CodeBuilder code) {
    operate(code, Opcode.FCMPL, Opcode.DCMPL);
  }

  /** Compares two numbers; 1 where one is a NaN. */
  void compareGreater(CodeBuilder code) {
    operate(code, Opcode.FCMPG, Opcode.DCMPG);
  }

  void fromLong(CodeBuilder code) {
    code.conversion(TypeKind.LONG, kind);
  }

  /** Towards zero. */
  void toLong(CodeBuilder code) {
    code.conversion(kind, TypeKind.LONG);
  }

  private void operate(CodeBuilder code, Opcode single, Opcode wide) {
    code.with(OperatorInstruction.of(this == SINGLE ? single : wide));
  }
}
