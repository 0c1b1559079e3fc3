package dev.kurki.cpu.isa;

import java.util.Locale;

/** Writes instructions as text, in the manuals' syntax with ABI register names. */
public final class Disassembler {
  private static final String[] X = ("zero ra sp gp tp t0 t1 t2 s0 s1 a0 a1 a2 a3 a4 a5 a6 a7 "
      + "s2 s3 s4 s5 s6 s7 s8 s9 s10 s11 t3 t4 t5 t6").split(" ");
  private static final String[] F = ("ft0 ft1 ft2 ft3 ft4 ft5 ft6 ft7 fs0 fs1 fa0 fa1 fa2 fa3 fa4 fa5 fa6 fa7 "
      + "fs2 fs3 fs4 fs5 fs6 fs7 fs8 fs9 fs10 fs11 ft8 ft9 ft10 ft11").split(" ");

  private Disassembler() {}

  /**
   * A word as text; a 16-bit form is written as the instruction it stands for.
   *
   * @param word the instruction, its lower half alone if it is a 16-bit form
   * @param pc its address, from which branch targets are counted
   */
  public static String disassemble(int word, long pc) {
    int wide = Compressed.isCompressed(word) ? Compressed.expand(word) : word;
    Instruction row = Decoder.decode(wide);
    String operands = operands(row, wide, pc);
    return operands.isEmpty() ? row.mnemonic() : row.mnemonic() + " " + operands;
  }

  private static String operands(Instruction row, int word, long pc) {
    int immediate = row.format().immediate(word);
    String rd = register(Operands.rd(word), writesFloat(row));
    String rs1 = register(Operands.rs1(word), readsFloat(row));
    String rs2 = register(Operands.rs2(word), isFloat(row));
    return switch (row.format()) {
      case R, FP -> rd + "," + rs1 + "," + rs2;
      case R4 -> rd + "," + rs1 + "," + rs2 + "," + F[Operands.rs3(word)];
      case I, SHIFT, SHIFT_W -> rd + "," + rs1 + "," + immediate;
      case LOAD -> rd + "," + immediate + "(" + X[Operands.rs1(word)] + ")";
      case S -> rs2 + "," + immediate + "(" + X[Operands.rs1(word)] + ")";
      case B -> rs1 + "," + rs2 + "," + target(pc, immediate);
      case U -> rd + ",0x" + Integer.toHexString(immediate >>> 12);
      case J -> rd + "," + target(pc, immediate);
      case CSR -> rd + "," + csr(word) + "," + rs1;
      case CSR_I -> rd + "," + csr(word) + "," + Operands.rs1(word);
      case AMO -> rd + "," + rs2 + ",(" + rs1 + ")";
      case AMO_LOAD -> rd + ",(" + rs1 + ")";
      case UNARY, FP_UNARY, FP_MOVE -> rd + "," + rs1;
      case ADDRESS -> "(" + rs1 + ")";
      case FENCE_VMA -> rs1 + "," + rs2;
      case NONE -> "";
    };
  }

  private static boolean isFloat(Instruction row) {
    return row.extension() == Extension.F || row.extension() == Extension.D || row.extension() == Extension.ZFHMIN;
  }

  /** The comparisons, classifications, moves and conversions to integers write an x register. */
  private static boolean writesFloat(Instruction row) {
    String name = row.mnemonic();
    return isFloat(row) && !name.matches("f(eq|lt|le|class)\\..*|fmv\\.x\\..*|fcvt\\.(w|wu|l|lu)\\..*");
  }

  /** Loads, stores, moves and conversions from integers read an x register. */
  private static boolean readsFloat(Instruction row) {
    String name = row.mnemonic();
    return isFloat(row) && !name.matches("fmv\\.[hwd]\\.x|fcvt\\.[sd]\\.(w|wu|l|lu)");
  }

  /** The name of a register in the calling convention, e.g. {@code a0} or {@code fa0}; 0 to 31. */
  public static String register(int number, boolean isFloat) {
    return isFloat ? F[number] : X[number];
  }

  private static String csr(int word) {
    int number = Operands.csr(word);
    return Csr.of(number).map(csr -> csr.name().toLowerCase(Locale.ROOT)).orElse("0x" + Integer.toHexString(number));
  }

  private static String target(long pc, int offset) {
    return "0x" + Long.toHexString(pc + offset);
  }
}
