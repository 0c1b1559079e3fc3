package dev.kurki.cpu.microop;

import dev.kurki.cpu.isa.Compressed;
import dev.kurki.cpu.isa.Decoder;
import dev.kurki.cpu.isa.Instruction;
import dev.kurki.cpu.isa.InstructionSet;
import dev.kurki.cpu.isa.Operands;

/**
 * An instruction as whoever executes it likes it: all it needs in one word.
 *
 * <pre>
 *   63        32 31   25 24  23 22 18 17 13 12  7 6   0
 *   immediate    0       length rs2   rs1   rd    op
 *   target slot  0       length rs2   rs1   rd    branch or jal
 *   imm   link   0       length 0     rs1   rd    jalr
 *   the word     0       length row               OTHER
 * </pre>
 *
 * <p>The length is in half-words. Where an instruction leads is worked out here, once, from the slot that it stands at. An {@code rd} of {@code x0} is {@link HartState#SINK}. Frequent instructions have an op
 * of their own; the rest share {@link #OTHER}, which names the row of {@link Instruction}.
 */
public final class MicroOp {
  /** No instruction: what follows stands at the index of its slot. */
  public static final int GO_ON = 0;
  /** The page is left here: the instruction's second half is on the next one, or the whole of it. */
  public static final int LEAVE = 1;
  /** An instruction without an op of its own. */
  public static final int OTHER = 2;
  // From here on each is the instruction of its name, of RV64I and of the M extension (unprivileged specification).
  public static final int LUI = 3;
  public static final int AUIPC = 4;
  public static final int JAL = 5;
  public static final int JALR = 6;
  public static final int BEQ = 7;
  public static final int BNE = 8;
  public static final int BLT = 9;
  public static final int BGE = 10;
  public static final int BLTU = 11;
  public static final int BGEU = 12;
  public static final int LB = 13;
  public static final int LH = 14;
  public static final int LW = 15;
  public static final int LD = 16;
  public static final int LBU = 17;
  public static final int LHU = 18;
  public static final int LWU = 19;
  public static final int SB = 20;
  public static final int SH = 21;
  public static final int SW = 22;
  public static final int SD = 23;
  public static final int ADDI = 24;
  public static final int SLTI = 25;
  public static final int SLTIU = 26;
  public static final int XORI = 27;
  public static final int ORI = 28;
  public static final int ANDI = 29;
  public static final int SLLI = 30;
  public static final int SRLI = 31;
  public static final int SRAI = 32;
  public static final int ADD = 33;
  public static final int SUB = 34;
  public static final int SLL = 35;
  public static final int SLT = 36;
  public static final int SLTU = 37;
  public static final int XOR = 38;
  public static final int SRL = 39;
  public static final int SRA = 40;
  public static final int OR = 41;
  public static final int AND = 42;
  public static final int ADDIW = 43;
  public static final int SLLIW = 44;
  public static final int SRLIW = 45;
  public static final int SRAIW = 46;
  public static final int ADDW = 47;
  public static final int SUBW = 48;
  public static final int SLLW = 49;
  public static final int SRLW = 50;
  public static final int SRAW = 51;
  public static final int MUL = 52;
  public static final int MULH = 53;
  public static final int MULHU = 54;
  public static final int MULHSU = 55;
  public static final int MULW = 56;
  public static final int DIV = 57;
  public static final int DIVU = 58;
  public static final int REM = 59;
  public static final int REMU = 60;
  public static final int DIVW = 61;
  public static final int DIVUW = 62;
  public static final int REMW = 63;
  public static final int REMUW = 64;
  public static final int FENCE = 65;
  /** A translated region begins here: the upper half is its number in its page. */
  public static final int REGION = 66;

  /** The register that takes what is written to {@code x0}. */
  public static final int SINK = 32;

  private static final int RD_SHIFT = 7;
  private static final int RS1_SHIFT = 13;
  private static final int RS2_SHIFT = 18;
  private static final int LENGTH_SHIFT = 23;
  private static final int LINK_BITS = 16;
  private static final int ROW_MASK = 0xffff;
  private static final Instruction[] ROWS = Instruction.values();

  private MicroOp() {}

  /** Where a translated region begins, by its number in its page, from 0. */
  public static long region(int number) {
    return (long) number << 32 | REGION;
  }

  /** A 32-bit instruction at a slot of its page. */
  public static long of(int word, int slot, InstructionSet isa) {
    return encode(word, 2, slot, isa);
  }

  /** A 16-bit instruction at a slot of its page. */
  public static long ofCompressed(int halfword, int slot, InstructionSet isa) {
    return encode(Compressed.expand(halfword), 1, slot, isa);
  }

  /** What is to be done: one of the constants. */
  public static int op(long microOp) {
    return (int) microOp & 0x7f;
  }

  /** The register that is written, or {@link #SINK}. */
  public static int rd(long microOp) {
    return (int) microOp >>> RD_SHIFT & 0x3f;
  }

