package dev.kurki.cpu.translate;

import dev.kurki.cpu.isa.Extension;
import dev.kurki.cpu.isa.Instruction;
import dev.kurki.cpu.isa.Operands;
import dev.kurki.cpu.microop.MicroOp;
import dev.kurki.cpu.translate.HostAccess.Width;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;

/**
 * Writes the frequent instructions of the F and D extensions with the host's own operations. They are right as they are where
 * floating point is plain ({@link RegionFrame#isFloatingPlain}) and the result is an ordinary number: neither a NaN nor
 * infinite, and for what multiplies or divides so large that it cannot have been rounded as a subnormal. Everything else goes to
 * {@code slow}, where the hart computes it exactly, with its flags.
 */
final class FloatWriter {
  private static final int NEAREST = 0;
  private static final int TOWARDS_ZERO = 1;
  private static final int DYNAMIC = 7;
  private static final double TWO_31 = 0x1p31;
  private static final double TWO_32 = 0x1p32;
  private static final double TWO_63 = 0x1p63;
  private static final long LOW_WORD = 0xffff_ffffL;

  private final CodeBuilder code;
  private final RegionLocals locals;
  private final MemoryWriter memory;

  FloatWriter(CodeBuilder code, RegionLocals locals, MemoryWriter memory) {
    this.code = code;
    this.locals = locals;
    this.memory = memory;
  }

  /** Whether an instruction is written here, rather than called out each time. */
  static boolean isInline(long u) {
    int word = MicroOp.word(u);
    int mode = Operands.rm(word);
    return switch (MicroOp.row(u)) {
      case FADD_S, FADD_D, FSUB_S, FSUB_D, FMUL_S, FMUL_D, FDIV_S, FDIV_D, FSQRT_S, FSQRT_D, FMADD_S, FMADD_D, FMSUB_S,
          FMSUB_D, FNMSUB_S, FNMSUB_D, FNMADD_S, FNMADD_D, FCVT_S_W, FCVT_S_WU, FCVT_S_L, FCVT_D_L, FCVT_S_D, FCVT_D_W,
          FCVT_D_WU, FCVT_D_S ->
        // The last three are exact; a mode that does not exist makes them illegal none the less.
        mode == NEAREST || mode == DYNAMIC;
      case FCVT_W_S, FCVT_W_D, FCVT_WU_S, FCVT_WU_D, FCVT_L_S, FCVT_L_D -> mode == TOWARDS_ZERO;
      case FLW, FLD, FSW, FSD, FMV_X_W, FMV_X_D, FMV_W_X, FMV_D_X, FSGNJ_S, FSGNJ_D, FSGNJN_S, FSGNJN_D, FSGNJX_S,
          FSGNJX_D, FEQ_S, FEQ_D, FLT_S, FLT_D, FLE_S, FLE_D ->
        true;
      default -> false;
    };
  }

  /**
   * Writes one.
   *
   * @param slow where it goes with an empty stack when it is not as simple as that
   * @param aside where a load or store goes that has to be executed elsewhere
   */
  void write(long u, Label slow, Label aside) {
    Instruction row = MicroOp.row(u);
    int word = MicroOp.word(u);
    Precision precision = row.extension() == Extension.F ? Precision.SINGLE : Precision.DOUBLE;
    code.iload(RegionLocals.PLAIN).ifeq(slow);
    switch (row) {
      case FLW, FLD -> {
        memory.loadFloat(word, Instruction.FLD.format().immediate(word), width(precision), aside);
        toFloat(word);
      }
      case FSW, FSD -> memory.storeFloat(word, Instruction.FSD.format().immediate(word), width(precision), aside);
      case FMV_X_W -> {
        locals.readFloat(Operands.rs1(word)).l2i().i2l();
        toInteger(word);
      }
      case FMV_X_D -> {
        locals.readFloat(Operands.rs1(word));
        toInteger(word);
      }
      case FMV_W_X -> {
        locals.read(Operands.rs1(word)).loadConstant(Precision.BOX).lor();
        toFloat(word);
      }
      case FMV_D_X -> {
        locals.read(Operands.rs1(word));
        toFloat(word);
      }
      case FSGNJ_S, FSGNJ_D, FSGNJN_S, FSGNJN_D, FSGNJX_S, FSGNJX_D -> injectSign(row, word, precision, slow);
      case FEQ_S, FEQ_D, FLT_S, FLT_D, FLE_S, FLE_D -> compare(row, word, precision, slow);
      case FCVT_D_W, FCVT_S_W -> {
        locals.read(Operands.rs1(word)).l2i().i2l();
        fromInteger(word, precision);
      }
      case FCVT_D_WU, FCVT_S_WU -> {
        locals.read(Operands.rs1(word)).loadConstant(LOW_WORD).land();
        fromInteger(word, precision);
      }
      case FCVT_D_L, FCVT_S_L -> {
        locals.read(Operands.rs1(word));
        fromInteger(word, precision);
      }
      case FCVT_W_S, FCVT_W_D -> truncate(word, precision, TWO_31, slow);
      case FCVT_L_S, FCVT_L_D -> truncate(word, precision, TWO_63, slow);
      case FCVT_WU_S, FCVT_WU_D -> truncateUnsigned(word, precision, slow);
      case FCVT_D_S -> widen(word, slow);
      case FCVT_S_D -> narrow(word, slow);
      default -> compute(row, word, precision, slow);
    }
  }

