package dev.kurki.cpu.hart;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.cpu.hart.HotCode.Spot;
import dev.kurki.cpu.isa.Compressed;
import dev.kurki.cpu.isa.InstructionSet;
import dev.kurki.cpu.microop.MicroOp;
import dev.kurki.cpu.microop.PageText;
import dev.kurki.cpu.translate.Heat;
import dev.kurki.cpu.translate.RegionSource;
import dev.kurki.cpu.translate.Translated;
import org.jspecify.annotations.Nullable;

/**
 * One page of code, decoded where it has been executed, a straight run of instructions at a time. The micro-ops of a run stand
 * one behind the other, whatever their length in the page, so that the next one is known before this one is looked at.
 *
 * <pre>
 *   slot, a half-word of the page:   0    1    2    3    4  ...       text
 *                                    |         |    |
 *   indexOf[slot]                    1    0    2    3    0  ...       0: not decoded
 *                                    |         |    |
 *   microOps[index]            -     op        op   op   LEAVE ...    slotOf[index] leads back
 * </pre>
 *
 * <p>A run ends behind a jump, at the page's end, and where an instruction is one too many or, when there is no more room for
 * copies, decoded already: there stands {@link MicroOp#GO_ON}. All is decoded from a copy of the page, so that it is of one moment until the next
 * {@code fence.i}.
 */
final class CodePage {
  static final int SLOTS = PageText.SLOTS;

  /** The most instructions that are decoded at once. */
  private static final int MAX_RUN = 64;
  private static final int FIRST_CAPACITY = 256;
  /** Behind this index each instruction is decoded once only, so that all indices fit a short. */
  private static final int ROOM_FOR_COPIES = 8 * SLOTS;
  /** In place of the index of an instruction's micro-op. */
  static final int NOT_DECODED = 0;
  /** What {@link #slots} has of a slot: its heat, of which one jump is so much, and its index. */
  static final int HEAT_SHIFT = Short.SIZE;
  static final int JUMP = 1 << HEAT_SHIFT;
  static final int INDEX = JUMP - 1;

  private final MemorySegment page;
  private final InstructionSet isa;
  /** Each slot's heat and index. */
  private final int[] slots = new int[SLOTS];
  private short[] slotOf = new short[FIRST_CAPACITY];
  private long[] microOps = new long[FIRST_CAPACITY];
  /** Where the next micro-op goes; index 0 stays free. */
  private int end = 1;
  private PageText text;
  private int generation;
  /** The page that holds the instruction which begins here and ends on the next page, as it was met last. */
  private @Nullable CodePage crossing;
  private int crossingWord;
  private final List<Translated> regions = new ArrayList<>();
  /** The index of the micro-op of the instruction that each begins with. */
  private final List<Integer> regionIndices = new ArrayList<>();

  CodePage(GuestMemory memory, long index, InstructionSet isa, int generation) {
    this.page = memory.page(index);
    this.isa = isa;
    this.generation = generation;
    this.text = new PageText(page);
  }

  private CodePage(MemorySegment page, PageText text, InstructionSet isa, int generation) {
    this.page = page;
    this.isa = isa;
    this.text = text;
    this.generation = generation;
  }

  /** Decodes anew if RAM has changed since an older generation. */
  void validate(int now) {
    if (generation != now) {
      generation = now;
      if (!text.isOf(page)) {
        text = new PageText(page);
        Arrays.fill(slots, NOT_DECODED);
        regions.clear();
        regionIndices.clear();
        end = 1;
      }
    }
  }

  /** The micro-ops; another array when {@link #decode} has added some. */
  long[] microOps() {
    return microOps;
  }

  /**
   * Of each slot, above {@link #HEAT_SHIFT} how often it has been jumped to, which may overflow, and below it the index of its
   * instruction's micro-op, or {@link #NOT_DECODED}.
   */
  int[] slots() {
    return slots;
  }

  /** The index of the micro-op of the instruction at a slot, or {@link #NOT_DECODED}. */
  int index(int slot) {
    return slots[slot] & INDEX;
  }

  private void setIndex(int slot, int index) {
    slots[slot] = slots[slot] & ~INDEX | index;
  }

  /** Counts a jump to a slot; answers how many there were. */
  int comeTo(int slot) {
    slots[slot] += JUMP;
    return slots[slot] >>> HEAT_SHIFT;
  }

  /**
   * The slot of the instruction of each micro-op; of one that goes on elsewhere, the slot where. Another array when
   * {@link #decode} has added some.
   */
  short[] slotOf() {
    return slotOf;
  }

