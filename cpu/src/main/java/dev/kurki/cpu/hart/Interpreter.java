package dev.kurki.cpu.hart;

import static dev.kurki.cpu.hart.MicroOp.immediate;
import static dev.kurki.cpu.hart.MicroOp.rd;
import static dev.kurki.cpu.hart.MicroOp.rs1;
import static dev.kurki.cpu.hart.MicroOp.rs2;

import java.lang.invoke.VarHandle;

import dev.kurki.actors.component.Attention;
import dev.kurki.actors.memory.HostMemory;

/**
 * Runs the micro-ops of one code page until the page is left, the slice is over or something else has to be done. Its one
 * method stays below 8000 bytes of bytecode, as the host's compiler leaves a larger one alone.
 */
final class Interpreter {
  private static final long LOW_WORD = 0xffff_ffffL;

  private final HartState state;
  private final Mmu mmu;
  private final RareInstructions rare;
  private final Attention attention;

  Interpreter(HartState state, Mmu mmu, RareInstructions rare, Attention attention) {
    this.state = state;
    this.mmu = mmu;
    this.rare = rare;
    this.attention = attention;
  }

  /**
   * Executes from {@code pc} on. However it is left, also by a {@link Trap} or a {@link Unfinished}, {@code pc} is the next
   * instruction to execute and {@code retired} has counted those before it.
   *
   * @param code the page that {@code pc} stands in
   * @param limit how many instructions at most
   */
  void execute(CodePage code, long limit) {
    final long[] x = state.x;
    final long[] ops = code.microOps;
    final long[] readTag = mmu.data().readTag;
    final long[] readOffset = mmu.data().readOffset;
    final long[] writeTag = mmu.data().writeTag;
    final long[] writeOffset = mmu.data().writeOffset;
    final long page = state.pc & Tlb.PAGE_MASK;
    final long retired = state.retired;
    int slot = (int) (state.pc & ~Tlb.PAGE_MASK) >>> 1;
    long left = limit;
    try {
      while (left > 0) {
        long u = ops[slot];
        int next = slot + MicroOp.length(u);
        switch (MicroOp.op(u)) {
          case MicroOp.UNDECODED -> {
            code.decode(slot);
            continue;
          }
          case MicroOp.CROSSING -> {
            leave(page, slot, retired, limit, left);
            return;
          }
          case MicroOp.OTHER -> {
            leave(page, slot, retired, limit, left);
            if (rare.execute(u)) {
              state.retired++;
              return;
            }
          }
          case MicroOp.LUI -> x[rd(u)] = immediate(u);
          case MicroOp.AUIPC -> x[rd(u)] = page + ((long) slot << 1) + immediate(u);
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
          case MicroOp.DIVUW -> x[rd(u)] = (int) Multiplier.divideUnsigned(x[rs1(u)] & LOW_WORD, x[rs2(u)] & LOW_WORD);
          case MicroOp.REMW -> x[rd(u)] = (int) Multiplier.remainder((int) x[rs1(u)], (int) x[rs2(u)]);
          case MicroOp.REMUW ->
            x[rd(u)] = (int) Multiplier.remainderUnsigned(x[rs1(u)] & LOW_WORD, x[rs2(u)] & LOW_WORD);
          case MicroOp.BEQ -> {
            if (x[rs1(u)] == x[rs2(u)]) {
              next = slot + ((int) immediate(u) >> 1);
            }
          }
          case MicroOp.BNE -> {
            if (x[rs1(u)] != x[rs2(u)]) {
              next = slot + ((int) immediate(u) >> 1);
            }
          }
          case MicroOp.BLT -> {
            if (x[rs1(u)] < x[rs2(u)]) {
              next = slot + ((int) immediate(u) >> 1);
            }
          }
          case MicroOp.BGE -> {
            if (x[rs1(u)] >= x[rs2(u)]) {
              next = slot + ((int) immediate(u) >> 1);
            }
          }
          case MicroOp.BLTU -> {
            if (Long.compareUnsigned(x[rs1(u)], x[rs2(u)]) < 0) {
              next = slot + ((int) immediate(u) >> 1);
            }
          }
          case MicroOp.BGEU -> {
            if (Long.compareUnsigned(x[rs1(u)], x[rs2(u)]) >= 0) {
              next = slot + ((int) immediate(u) >> 1);
            }
          }
          case MicroOp.LB -> {
            long a = x[rs1(u)] + immediate(u);
            int i = Tlb.index(a);
            x[rd(u)] = (a & Tlb.PAGE_MASK) == readTag[i]
                ? HostMemory.getByte(a + readOffset[i])
                : (byte) mmu.load(a, 1);
          }
          case MicroOp.LH -> {
            long a = x[rs1(u)] + immediate(u);
            int i = Tlb.index(a);
            x[rd(u)] = (a & (Tlb.PAGE_MASK | 1)) == readTag[i]
                ? HostMemory.getShort(a + readOffset[i])
                : (short) mmu.load(a, 2);
          }
          case MicroOp.LW -> {
            long a = x[rs1(u)] + immediate(u);
            int i = Tlb.index(a);
            x[rd(u)] = (a & (Tlb.PAGE_MASK | 3)) == readTag[i]
                ? HostMemory.getInt(a + readOffset[i])
                : (int) mmu.load(a, 4);
          }
          case MicroOp.LD -> {
            long a = x[rs1(u)] + immediate(u);
            int i = Tlb.index(a);
            x[rd(u)] = (a & (Tlb.PAGE_MASK | 7)) == readTag[i] ? HostMemory.getLong(a + readOffset[i]) : mmu.load(a, 8);
          }
          case MicroOp.LBU -> {
            long a = x[rs1(u)] + immediate(u);
            int i = Tlb.index(a);
            x[rd(u)] = (a & Tlb.PAGE_MASK) == readTag[i]
                ? HostMemory.getByte(a + readOffset[i]) & 0xffL
                : mmu.load(a, 1);
          }
          case MicroOp.LHU -> {
            long a = x[rs1(u)] + immediate(u);
            int i = Tlb.index(a);
            x[rd(u)] = (a & (Tlb.PAGE_MASK | 1)) == readTag[i]
                ? HostMemory.getShort(a + readOffset[i]) & 0xffffL
                : mmu.load(a, 2);
          }
          case MicroOp.LWU -> {
            long a = x[rs1(u)] + immediate(u);
            int i = Tlb.index(a);
            x[rd(u)] = (a & (Tlb.PAGE_MASK | 3)) == readTag[i]
                ? HostMemory.getInt(a + readOffset[i]) & LOW_WORD
                : mmu.load(a, 4);
          }
          case MicroOp.SB -> {
            long a = x[rs1(u)] + immediate(u);
            int i = Tlb.index(a);
            if ((a & Tlb.PAGE_MASK) == writeTag[i]) {
              HostMemory.putByte(a + writeOffset[i], (byte) x[rs2(u)]);
            } else {
              mmu.store(a, 1, x[rs2(u)]);
            }
          }
          case MicroOp.SH -> {
            long a = x[rs1(u)] + immediate(u);
            int i = Tlb.index(a);
            if ((a & (Tlb.PAGE_MASK | 1)) == writeTag[i]) {
              HostMemory.putShort(a + writeOffset[i], (short) x[rs2(u)]);
            } else {
              mmu.store(a, 2, x[rs2(u)]);
            }
          }
          case MicroOp.SW -> {
            long a = x[rs1(u)] + immediate(u);
            int i = Tlb.index(a);
            if ((a & (Tlb.PAGE_MASK | 3)) == writeTag[i]) {
              HostMemory.putInt(a + writeOffset[i], (int) x[rs2(u)]);
            } else {
              mmu.store(a, 4, x[rs2(u)]);
            }
          }
          case MicroOp.SD -> {
            long a = x[rs1(u)] + immediate(u);
            int i = Tlb.index(a);
            if ((a & (Tlb.PAGE_MASK | 7)) == writeTag[i]) {
              HostMemory.putLong(a + writeOffset[i], x[rs2(u)]);
            } else {
              mmu.store(a, 8, x[rs2(u)]);
            }
          }
          case MicroOp.JAL -> {
            x[rd(u)] = page + ((long) next << 1);
            next = slot + ((int) immediate(u) >> 1);
          }
          case MicroOp.JALR -> {
            long to = x[rs1(u)] + immediate(u) & ~1L;
            x[rd(u)] = page + ((long) next << 1);
            if ((to & Tlb.PAGE_MASK) != page) {
              leave(page, slot, retired, limit, left - 1);
              state.pc = to;
              return;
            }
            next = (int) (to - page) >> 1;
          }
          case MicroOp.FENCE -> VarHandle.fullFence();
          default -> throw new IllegalStateException("micro-op " + Long.toHexString(u));
        }
        left--;
        boolean onward = next > slot && next < CodePage.SLOTS;
        slot = next;
        if (!onward && (slot < 0 || slot >= CodePage.SLOTS || attention.isDemanded())) {
          break;
        }
      }
    } catch (Trap | Unfinished leaving) {
      leave(page, slot, retired, limit, left);
      throw leaving;
    }
    leave(page, slot, retired, limit, left);
  }

  private void leave(long page, int slot, long retired, long limit, long left) {
    state.pc = page + ((long) slot << 1);
    state.retired = retired + (limit - left);
  }
}