  private static Width width(Precision precision) {
    return precision == Precision.SINGLE ? Width.INT : Width.LONG;
  }

  private void toInteger(int word) {
    locals.write(Operands.rd(word) == 0 ? MicroOp.SINK : Operands.rd(word));
  }

  private void toFloat(int word) {
    locals.writeFloat(Operands.rd(word));
  }

  /** The result is what {@link #finite} has found good. */
  private void writeKept(Precision precision, int word) {
    precision.kept(code);
    precision.pack(code);
    toFloat(word);
  }

  private void compute(Instruction row, int word, Precision precision, Label slow) {
    int a = Operands.rs1(word);
    int b = Operands.rs2(word);
    switch (row) {
      case FADD_S, FADD_D -> {
        push(precision, slow, a, b);
        precision.add(code);
        finite(precision, slow);
      }
      case FSUB_S, FSUB_D -> {
        push(precision, slow, a, b);
        precision.subtract(code);
        finite(precision, slow);
      }
      case FMUL_S, FMUL_D -> {
        push(precision, slow, a, b);
        precision.multiply(code);
        normalOrExactZero(precision, slow, a, b);
      }
      case FDIV_S, FDIV_D -> {
        push(precision, slow, a, b);
        precision.divide(code);
        normalOrExactZero(precision, slow, a);
      }
      case FSQRT_S, FSQRT_D -> {
        push(precision, slow, a);
        precision.squareRoot(code);
        finite(precision, slow);
      }
      default -> fuse(row, word, precision, slow);
    }
    writeKept(precision, word);
  }

  private void fuse(Instruction row, int word, Precision precision, Label slow) {
    boolean negatesProduct = switch (row) {
      case FNMSUB_S, FNMSUB_D, FNMADD_S, FNMADD_D -> true;
      default -> false;
    };
    boolean negatesAddend = switch (row) {
      case FMSUB_S, FMSUB_D, FNMADD_S, FNMADD_D -> true;
      default -> false;
    };
    check(precision, slow, Operands.rs1(word), Operands.rs2(word), Operands.rs3(word));
    unpack(precision, Operands.rs1(word));
    if (negatesProduct) {
      precision.negate(code);
    }
    unpack(precision, Operands.rs2(word));
    unpack(precision, Operands.rs3(word));
    if (negatesAddend) {
      precision.negate(code);
    }
    precision.fuse(code);
    finite(precision, slow);
    normal(precision, slow);
  }

  /** Pops a result, and has it in its variable where it is finite. */
  private void finite(Precision precision, Label slow) {
    precision.keep(code);
    precision.kept(code);
    precision.magnitude(code);
    precision.constant(code, precision.greatest());
    precision.compareGreater(code);
    code.ifgt(slow);
  }

  /** Goes on with a result that is larger than the least normal number. */
  private void normal(Precision precision, Label slow) {
    precision.kept(code);
    precision.magnitude(code);
    precision.constant(code, precision.leastNormal());
    precision.compareLess(code);
    code.ifle(slow);
  }

  /** As {@link #normal}, or with the zero that comes of a factor which is one. */
  private void normalOrExactZero(Precision precision, Label slow, int... factors) {
    Label small = code.newLabel();
    Label good = code.newLabel();
    finite(precision, slow);
    normal(precision, small);
    code.goto_(good).labelBinding(small);
    for (int factor : factors) {
      unpack(precision, factor);
      precision.constant(code, 0);
      precision.compareLess(code);
      code.ifeq(good);
    }
    code.goto_(slow).labelBinding(good);
  }

