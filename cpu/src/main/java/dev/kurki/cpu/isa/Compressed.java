package dev.kurki.cpu.isa;

import static dev.kurki.cpu.isa.Instruction.ADD;
import static dev.kurki.cpu.isa.Instruction.ADDI;
import static dev.kurki.cpu.isa.Instruction.ADDIW;
import static dev.kurki.cpu.isa.Instruction.ADDW;
import static dev.kurki.cpu.isa.Instruction.AND;
import static dev.kurki.cpu.isa.Instruction.ANDI;
import static dev.kurki.cpu.isa.Instruction.BEQ;
import static dev.kurki.cpu.isa.Instruction.BNE;
import static dev.kurki.cpu.isa.Instruction.EBREAK;
import static dev.kurki.cpu.isa.Instruction.FLD;
import static dev.kurki.cpu.isa.Instruction.FSD;
import static dev.kurki.cpu.isa.Instruction.JAL;
import static dev.kurki.cpu.isa.Instruction.JALR;
import static dev.kurki.cpu.isa.Instruction.LD;
import static dev.kurki.cpu.isa.Instruction.LUI;
import static dev.kurki.cpu.isa.Instruction.LW;
import static dev.kurki.cpu.isa.Instruction.OR;
import static dev.kurki.cpu.isa.Instruction.SD;
import static dev.kurki.cpu.isa.Instruction.SLLI;
import static dev.kurki.cpu.isa.Instruction.SRAI;
import static dev.kurki.cpu.isa.Instruction.SRLI;
import static dev.kurki.cpu.isa.Instruction.SUB;
import static dev.kurki.cpu.isa.Instruction.SUBW;
import static dev.kurki.cpu.isa.Instruction.SW;
import static dev.kurki.cpu.isa.Instruction.XOR;

/**
 * Widens RV64C: each 16-bit form stands for one 32-bit instruction (unprivileged specification, chapter "C").
 * Hints widen to the instruction they hint with, which changes nothing.
 */
public final class Compressed {
  /** What a reserved form widens to: a word that is no instruction. */
  public static final int ILLEGAL = 0;

  private static final int RA = 1;
  private static final int SP = 2;

  private Compressed() {}

  /** Whether a half-word begins a 16-bit instruction. */
  public static boolean isCompressed(int halfword) {
    return (halfword & 3) != 3;
  }

  /** The 32-bit instruction that a 16-bit form stands for, or {@link #ILLEGAL}. */
  public static int expand(int halfword) {
    int c = halfword & 0xffff;
    int row = c >>> 13;
    return switch (c & 3) {
      case 0 -> quadrant0(c, row);
      case 1 -> quadrant1(c, row);
      case 2 -> quadrant2(c, row);
      default -> ILLEGAL;
    };
  }

  private static int quadrant0(int c, int row) {
    int wordOffset = bits(c, 10, 3) << 3 | bits(c, 6, 1) << 2 | bits(c, 5, 1) << 6;
    int doubleOffset = bits(c, 10, 3) << 3 | bits(c, 5, 2) << 6;
    int rd = low(c, 2);
    int rs1 = low(c, 7);
    return switch (row) {
      case 0 -> {
        int offset = bits(c, 7, 4) << 6 | bits(c, 11, 2) << 4 | bits(c, 5, 1) << 3 | bits(c, 6, 1) << 2;
        yield offset == 0 ? ILLEGAL : i(ADDI, rd, SP, offset);
      }
      case 1 -> i(FLD, rd, rs1, doubleOffset);
      case 2 -> i(LW, rd, rs1, wordOffset);
      case 3 -> i(LD, rd, rs1, doubleOffset);
      case 5 -> s(FSD, rs1, rd, doubleOffset);
      case 6 -> s(SW, rs1, rd, wordOffset);
      case 7 -> s(SD, rs1, rd, doubleOffset);
      default -> ILLEGAL;
    };
  }

  private static int quadrant1(int c, int row) {
    int rd = bits(c, 7, 5);
    int immediate = bits(c, 12, 1) * -32 | bits(c, 2, 5);
    return switch (row) {
      case 0 -> i(ADDI, rd, rd, immediate);
      case 1 -> rd == 0 ? ILLEGAL : i(ADDIW, rd, rd, immediate);
      case 2 -> i(ADDI, rd, 0, immediate);
      case 3 -> rd == SP ? stackAdjustment(c) : immediate == 0 ? ILLEGAL : LUI.match() | rd << 7 | immediate << 12;
      case 4 -> arithmetic(c, immediate);
      case 5 -> j(0, bits(c, 12, 1) * -2048 | bits(c, 8, 1) << 10 | bits(c, 9, 2) << 8 | bits(c, 6, 1) << 7
          | bits(c, 7, 1) << 6 | bits(c, 2, 1) << 5 | bits(c, 11, 1) << 4 | bits(c, 3, 3) << 1);
      default -> b(row == 6 ? BEQ : BNE, low(c, 7), bits(c, 12, 1) * -256 | bits(c, 5, 2) << 6 | bits(c, 2, 1) << 5
          | bits(c, 10, 2) << 3 | bits(c, 3, 2) << 1);
    };
  }

