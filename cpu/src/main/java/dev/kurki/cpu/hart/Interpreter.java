package dev.kurki.cpu.hart;

import static dev.kurki.cpu.microop.MicroOp.immediate;
import static dev.kurki.cpu.microop.MicroOp.rd;
import static dev.kurki.cpu.microop.MicroOp.rs1;
import static dev.kurki.cpu.microop.MicroOp.rs2;

import java.lang.invoke.VarHandle;
import java.util.Objects;

import dev.kurki.actors.component.Attention;
import dev.kurki.actors.memory.HostMemory;
import dev.kurki.cpu.microop.MicroOp;
import dev.kurki.cpu.microop.Multiplier;
import dev.kurki.cpu.translate.Region;
import dev.kurki.cpu.translate.Translated;
import dev.kurki.cpu.translate.Translator;

/**
 * Runs the micro-ops of one code page until the page is left, the slice is over or something else has to be done. Its large
 * method stays below 8000 bytes of bytecode, as the host's compiler leaves a larger one alone.
 */
final class Interpreter {
  private static final long LOW_WORD = 0xffff_ffffL;

  /** Marks in place of a slot to go on at: nowhere, where a run goes on, this instruction aside, another page, a region. */
  private static final int NOWHERE = Integer.MIN_VALUE;
  private static final int ONWARD = NOWHERE + 1;
  private static final int HERE = NOWHERE + 2;
  private static final int FAR = NOWHERE + 3;
  private static final int TRANSLATED = NOWHERE + 4;
  private static final int LAST_MARK = TRANSLATED;
  /** The most instructions that are counted in an int. */
  private static final int MOST_AT_ONCE = 1 << 20;

  private final HartState state;
  private final Mmu mmu;
  private final RareInstructions rare;
  private final MemoryInstructions memory;
  private final Attention attention;
  private final TranslatedCode translated;
  /** The index of the micro-op to begin with where it is not that of the slot: a region begins there that cannot be run now. */
  private int firstIndex;
  private CodePage code;
  /** Where it runs: the page's address, the slot in it, how many instructions are left, and {@code retired} at its end. */
  private long page;
  private int slot;
  private long left;
  private long retiredAtEnd;
  /** Where a jump to another page leads. */
  private long far;

  @SuppressWarnings("NullAway.Init") // the page is there once something is to be executed
  Interpreter(HartState state, Mmu mmu, RareInstructions rare, Attention attention, Translator translator) {
    this.state = state;
    this.mmu = mmu;
    this.rare = rare;
    this.memory = new MemoryInstructions(state, mmu);
    this.attention = attention;
    this.translated = new TranslatedCode(state, mmu, rare, attention, translator);
  }

  /**
   * Executes from {@code pc} on. However it is left, also by a {@link Trap} or a {@link Unfinished}, {@code pc} is the next
   * instruction to execute and {@code retired} has counted those before it.
   *
   * @param from the page that {@code pc} stands in
   * @param limit how many instructions at most
   */
  void execute(CodePage from, long limit) {
    code = from;
    page = state.pc & Tlb.PAGE_MASK;
    retiredAtEnd = state.retired + limit;
    slot = (int) (state.pc & ~Tlb.PAGE_MASK) >>> 1;
    left = limit;
    translated.comeTo(code, slot);
    while (true) {
      switch (run(code)) {
        case OVER -> {
          if (!goesOn(page + ((long) slot << 1))) {
            return;
          }
        }
        case HOT -> translated.request(code, slot);
        case TRANSLATED -> {
          if (!runTranslated()) {
            return;
          }
        }
        case FAR -> {
          if (!goesOn(far)) {
            return;
          }
        }
        case DECODE -> code.decode(slot);
        case ASIDE -> {
          if (executeAside()) {
            return;
          }
        }
      }
    }
  }

  /** The second tier. */
  TranslatedCode translated() {
    return translated;
  }

  /** Runs the region at the next instruction, and further ones; says whether it goes on here. */
  private boolean runTranslated() {
    Translated region = Objects.requireNonNull(code.regionAt(slot));
    if (region.pass() > left) {
      firstIndex = code.plainIndex(slot);
      return true;
    }
    int kind = translated.run(code, region, page, left);
    code = translated.code();
    page = translated.page();
    slot = translated.slot;
    left = translated.left;
    return switch (kind) {
      case Region.ASIDE -> !executeAside();
      case Region.FAR -> goesOn(translated.far);
      default -> goesOn(page + ((long) slot << 1));
    };
  }

