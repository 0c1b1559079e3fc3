package dev.kurki.cpu.hart;

import static dev.kurki.cpu.floatingpoint.FloatFormat.BINARY16;
import static dev.kurki.cpu.floatingpoint.FloatFormat.BINARY32;
import static dev.kurki.cpu.floatingpoint.FloatFormat.BINARY64;

import dev.kurki.cpu.floatingpoint.Arithmetic;
import dev.kurki.cpu.floatingpoint.Comparison;
import dev.kurki.cpu.floatingpoint.Conversion;
import dev.kurki.cpu.floatingpoint.Flags;
import dev.kurki.cpu.floatingpoint.FloatFormat;
import dev.kurki.cpu.floatingpoint.RoundingMode;
import dev.kurki.cpu.isa.Extension;
import dev.kurki.cpu.isa.Instruction;
import dev.kurki.cpu.isa.Operands;

/** The F, D and Zfhmin extensions: registers, NaN-boxing and rounding modes around {@link dev.kurki.cpu.floatingpoint}. */
final class FloatInstructions {
  private static final int DYNAMIC = 7;
  private static final RoundingMode[] MODES = RoundingMode.values();

  private final HartState state;
  private final Mmu mmu;
  private final Flags flags = new Flags();
  private final Arithmetic arithmetic = new Arithmetic(flags);
  private final Comparison comparison = new Comparison(flags);
  private final Conversion conversion = new Conversion(flags);

  FloatInstructions(HartState state, Mmu mmu) {
    this.state = state;
    this.mmu = mmu;
  }

  void execute(Instruction row, int word) {
    if ((state.mstatus & Mstatus.FS) == 0) {
      throw Trap.illegal();
    }
    FloatFormat format = format(row.extension());
    switch (row) {
      case FLH -> setFloat(word, BINARY16, mmu.load(loadAddress(word), 2));
      case FLW -> setFloat(word, BINARY32, mmu.load(loadAddress(word), 4));
      case FLD -> setFloat(word, BINARY64, mmu.load(loadAddress(word), 8));
      case FSH -> mmu.store(storeAddress(word), 2, state.f[Operands.rs2(word)]);
      case FSW -> mmu.store(storeAddress(word), 4, state.f[Operands.rs2(word)]);
      case FSD -> mmu.store(storeAddress(word), 8, state.f[Operands.rs2(word)]);
      case FMV_X_H -> setInteger(word, (short) state.f[Operands.rs1(word)]);
      case FMV_X_W -> setInteger(word, (int) state.f[Operands.rs1(word)]);
      case FMV_X_D -> setInteger(word, state.f[Operands.rs1(word)]);
      case FMV_H_X, FMV_W_X, FMV_D_X -> setFloat(word, format, state.x[Operands.rs1(word)]);
      case FCVT_S_D -> convert(word, BINARY64, BINARY32);
      case FCVT_D_S -> convert(word, BINARY32, BINARY64);
      case FCVT_S_H -> convert(word, BINARY16, BINARY32);
      case FCVT_H_S -> convert(word, BINARY32, BINARY16);
      case FCVT_D_H -> convert(word, BINARY16, BINARY64);
      case FCVT_H_D -> convert(word, BINARY64, BINARY16);
      case FEQ_S, FEQ_D, FLT_S, FLT_D, FLE_S, FLE_D, FCLASS_S, FCLASS_D -> setInteger(word, examine(row, format, word));
      case FCVT_W_S, FCVT_W_D -> setInteger(word, toInteger(format, word, 32, true));
      case FCVT_WU_S, FCVT_WU_D -> setInteger(word, toInteger(format, word, 32, false));
      case FCVT_L_S, FCVT_L_D -> setInteger(word, toInteger(format, word, 64, true));
      case FCVT_LU_S, FCVT_LU_D -> setInteger(word, toInteger(format, word, 64, false));
      default -> setFloat(word, format, compute(row, format, word));
    }
    accrue();
  }