  private static int stackAdjustment(int c) {
    int immediate = bits(c, 12, 1) * -512 | bits(c, 3, 2) << 7 | bits(c, 5, 1) << 6 | bits(c, 2, 1) << 5
        | bits(c, 6, 1) << 4;
    return immediate == 0 ? ILLEGAL : i(ADDI, SP, SP, immediate);
  }

  private static int arithmetic(int c, int immediate) {
    int rd = low(c, 7);
    int rs2 = low(c, 2);
    boolean narrow = bits(c, 12, 1) == 1;
    return switch (bits(c, 10, 2)) {
      case 0 -> i(SRLI, rd, rd, immediate & 0x3f);
      case 1 -> i(SRAI, rd, rd, immediate & 0x3f);
      case 2 -> i(ANDI, rd, rd, immediate);
      default -> switch (bits(c, 5, 2)) {
        case 0 -> r(narrow ? SUBW : SUB, rd, rd, rs2);
        case 1 -> r(narrow ? ADDW : XOR, rd, rd, rs2);
        case 2 -> narrow ? ILLEGAL : r(OR, rd, rd, rs2);
        default -> narrow ? ILLEGAL : r(AND, rd, rd, rs2);
      };
    };
  }

  private static int quadrant2(int c, int row) {
    int rd = bits(c, 7, 5);
    int rs2 = bits(c, 2, 5);
    int loadWord = bits(c, 12, 1) << 5 | bits(c, 4, 3) << 2 | bits(c, 2, 2) << 6;
    int loadDouble = bits(c, 12, 1) << 5 | bits(c, 5, 2) << 3 | bits(c, 2, 3) << 6;
    int storeWord = bits(c, 9, 4) << 2 | bits(c, 7, 2) << 6;
    int storeDouble = bits(c, 10, 3) << 3 | bits(c, 7, 3) << 6;
    return switch (row) {
      case 0 -> i(SLLI, rd, rd, bits(c, 12, 1) << 5 | rs2);
      case 1 -> i(FLD, rd, SP, loadDouble);
      case 2 -> rd == 0 ? ILLEGAL : i(LW, rd, SP, loadWord);
      case 3 -> rd == 0 ? ILLEGAL : i(LD, rd, SP, loadDouble);
      case 4 -> bits(c, 12, 1) == 0 ? moveOrJump(rd, rs2) : addOrCall(rd, rs2);
      case 5 -> s(FSD, SP, rs2, storeDouble);
      case 6 -> s(SW, SP, rs2, storeWord);
      default -> s(SD, SP, rs2, storeDouble);
    };
  }

  private static int moveOrJump(int rd, int rs2) {
    if (rs2 != 0) {
      return r(ADD, rd, 0, rs2);
    }
    return rd == 0 ? ILLEGAL : i(JALR, 0, rd, 0);
  }

  private static int addOrCall(int rd, int rs2) {
    if (rs2 != 0) {
      return r(ADD, rd, rd, rs2);
    }
    return rd == 0 ? EBREAK.match() : i(JALR, RA, rd, 0);
  }

  private static int bits(int word, int from, int count) {
    return word >>> from & (1 << count) - 1;
  }

  /** One of the registers x8 to x15, which three bits name. */
  private static int low(int word, int from) {
    return 8 + bits(word, from, 3);
  }

  private static int r(Instruction row, int rd, int rs1, int rs2) {
    return Encoder.registers(row, rd, rs1, rs2);
  }

  private static int i(Instruction row, int rd, int rs1, int immediate) {
    return Encoder.immediate(row, rd, rs1, immediate);
  }

  private static int s(Instruction row, int rs1, int rs2, int offset) {
    return Encoder.store(row, rs1, rs2, offset);
  }

  private static int b(Instruction row, int rs1, int offset) {
    return Encoder.branch(row, rs1, 0, offset);
  }

  private static int j(int rd, int offset) {
    return Encoder.jump(JAL, rd, offset);
  }
}