  /** Towards zero, where the number is less than a power of two. */
  private void truncate(int word, Precision precision, double limit, Label slow) {
    int a = Operands.rs1(word);
    push(precision, slow, a);
    precision.magnitude(code);
    precision.constant(code, limit);
    precision.compareGreater(code);
    code.ifge(slow);
    unpack(precision, a);
    precision.toLong(code);
    toInteger(word);
  }

  private void truncateUnsigned(int word, Precision precision, Label slow) {
    int a = Operands.rs1(word);
    push(precision, slow, a);
    precision.constant(code, 0);
    precision.compareLess(code);
    code.iflt(slow);
    unpack(precision, a);
    precision.constant(code, TWO_32);
    precision.compareGreater(code);
    code.ifge(slow);
    unpack(precision, a);
    precision.toLong(code);
    code.l2i().i2l();
    toInteger(word);
  }

  private void widen(int word, Label slow) {
    push(Precision.SINGLE, slow, Operands.rs1(word));
    code.f2d();
    finite(Precision.DOUBLE, slow);
    writeKept(Precision.DOUBLE, word);
  }

  private void narrow(int word, Label slow) {
    push(Precision.DOUBLE, slow, Operands.rs1(word));
    code.d2f();
    finite(Precision.SINGLE, slow);
    normal(Precision.SINGLE, slow);
    writeKept(Precision.SINGLE, word);
  }

  private void fromInteger(int word, Precision precision) {
    precision.fromLong(code);
    precision.pack(code);
    toFloat(word);
  }

  private void injectSign(Instruction row, int word, Precision precision, Label slow) {
    int a = Operands.rs1(word);
    int b = Operands.rs2(word);
    long sign = precision == Precision.SINGLE ? 1L << 31 : Long.MIN_VALUE;
    check(precision, slow, a, b);
    switch (row) {
      case FSGNJX_S, FSGNJX_D -> {
        locals.readFloat(a);
        locals.readFloat(b).loadConstant(sign).land().lxor();
      }
      case FSGNJN_S, FSGNJN_D -> {
        locals.readFloat(a).loadConstant(~sign).land();
        locals.readFloat(b).loadConstant(sign).land().loadConstant(sign).lxor().lor();
      }
      default -> {
        locals.readFloat(a).loadConstant(~sign).land();
        locals.readFloat(b).loadConstant(sign).land().lor();
      }
    }
    toFloat(word);
  }

  private void compare(Instruction row, int word, Precision precision, Label slow) {
    int a = Operands.rs1(word);
    int b = Operands.rs2(word);
    check(precision, slow, a, b);
    ordered(precision, slow, a);
    ordered(precision, slow, b);
    Label no = code.newLabel();
    Label known = code.newLabel();
    unpack(precision, a);
    unpack(precision, b);
    precision.compareGreater(code);
    switch (row) {
      case FEQ_S, FEQ_D -> code.ifne(no);
      case FLT_S, FLT_D -> code.ifge(no);
      default -> code.ifgt(no);
    }
    code.lconst_1().lstore(RegionLocals.RESULT).goto_(known).labelBinding(no).lconst_0().lstore(RegionLocals.RESULT)
        .labelBinding(known);
    code.lload(RegionLocals.RESULT);
    toInteger(word);
  }

  /** Goes on with what is no NaN. */
  private void ordered(Precision precision, Label slow, int register) {
    unpack(precision, register);
    unpack(precision, register);
    precision.compareLess(code);
    code.ifne(slow);
  }

  private void push(Precision precision, Label slow, int... registers) {
    check(precision, slow, registers);
    for (int register : registers) {
      unpack(precision, register);
    }
  }

  /** Goes on where singles have their ones above them. */
  private void check(Precision precision, Label slow, int... registers) {
    if (precision == Precision.SINGLE) {
      for (int register : registers) {
        locals.readFloat(register).loadConstant(Integer.SIZE).lshr().l2i().iconst_m1().if_icmpne(slow);
      }
    }
  }

  private void unpack(Precision precision, int register) {
    locals.readFloat(register);
    precision.unpack(code);
  }
}
