package dev.kurki.cpu.hart;

import dev.kurki.cpu.isa.Instruction;
import dev.kurki.cpu.isa.Operands;

/** Bit manipulation, Zba, Zbb, Zbc and Zbs (unprivileged specification, chapter "B"), and Zicond. */
final class BitInstructions {
  private static final long LOW_WORD = 0xffff_ffffL;

  private final HartState state;

  BitInstructions(HartState state) {
    this.state = state;
  }

  void execute(Instruction row, int word) {
    long a = state.x[Operands.rs1(word)];
    long b = switch (row.format()) {
      case SHIFT, SHIFT_W -> row.format().immediate(word);
      default -> state.x[Operands.rs2(word)];
    };
    int rd = Operands.rd(word);
    state.x[rd == 0 ? HartState.SINK : rd] = result(row, a, b);
  }

  private static long result(Instruction row, long a, long b) {
    return switch (row) {
      case ADD_UW -> (a & LOW_WORD) + b;
      case SH1ADD -> (a << 1) + b;
      case SH2ADD -> (a << 2) + b;
      case SH3ADD -> (a << 3) + b;
      case SH1ADD_UW -> ((a & LOW_WORD) << 1) + b;
      case SH2ADD_UW -> ((a & LOW_WORD) << 2) + b;
      case SH3ADD_UW -> ((a & LOW_WORD) << 3) + b;
      case SLLI_UW -> (a & LOW_WORD) << b;
      case ANDN -> a & ~b;
      case ORN -> a | ~b;
      case XNOR -> ~(a ^ b);
      case MAX -> Math.max(a, b);
      case MAXU -> Long.compareUnsigned(a, b) > 0 ? a : b;
      case MIN -> Math.min(a, b);
      case MINU -> Long.compareUnsigned(a, b) < 0 ? a : b;
      case ROL -> Long.rotateLeft(a, (int) b);
      case ROLW -> Integer.rotateLeft((int) a, (int) b);
      case ROR, RORI -> Long.rotateRight(a, (int) b);
      case RORW, RORIW -> Integer.rotateRight((int) a, (int) b);
      case CLZ -> Long.numberOfLeadingZeros(a);
      case CTZ -> Long.numberOfTrailingZeros(a);
      case CPOP -> Long.bitCount(a);
      case CLZW -> Integer.numberOfLeadingZeros((int) a);
      case CTZW -> Integer.numberOfTrailingZeros((int) a);
      case CPOPW -> Integer.bitCount((int) a);
      case SEXT_B -> (byte) a;
      case SEXT_H -> (short) a;
      case ZEXT_H -> a & 0xffff;
      case ORC_B -> orCombine(a);
      case REV8 -> Long.reverseBytes(a);
      case CLMUL -> CarryLess.low(a, b);
      case CLMULH -> CarryLess.high(a, b);
      case CLMULR -> CarryLess.reversed(a, b);
      case BCLR, BCLRI -> a & ~(1L << b);
      case BEXT, BEXTI -> a >>> b & 1;
      case BINV, BINVI -> a ^ 1L << b;
      case BSET, BSETI -> a | 1L << b;
      case CZERO_EQZ -> b == 0 ? 0 : a;
      case CZERO_NEZ -> b == 0 ? a : 0;
      default -> throw new IllegalStateException(row + " manipulates no bits");
    };
  }

  /** Each byte that is not zero becomes all ones. */
  private static long orCombine(long a) {
    long bits = a | a >>> 4 & 0x0f0f_0f0f_0f0f_0f0fL;
    bits |= bits >>> 2 & 0x3333_3333_3333_3333L;
    bits |= bits >>> 1 & 0x5555_5555_5555_5555L;
    return (bits & 0x0101_0101_0101_0101L) * 0xff;
  }
}
