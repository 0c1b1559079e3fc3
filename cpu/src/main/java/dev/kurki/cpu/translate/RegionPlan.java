package dev.kurki.cpu.translate;

import dev.kurki.cpu.isa.Instruction;
import dev.kurki.cpu.isa.InstructionSet;
import dev.kurki.cpu.microop.MicroOp;
import dev.kurki.cpu.microop.PageText;
import java.util.BitSet;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;

/**
 * The instructions of a region, found from its entry along branches and plain jumps; it ends at calls, returns, indirect jumps
 * and what may change the hart's mode. They are emitted in the order of their slots, so that every jump to a higher one leads
 * forwards, and between two jumps backwards none is executed twice.
 */
final class RegionPlan {
  private static final int SLOTS = PageText.SLOTS;
  /** A block belongs to a region that is come to no more than so many times less often than its entry. */
  private static final int LUKEWARM = 8;

  private final PageText text;
  private final InstructionSet isa;
  private final int entry;
  private final BitSet slots = new BitSet(SLOTS);
  private final BitSet heads = new BitSet(SLOTS);
  private final long[] microOps = new long[SLOTS];

  private RegionPlan(RegionSource source) {
    this.text = source.text();
    this.isa = source.isa();
    this.entry = source.entry();
  }

  /**
   * The plan of a region.
   *
   * @param most the bytes of bytecode that it may take
   *
   * @return one without instructions where there is none to be translated at the entry
   */
  static RegionPlan of(RegionSource source, int most) {
    RegionPlan plan = new RegionPlan(source);
    plan.gather(source, most);
    plan.markHeads();
    return plan;
  }

  int entry() {
    return entry;
  }

  /** How many instructions it has: the most that are executed between two jumps backwards. */
  int size() {
    return slots.cardinality();
  }

  boolean has(int slot) {
    return slot >= 0 && slot < SLOTS && slots.get(slot);
  }

  /** Whether it can be come to otherwise than from the instruction before. */
  boolean isHead(int slot) {
    return heads.get(slot);
  }

  /** Whether any of its instructions is floating point written inline. */
  boolean isFloating() {
    return slots.stream()
        .anyMatch(slot -> MicroOp.op(microOps[slot]) == MicroOp.OTHER && FloatWriter.isInline(microOps[slot]));
  }

  /** The next of its slots from there on, or -1. */
  int next(int from) {
    return slots.nextSetBit(from);
  }

  long microOp(int slot) {
    return microOps[slot];
  }

  /** The slot behind an instruction. */
  int behind(int slot) {
    return slot + MicroOp.length(microOps[slot]);
  }

  /** How many instructions follow one another from a slot on before something else can come in between. */
  int run(int slot) {
    int count = 1;
    int at = slot;
    while (!endsRun(microOps[at]) && has(behind(at)) && !heads.get(behind(at))) {
      at = behind(at);
      count++;
    }
    return count;
  }

  static boolean isBranch(long microOp) {
    int op = MicroOp.op(microOp);
    return op >= MicroOp.BEQ && op <= MicroOp.BGEU;
  }

  /** A jump that no return leads back from. */
  static boolean isPlainJump(long microOp) {
    return MicroOp.op(microOp) == MicroOp.JAL && MicroOp.rd(microOp) == MicroOp.SINK;
  }

  private static boolean endsRun(long microOp) {
    int op = MicroOp.op(microOp);
    return isBranch(microOp) || op == MicroOp.JAL || op == MicroOp.JALR;
  }

  /**
   * Takes the blocks that are come to most often first, by what is known of how often their first instructions have been jumped
   * to; those that are come to much less often than the entry are left to regions of their own.
   */
  private void gather(RegionSource source, int most) {
    PriorityQueue<Block> ahead = new PriorityQueue<>(Comparator.comparingInt(Block::weight).reversed());
    int entryWeight = Math.max(1, source.heat().of(entry));
    ahead.add(new Block(entry, entryWeight));
    int left = most;
    while (!ahead.isEmpty() && left > 0) {
      Block block = ahead.remove();
      boolean isLukewarm = block.weight < entryWeight / LUKEWARM;
      if (!isLukewarm) {
        left -= gather(block, left, source, ahead);
      }
    }
  }

  /** Takes a block's instructions as far as there is room; answers how much of it they take. */
  private int gather(Block block, int room, RegionSource source, Queue<Block> ahead) {
    int taken = 0;
    int slot = block.slot;
    while ((slot == entry || source.isKnown(slot)) && !slots.get(slot)) {
      long microOp = text.microOp(slot, isa);
      taken += isTranslated(microOp) ? BytecodeSize.of(microOp) : room;
      if (taken >= room) {
        return taken;
      }
      slots.set(slot);
      microOps[slot] = microOp;
      if (isBranch(microOp) || isPlainJump(microOp)) {
        follow(slot, microOp, block.weight, source.heat(), ahead);
      }
      if (endsRun(microOp)) {
        return taken;
      }
      slot += MicroOp.length(microOp);
    }
    return taken;
  }

  private static void follow(int slot, long microOp, int weight, Heat heat, Queue<Block> ahead) {
    int target = MicroOp.target(microOp);
    if (isPlainJump(microOp)) {
      ahead.add(new Block(target, weight));
    } else {
      int taken = Math.min(weight, heat.of(target));
      ahead.add(new Block(target, taken));
      // The target may owe its heat to others.
      ahead.add(new Block(slot + MicroOp.length(microOp), Math.max(weight - taken, weight / LUKEWARM)));
    }
  }

  private record Block(int slot, int weight) {}

  private void markHeads() {
    heads.set(entry);
    for (int slot = next(0); slot >= 0; slot = next(slot + 1)) {
      long microOp = microOps[slot];
      if ((isBranch(microOp) || isPlainJump(microOp)) && has(MicroOp.target(microOp))) {
        heads.set(MicroOp.target(microOp));
      }
      if (isBranch(microOp) && has(behind(slot))) {
        heads.set(behind(slot));
      }
      // Where instructions overlap, the one behind is not the next that is emitted.
      if (next(slot + 1) != behind(slot) && has(behind(slot))) {
        heads.set(behind(slot));
      }
    }
  }

  private static boolean isTranslated(long microOp) {
    int op = MicroOp.op(microOp);
    return op > MicroOp.OTHER || (op == MicroOp.OTHER && isCalledOut(MicroOp.row(microOp)));
  }

  /** What the hart executes for a region, as it sets neither {@code pc} nor the mode. */
  private static boolean isCalledOut(Instruction row) {
    return switch (row.extension()) {
      case A, F, D, ZFHMIN, ZBA, ZBB, ZBC, ZBS, ZICOND -> row != Instruction.ILLEGAL;
      default -> false;
    };
  }
}