  /**
   * Goes on at an address, where nothing else has to be done first, and which page of code that is known; if not, the hart is
   * left there.
   */
  private boolean goesOn(long pc) {
    boolean isHere = (pc & Tlb.PAGE_MASK) == page;
    CodePage there = left == 0 || attention.isDemanded() ? null : isHere ? code : mmu.fetchedBefore(pc);
    int at = (int) (pc & ~Tlb.PAGE_MASK) >>> 1;
    // What begins with the last half-word may have its end on another page.
    if (there == null || at == CodePage.SLOTS - 1) {
      settle();
      state.pc = pc;
      return false;
    }
    code = there;
    page = pc & Tlb.PAGE_MASK;
    slot = at;
    translated.comeTo(code, slot);
    return true;
  }

  /** Why {@link #run} has come back. */
  private enum Exit {
    /** The page is left for the next instruction, no instructions are left, or attention is demanded. */
    OVER,
    /** A jump leads to another page. */
    FAR,
    /** The next instruction has to be decoded. */
    DECODE,
    /** The next instruction is executed elsewhere. */
    ASIDE,
    /** A region is wanted at the next instruction. */
    HOT,
    /** A region begins at the next instruction. */
    TRANSLATED
  }

  /** Brings {@code pc} and {@code retired} to where the run has ended. */
  private void settle() {
    state.pc = page + ((long) slot << 1);
    state.retired = retiredAtEnd - left;
  }

  /** Executes the next instruction; says whether {@code pc} has been set by it. */
  private boolean executeAside() {
    settle();
    if (code.index(slot) == CodePage.NOT_DECODED) {
      code.decode(slot);
    }
    long microOp = code.microOp(slot);
    if (MicroOp.op(microOp) == MicroOp.OTHER) {
      if (rare.execute(microOp)) {
        state.retired++;
        return true;
      }
    } else {
      memory.execute(microOp);
    }
    slot += MicroOp.length(microOp);
    left--;
    return false;
  }