  /** The micro-op of a decoded instruction, whether a region begins there or not. */
  long microOp(int slot) {
    long microOp = microOps[index(slot)];
    return MicroOp.op(microOp) == MicroOp.REGION ? microOps[plainIndex(slot)] : microOp;
  }

  /** The region that begins at a slot; null where none does. */
  @Nullable
  Translated regionAt(int slot) {
    long microOp = microOps[index(slot)];
    return MicroOp.op(microOp) == MicroOp.REGION ? regions.get((int) MicroOp.immediate(microOp)) : null;
  }

  /** The index of the micro-op of the instruction that the region at a slot begins with. */
  int plainIndex(int slot) {
    return regionIndices.get((int) MicroOp.immediate(microOps[index(slot)]));
  }

  /** What has been jumped to, in a page that has regions; nothing in others. */
  List<Spot> hotSpots(long index) {
    if (regions.isEmpty()) {
      return List.of();
    }
    return IntStream.range(0, SLOTS).filter(slot -> index(slot) != NOT_DECODED)
        .mapToObj(slot -> new Spot(index, slot, slots[slot] >>> HEAT_SHIFT, regionAt(slot) != null))
        .filter(spot -> spot.jumps() > 0 || spot.isRegion()).toList();
  }

  /** Decodes what begins at a slot, as if it had been jumped to so often. */
  void warm(int slot, int jumps) {
    if (isNew(slot)) {
      decode(slot);
    }
    slots[slot] = jumps << HEAT_SHIFT | index(slot);
  }

  /** What a region at a slot is made from. */
  RegionSource source(int slot) {
    BitSet known = new BitSet(SLOTS);
    for (int i = 1; i < end; i++) {
      if (slotOf[i] < SLOTS) {
        known.set(slotOf[i]);
      }
    }
    return new RegionSource(text, isa, known, new Heat(slots, HEAT_SHIFT), slot);
  }

  /** Takes up a region, unless it was made from other bytes than those that are here now. */
  void install(RegionSource source, Translated translated) {
    int slot = source.entry();
    if (source.text().equals(text) && index(slot) != NOT_DECODED && regionAt(slot) == null) {
      regionIndices.add(index(slot));
      setIndex(slot, end);
      add(MicroOp.region(regions.size()), slot);
      regions.add(translated);
    }
  }

  /** Whether the last half-word is the first of a longer instruction. */
  boolean crosses() {
    return !Compressed.isCompressed(halfword(SLOTS - 1));
  }

  /** This page's last half-word and the next page's first, as the one instruction that they are. */
  CodePage joined(CodePage next) {
    int word = halfword(SLOTS - 1) | next.halfword(0) << 16;
    if (crossing == null || word != crossingWord) {
      crossing = joined(word);
      crossingWord = word;
    }
    return crossing;
  }

  private CodePage joined(int word) {
    CodePage joined = new CodePage(page, text, isa, generation);
    int slot = SLOTS - 1;
    joined.setIndex(slot, joined.end);
    joined.add(MicroOp.of(word, slot, isa), slot);
    joined.add(MicroOp.LEAVE, slot + 2);
    return joined;
  }

  /** The half-word of a slot, zero-extended. */
  int halfword(int slot) {
    return text.halfword(slot);
  }

  /**
   * Decodes the run that begins at a slot. What has been decoded before is copied into it while there is room: a loop whose
   * middle was come to first, as that of a guest that has been moved, has no seam then.
   */
  void decode(int first) {
    int slot = first;
    boolean goesOn = true;
    for (int i = 0; goesOn && i < MAX_RUN && slot < SLOTS && (isNew(slot) || end < ROOM_FOR_COPIES); i++) {
      long microOp = text.microOp(slot, isa);
      if (isNew(slot)) {
        setIndex(slot, end);
      }
      add(microOp, slot);
      goesOn = MicroOp.goesOn(microOp);
      slot += MicroOp.length(microOp);
    }
    if (goesOn) {
      add(slot < SLOTS ? MicroOp.GO_ON : MicroOp.LEAVE, slot);
    }
  }

  private boolean isNew(int slot) {
    return index(slot) == NOT_DECODED;
  }

  private void add(long microOp, int slot) {
    if (end == microOps.length) {
      microOps = Arrays.copyOf(microOps, 2 * end);
      slotOf = Arrays.copyOf(slotOf, 2 * end);
    }
    microOps[end] = microOp;
    slotOf[end] = (short) slot;
    end++;
  }
}
