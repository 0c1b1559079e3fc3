package dev.kurki.cpu.hart;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.cpu.isa.Compressed;
import dev.kurki.cpu.isa.InstructionSet;

/**
 * One page of code, decoded where it has been executed: a micro-op for each half-word that an instruction begins at. It is
 * decoded from a copy of the page, so that it is all of one moment until the next {@code fence.i}.
 */
final class CodePage {
  static final int SLOTS = GuestMemory.PAGE_BYTES / Short.BYTES;

  final long[] microOps = new long[SLOTS];
  private final MemorySegment page;
  private final InstructionSet isa;
  private byte[] text;
  private int generation;

  CodePage(GuestMemory memory, long index, InstructionSet isa, int generation) {
    this.page = memory.page(index);
    this.isa = isa;
    this.generation = generation;
    this.text = copy();
  }

  private CodePage(MemorySegment page, byte[] text, InstructionSet isa, int generation) {
    this.page = page;
    this.isa = isa;
    this.text = text;
    this.generation = generation;
  }

  /** Decodes anew if RAM has changed since an older generation. */
  void validate(int now) {
    if (generation != now) {
      generation = now;
      if (page.mismatch(MemorySegment.ofArray(text)) >= 0) {
        text = copy();
        Arrays.fill(microOps, MicroOp.UNDECODED);
      }
    }
  }

  /** Decodes a slot; {@link MicroOp#CROSSING} where the instruction's other half is on the next page. */
  void decode(int slot) {
    int low = halfword(slot);
    if (Compressed.isCompressed(low)) {
      microOps[slot] = MicroOp.ofCompressed(low, isa);
    } else if (slot == SLOTS - 1) {
      microOps[slot] = MicroOp.CROSSING;
    } else {
      microOps[slot] = MicroOp.of(low | halfword(slot + 1) << 16, isa);
    }
  }

  /** Whether the last half-word is the first of a longer instruction. */
  boolean crosses() {
    return !Compressed.isCompressed(halfword(SLOTS - 1));
  }

  /** This page's last half-word and the next page's first, as the one instruction that they are. */
  CodePage joined(CodePage next) {
    CodePage joined = new CodePage(page, text, isa, generation);
    joined.microOps[SLOTS - 1] = MicroOp.of(halfword(SLOTS - 1) | next.halfword(0) << 16, isa);
    return joined;
  }

  /** The half-word of a slot, zero-extended. */
  int halfword(int slot) {
    return text[2 * slot] & 0xff | (text[2 * slot + 1] & 0xff) << 8;
  }

  private byte[] copy() {
    return page.toArray(ValueLayout.JAVA_BYTE);
  }
}