  private long compute(Instruction row, FloatFormat format, int word) {
    long a = operand(format, Operands.rs1(word));
    long b = operand(format, Operands.rs2(word));
    long integer = state.x[Operands.rs1(word)];
    return switch (row) {
      case FADD_S, FADD_D -> arithmetic.add(format, mode(word), a, b);
      case FSUB_S, FSUB_D -> arithmetic.subtract(format, mode(word), a, b);
      case FMUL_S, FMUL_D -> arithmetic.multiply(format, mode(word), a, b);
      case FDIV_S, FDIV_D -> arithmetic.divide(format, mode(word), a, b);
      case FSQRT_S, FSQRT_D -> arithmetic.squareRoot(format, mode(word), a);
      case FMADD_S, FMADD_D -> fused(format, word, 0, 0);
      case FMSUB_S, FMSUB_D -> fused(format, word, 0, format.signBit());
      case FNMSUB_S, FNMSUB_D -> fused(format, word, format.signBit(), 0);
      case FNMADD_S, FNMADD_D -> fused(format, word, format.signBit(), format.signBit());
      case FMIN_S, FMIN_D -> comparison.minimum(format, a, b);
      case FMAX_S, FMAX_D -> comparison.maximum(format, a, b);
      case FSGNJ_S, FSGNJ_D -> a & ~format.signBit() | b & format.signBit();
      case FSGNJN_S, FSGNJN_D -> a & ~format.signBit() | ~b & format.signBit();
      case FSGNJX_S, FSGNJX_D -> a ^ b & format.signBit();
      case FCVT_S_W, FCVT_D_W -> conversion.fromSigned(format, mode(word), (int) integer);
      case FCVT_S_WU, FCVT_D_WU -> conversion.fromUnsigned(format, mode(word), integer & 0xffff_ffffL);
      case FCVT_S_L, FCVT_D_L -> conversion.fromSigned(format, mode(word), integer);
      case FCVT_S_LU, FCVT_D_LU -> conversion.fromUnsigned(format, mode(word), integer);
      default -> throw new IllegalStateException(row + " is no floating-point computation");
    };
  }

  private long examine(Instruction row, FloatFormat format, int word) {
    long a = operand(format, Operands.rs1(word));
    long b = operand(format, Operands.rs2(word));
    return switch (row) {
      case FEQ_S, FEQ_D -> comparison.equal(format, a, b) ? 1 : 0;
      case FLT_S, FLT_D -> comparison.lessThan(format, a, b) ? 1 : 0;
      case FLE_S, FLE_D -> comparison.lessOrEqual(format, a, b) ? 1 : 0;
      default -> Comparison.classify(format, a);
    };
  }

  /** A fused multiply-add with the signs of product and addend changed where the masks have them; a NaN has no sign here. */
  private long fused(FloatFormat format, int word, long productSign, long addendSign) {
    long a = operand(format, Operands.rs1(word)) ^ productSign;
    long c = operand(format, Operands.rs3(word)) ^ addendSign;
    return arithmetic.fusedMultiplyAdd(format, mode(word), a, operand(format, Operands.rs2(word)), c);
  }

  private long toInteger(FloatFormat format, int word, int width, boolean signed) {
    return conversion.toInteger(format, mode(word), operand(format, Operands.rs1(word)), width, signed);
  }

  private RoundingMode mode(int word) {
    int mode = Operands.rm(word) == DYNAMIC ? state.frm : Operands.rm(word);
    if (mode >= MODES.length) {
      throw Trap.illegal();
    }
    return MODES[mode];
  }

  private void convert(int word, FloatFormat from, FloatFormat to) {
    setFloat(word, to, conversion.convert(from, to, mode(word), operand(from, Operands.rs1(word))));
  }

  private long operand(FloatFormat format, int register) {
    long bits = state.f[register];
    long box = box(format);
    return (bits & box) == box ? bits & ~box : format.canonicalNan();
  }

  /** Narrower values have ones above them; what has not reads as a NaN. */
  private static long box(FloatFormat format) {
    return format == BINARY64 ? 0 : -1L << format.bits();
  }

  private static FloatFormat format(Extension extension) {
    return switch (extension) {
      case ZFHMIN -> BINARY16;
      case F -> BINARY32;
      default -> BINARY64;
    };
  }

  private long loadAddress(int word) {
    return state.x[Operands.rs1(word)] + Instruction.FLD.format().immediate(word);
  }

  private long storeAddress(int word) {
    return state.x[Operands.rs1(word)] + Instruction.FSD.format().immediate(word);
  }

  private void setFloat(int word, FloatFormat format, long value) {
    state.f[Operands.rd(word)] = box(format) | value;
    state.mstatus |= Mstatus.FS;
  }

  private void setInteger(int word, long value) {
    int rd = Operands.rd(word);
    state.x[rd == 0 ? HartState.SINK : rd] = value;
  }

  private void accrue() {
    int raised = flags.take();
    if (raised != 0) {
      state.fflags |= raised;
      state.mstatus |= Mstatus.FS;
    }
  }
}