  /**
   * Runs micro-ops until one has to be executed aside, and leaves in the fields where it stands and what is left. It calls
   * nothing, so that the host's compiler keeps what it works with in registers; and what is computed for one micro-op alone
   * has to look different in each of them, as what two share is worked out in front of all.
   */
  private Exit run(CodePage code) {
    if (slot >= CodePage.SLOTS) {
      return Exit.OVER;
    }
    int i = firstIndex == CodePage.NOT_DECODED ? code.index(slot) : firstIndex;
    firstIndex = CodePage.NOT_DECODED;
    if (i == CodePage.NOT_DECODED) {
      return Exit.DECODE;
    }
    final long[] x = state.x;
    final long[] ops = code.microOps();
    final int[] slots = code.slots();
    final long tlb = mmu.data().data();
    final long page = this.page;
    final int threshold = translated.threshold();
    final int budget = (int) Math.min(left, MOST_AT_ONCE);
    // The index at which the budget is used up, which moves with each jump.
    int end = i + budget;
    while (true) {
      int next = NOWHERE;
      run : while (i != end) {
        long u = ops[i];
        switch (MicroOp.op(u)) {
          case MicroOp.GO_ON -> {
            next = ONWARD;
            break run;
          }
          case MicroOp.LEAVE -> {
            break run;
          }
          case MicroOp.OTHER -> {
            next = HERE;
            break run;
          }
          case MicroOp.REGION -> {
            next = TRANSLATED;
            break run;
          }
          case MicroOp.LUI -> x[rd(u)] = immediate(u);
          case MicroOp.AUIPC -> x[rd(u)] = page + immediate(u);
          case MicroOp.ADDI -> x[rd(u)] = x[rs1(u)] + immediate(u);
          case MicroOp.SLTI -> x[rd(u)] = x[rs1(u)] < immediate(u) ? 1 : 0;
          case MicroOp.SLTIU -> x[rd(u)] = Long.compareUnsigned(x[rs1(u)], immediate(u)) < 0 ? 1 : 0;
          case MicroOp.XORI -> x[rd(u)] = x[rs1(u)] ^ immediate(u);
          case MicroOp.ORI -> x[rd(u)] = x[rs1(u)] | immediate(u);
          case MicroOp.ANDI -> x[rd(u)] = x[rs1(u)] & immediate(u);
          case MicroOp.SLLI -> x[rd(u)] = x[rs1(u)] << immediate(u);
          case MicroOp.SRLI -> x[rd(u)] = x[rs1(u)] >>> immediate(u);
          case MicroOp.SRAI -> x[rd(u)] = x[rs1(u)] >> immediate(u);
          case MicroOp.ADDIW -> x[rd(u)] = (int) (x[rs1(u)] + immediate(u));
          case MicroOp.SLLIW -> x[rd(u)] = (int) x[rs1(u)] << (int) immediate(u);
          case MicroOp.SRLIW -> x[rd(u)] = (int) x[rs1(u)] >>> (int) immediate(u);
          case MicroOp.SRAIW -> x[rd(u)] = (int) x[rs1(u)] >> (int) immediate(u);
          case MicroOp.ADD -> x[rd(u)] = x[rs1(u)] + x[rs2(u)];
          case MicroOp.SUB -> x[rd(u)] = x[rs1(u)] - x[rs2(u)];
          case MicroOp.SLL -> x[rd(u)] = x[rs1(u)] << x[rs2(u)];
          case MicroOp.SLT -> x[rd(u)] = x[rs1(u)] < x[rs2(u)] ? 1 : 0;
          case MicroOp.SLTU -> x[rd(u)] = Long.compareUnsigned(x[rs1(u)], x[rs2(u)]) < 0 ? 1 : 0;
          case MicroOp.XOR -> x[rd(u)] = x[rs1(u)] ^ x[rs2(u)];
          case MicroOp.SRL -> x[rd(u)] = x[rs1(u)] >>> x[rs2(u)];
          case MicroOp.SRA -> x[rd(u)] = x[rs1(u)] >> x[rs2(u)];
          case MicroOp.OR -> x[rd(u)] = x[rs1(u)] | x[rs2(u)];
          case MicroOp.AND -> x[rd(u)] = x[rs1(u)] & x[rs2(u)];
          case MicroOp.ADDW -> x[rd(u)] = (int) (x[rs1(u)] + x[rs2(u)]);
          case MicroOp.SUBW -> x[rd(u)] = (int) (x[rs1(u)] - x[rs2(u)]);
          case MicroOp.SLLW -> x[rd(u)] = (int) x[rs1(u)] << (int) x[rs2(u)];
          case MicroOp.SRLW -> x[rd(u)] = (int) x[rs1(u)] >>> (int) x[rs2(u)];
          case MicroOp.SRAW -> x[rd(u)] = (int) x[rs1(u)] >> (int) x[rs2(u)];
          case MicroOp.MUL -> x[rd(u)] = x[rs1(u)] * x[rs2(u)];
          case MicroOp.MULH -> x[rd(u)] = Math.multiplyHigh(x[rs1(u)], x[rs2(u)]);
          case MicroOp.MULHU -> x[rd(u)] = Math.unsignedMultiplyHigh(x[rs1(u)], x[rs2(u)]);
          case MicroOp.MULHSU -> x[rd(u)] = Multiplier.multiplyHighSignedUnsigned(x[rs1(u)], x[rs2(u)]);
          case MicroOp.MULW -> x[rd(u)] = (int) (x[rs1(u)] * x[rs2(u)]);
          case MicroOp.DIV -> x[rd(u)] = Multiplier.divide(x[rs1(u)], x[rs2(u)]);
          case MicroOp.DIVU -> x[rd(u)] = Multiplier.divideUnsigned(x[rs1(u)], x[rs2(u)]);
          case MicroOp.REM -> x[rd(u)] = Multiplier.remainder(x[rs1(u)], x[rs2(u)]);
          case MicroOp.REMU -> x[rd(u)] = Multiplier.remainderUnsigned(x[rs1(u)], x[rs2(u)]);
          case MicroOp.DIVW -> x[rd(u)] = (int) Multiplier.divide((int) x[rs1(u)], (int) x[rs2(u)]);
          case MicroOp.DIVUW ->
            x[rd(u)] = (int) Multiplier.divideUnsigned(x[rs1(u)] & LOW_WORD, x[rs2(u)] & LOW_WORD);
          case MicroOp.REMW -> x[rd(u)] = (int) Multiplier.remainder((int) x[rs1(u)], (int) x[rs2(u)]);
          case MicroOp.REMUW ->
            x[rd(u)] = (int) Multiplier.remainderUnsigned(x[rs1(u)] & LOW_WORD, x[rs2(u)] & LOW_WORD);
          case MicroOp.BEQ -> {
            if (x[rs1(u)] == x[rs2(u)]) {
              next = MicroOp.target(u);
              break run;
            }
          }
          case MicroOp.BNE -> {
            if (x[rs1(u)] != x[rs2(u)]) {
              next = MicroOp.target(u);
              break run;
            }
          }
          case MicroOp.BLT -> {
            if (x[rs1(u)] < x[rs2(u)]) {
              next = MicroOp.target(u);
              break run;
            }
          }
          case MicroOp.BGE -> {
            if (x[rs1(u)] >= x[rs2(u)]) {
              next = MicroOp.target(u);
              break run;
            }
          }
          case MicroOp.BLTU -> {
            if (Long.compareUnsigned(x[rs1(u)], x[rs2(u)]) < 0) {
              next = MicroOp.target(u);
              break run;
            }
          }
          case MicroOp.BGEU -> {
            if (Long.compareUnsigned(x[rs1(u)], x[rs2(u)]) >= 0) {
              next = MicroOp.target(u);
              break run;
            }
          }
          case MicroOp.LB -> {
            long a = x[rs1(u)] + immediate(u);
            long entry = tlb + Tlb.entry(a);
            if ((a & Tlb.PAGE_MASK) != HostMemory.getLong(entry + Tlb.READ_TAG)) {
              next = HERE;
              break run;
            }
            x[rd(u)] = HostMemory.getByte(a + HostMemory.getLong(entry + Tlb.READ_OFFSET));
          }
          case MicroOp.LH -> {
            long a = x[rs1(u)] + immediate(u);
            long entry = tlb + Tlb.entry(a);
            if ((a & (Tlb.PAGE_MASK | 1)) != HostMemory.getLong(entry + Tlb.READ_TAG)) {
              next = HERE;
              break run;
            }
            x[rd(u)] = HostMemory.getShort(a + HostMemory.getLong(entry + Tlb.READ_OFFSET));
          }
          case MicroOp.LW -> {
            long a = x[rs1(u)] + immediate(u);
            long entry = tlb + Tlb.entry(a);
            if ((a & (Tlb.PAGE_MASK | 3)) != HostMemory.getLong(entry + Tlb.READ_TAG)) {
              next = HERE;
              break run;
            }
            x[rd(u)] = HostMemory.getInt(a + HostMemory.getLong(entry + Tlb.READ_OFFSET));
          }
          case MicroOp.LD -> {
            long a = x[rs1(u)] + immediate(u);
            long entry = tlb + Tlb.entry(a);
            if ((a & (Tlb.PAGE_MASK | 7)) != HostMemory.getLong(entry + Tlb.READ_TAG)) {
              next = HERE;
              break run;
            }
            x[rd(u)] = HostMemory.getLong(a + HostMemory.getLong(entry + Tlb.READ_OFFSET));
          }
          case MicroOp.LBU -> {
            long a = x[rs1(u)] + immediate(u);
            long entry = tlb + Tlb.entry(a);
            if ((a & Tlb.PAGE_MASK) != HostMemory.getLong(entry + Tlb.READ_TAG)) {
              next = HERE;
              break run;
            }
            x[rd(u)] = HostMemory.getByte(a + HostMemory.getLong(entry + Tlb.READ_OFFSET)) & 0xffL;
          }
          case MicroOp.LHU -> {
            long a = x[rs1(u)] + immediate(u);
            long entry = tlb + Tlb.entry(a);
            if ((a & (Tlb.PAGE_MASK | 1)) != HostMemory.getLong(entry + Tlb.READ_TAG)) {
              next = HERE;
              break run;
            }
            x[rd(u)] = HostMemory.getShort(a + HostMemory.getLong(entry + Tlb.READ_OFFSET)) & 0xffffL;
          }
          case MicroOp.LWU -> {
            long a = x[rs1(u)] + immediate(u);
            long entry = tlb + Tlb.entry(a);
            if ((a & (Tlb.PAGE_MASK | 3)) != HostMemory.getLong(entry + Tlb.READ_TAG)) {
              next = HERE;
              break run;
            }
            x[rd(u)] = HostMemory.getInt(a + HostMemory.getLong(entry + Tlb.READ_OFFSET)) & LOW_WORD;
          }
          case MicroOp.SB -> {
            long a = x[rs1(u)] + immediate(u);
            long entry = tlb + Tlb.entry(a);
            if ((a & Tlb.PAGE_MASK) != HostMemory.getLong(entry + Tlb.WRITE_TAG)) {
              next = HERE;
              break run;
            }
            HostMemory.putByte(a + HostMemory.getLong(entry + Tlb.WRITE_OFFSET), (byte) x[rs2(u)]);
          }
          case MicroOp.SH -> {
            long a = x[rs1(u)] + immediate(u);
            long entry = tlb + Tlb.entry(a);
            if ((a & (Tlb.PAGE_MASK | 1)) != HostMemory.getLong(entry + Tlb.WRITE_TAG)) {
              next = HERE;
              break run;
            }
            HostMemory.putShort(a + HostMemory.getLong(entry + Tlb.WRITE_OFFSET), (short) x[rs2(u)]);
          }
          case MicroOp.SW -> {
            long a = x[rs1(u)] + immediate(u);
            long entry = tlb + Tlb.entry(a);
            if ((a & (Tlb.PAGE_MASK | 3)) != HostMemory.getLong(entry + Tlb.WRITE_TAG)) {
              next = HERE;
              break run;
            }
            HostMemory.putInt(a + HostMemory.getLong(entry + Tlb.WRITE_OFFSET), (int) x[rs2(u)]);
          }
          case MicroOp.SD -> {
            long a = x[rs1(u)] + immediate(u);
            long entry = tlb + Tlb.entry(a);
            if ((a & (Tlb.PAGE_MASK | 7)) != HostMemory.getLong(entry + Tlb.WRITE_TAG)) {
              next = HERE;
              break run;
            }
            HostMemory.putLong(a + HostMemory.getLong(entry + Tlb.WRITE_OFFSET), x[rs2(u)]);
          }
          case MicroOp.JAL -> {
            x[rd(u)] = page + ((long) (code.slotOf()[i] + MicroOp.length(u)) << 1);
            next = MicroOp.target(u);
            break run;
          }
          case MicroOp.JALR -> {
            long to = x[rs1(u)] + MicroOp.jumpOffset(u) & ~1L;
            x[rd(u)] = page + MicroOp.link(u);
            next = (to & Tlb.PAGE_MASK) == page ? (int) (to - page) >> 1 : FAR;
            far = to;
            break run;
          }
          case MicroOp.FENCE -> VarHandle.fullFence();
          default -> throw new IllegalStateException("micro-op " + Long.toHexString(u));
        }
        i++;
      }
      int to;
      if (next > LAST_MARK) {
        i++;
        if (Integer.compareUnsigned(next, CodePage.SLOTS) >= 0 || attention.isDemanded()) {
          return leave(Exit.OVER, next, budget - end + i);
        }
        int known = slots[next] + CodePage.JUMP;
        slots[next] = known;
        to = known & CodePage.INDEX;
        if (known >>> CodePage.HEAT_SHIFT == threshold) {
          return leave(Exit.HOT, next, budget - end + i);
        }
      } else if (next == ONWARD) {
        next = code.slotOf()[i];
        to = code.index(next);
      } else {
        return switch (next) {
          case HERE -> leave(Exit.ASIDE, code.slotOf()[i], budget - end + i);
          case TRANSLATED -> leave(Exit.TRANSLATED, code.slotOf()[i], budget - end + i);
          case FAR -> leave(Exit.FAR, code.slotOf()[i], budget - end + i + 1);
          default -> leave(Exit.OVER, code.slotOf()[i], budget - end + i);
        };
      }
      if (to == CodePage.NOT_DECODED) {
        return leave(Exit.DECODE, next, budget - end + i);
      }
      end += to - i;
      i = to;
    }
  }

  private Exit leave(Exit why, int at, int executed) {
    slot = at;
    left -= executed;
    return why;
  }
}