  /** The first register that is read. */
  public static int rs1(long microOp) {
    return (int) microOp >>> RS1_SHIFT & 0x1f;
  }

  /** The second register that is read. */
  public static int rs2(long microOp) {
    return (int) microOp >>> RS2_SHIFT & 0x1f;
  }

  /** In half-words. */
  public static int length(long microOp) {
    return (int) microOp >>> LENGTH_SHIFT;
  }

  /** Whether the instruction behind it in the page can be the next one. */
  public static boolean goesOn(long microOp) {
    int op = op(microOp);
    return op != LEAVE && op != JAL && op != JALR && !(op == OTHER && row(microOp) == Instruction.ILLEGAL);
  }

  /** The immediate; of {@code auipc} from the page's start. */
  public static long immediate(long microOp) {
    return microOp >> 32;
  }

  /** The slot that a branch or {@code jal} leads to; it may be on another page. */
  public static int target(long microOp) {
    return (int) (microOp >> 32);
  }

  /** The immediate of {@code jalr}. */
  public static long jumpOffset(long microOp) {
    return microOp >> 32 + LINK_BITS;
  }

  /** Where {@code jalr} is to return to: bytes from the page's start. */
  public static long link(long microOp) {
    return microOp >>> 32 & (1 << LINK_BITS) - 1;
  }

  /** The row of an {@link #OTHER}. */
  public static Instruction row(long microOp) {
    return ROWS[(int) microOp >>> RD_SHIFT & ROW_MASK];
  }

  /** The instruction word of an {@link #OTHER}, expanded if it is a compressed one. */
  public static int word(long microOp) {
    return (int) (microOp >>> 32);
  }

  private static long encode(int word, int length, int slot, InstructionSet isa) {
    Instruction known = Decoder.decode(word);
    Instruction row = isa.has(known.extension()) ? known : Instruction.ILLEGAL;
    int op = op(row);
    if (op == OTHER) {
      return (long) word << 32 | (long) length << LENGTH_SHIFT | (long) row.ordinal() << RD_SHIFT | OTHER;
    }
    int rd = Operands.rd(word) == 0 ? SINK : Operands.rd(word);
    return (long) operand(row, word, length, slot) << 32 | (long) length << LENGTH_SHIFT
        | (long) Operands.rs2(word) << RS2_SHIFT
        | (long) Operands.rs1(word) << RS1_SHIFT | (long) rd << RD_SHIFT | op;
  }

  /** The upper half: the immediate, and for what goes by {@code pc} where it leads. */
  private static int operand(Instruction row, int word, int length, int slot) {
    int immediate = row.format().immediate(word);
    return switch (row) {
      case AUIPC -> immediate + 2 * slot;
      case JAL, BEQ, BNE, BLT, BGE, BLTU, BGEU -> slot + (immediate >> 1);
      case JALR -> immediate << LINK_BITS | 2 * (slot + length);
      default -> immediate;
    };
  }

  private static int op(Instruction row) {
    return switch (row) {
      case LUI -> LUI;
      case AUIPC -> AUIPC;
      case JAL -> JAL;
      case JALR -> JALR;
      case BEQ -> BEQ;
      case BNE -> BNE;
      case BLT -> BLT;
      case BGE -> BGE;
      case BLTU -> BLTU;
      case BGEU -> BGEU;
      case LB -> LB;
      case LH -> LH;
      case LW -> LW;
      case LD -> LD;
      case LBU -> LBU;
      case LHU -> LHU;
      case LWU -> LWU;
      case SB -> SB;
      case SH -> SH;
      case SW -> SW;
      case SD -> SD;
      case ADDI -> ADDI;
      case SLTI -> SLTI;
      case SLTIU -> SLTIU;
      case XORI -> XORI;
      case ORI -> ORI;
      case ANDI -> ANDI;
      case SLLI -> SLLI;
      case SRLI -> SRLI;
      case SRAI -> SRAI;
      case ADD -> ADD;
      case SUB -> SUB;
      case SLL -> SLL;
      case SLT -> SLT;
      case SLTU -> SLTU;
      case XOR -> XOR;
      case SRL -> SRL;
      case SRA -> SRA;
      case OR -> OR;
      case AND -> AND;
      case ADDIW -> ADDIW;
      case SLLIW -> SLLIW;
      case SRLIW -> SRLIW;
      case SRAIW -> SRAIW;
      case ADDW -> ADDW;
      case SUBW -> SUBW;
      case SLLW -> SLLW;
      case SRLW -> SRLW;
      case SRAW -> SRAW;
      case MUL -> MUL;
      case MULH -> MULH;
      case MULHU -> MULHU;
      case MULHSU -> MULHSU;
      case MULW -> MULW;
      case DIV -> DIV;
      case DIVU -> DIVU;
      case REM -> REM;
      case REMU -> REMU;
      case DIVW -> DIVW;
      case DIVUW -> DIVUW;
      case REMW -> REMW;
      case REMUW -> REMUW;
      case FENCE -> FENCE;
      default -> OTHER;
    };
  }
}
