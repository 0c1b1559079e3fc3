package dev.kurki.cpu.microop;

import dev.kurki.cpu.isa.Compressed;
import dev.kurki.cpu.isa.InstructionSet;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The bytes of a page of code at one moment. Two are equal when their bytes are. */
public final class PageText {
  /** How many half-words a page has. */
  public static final int SLOTS = 2048;

  private final byte[] bytes;
  /** Taken when it is first asked for; 0 until then. */
  private int hash;

  /** A copy of a page as it is now, which is 4096 bytes long. */
  public PageText(MemorySegment page) {
    this.bytes = page.toArray(ValueLayout.JAVA_BYTE);
  }

  /** Whether a page has these bytes now. */
  public boolean isOf(MemorySegment page) {
    return page.mismatch(MemorySegment.ofArray(bytes)) < 0;
  }

  /** The half-word of a slot, 0 to 2047, zero-extended. */
  public int halfword(int slot) {
    return bytes[2 * slot] & 0xff | (bytes[2 * slot + 1] & 0xff) << 8;
  }

  /** The instruction at a slot; {@link MicroOp#LEAVE} where its second half is on the next page. */
  public long microOp(int slot, InstructionSet isa) {
    int low = halfword(slot);
    if (Compressed.isCompressed(low)) {
      return MicroOp.ofCompressed(low, slot, isa);
    }
    return slot == SLOTS - 1 ? MicroOp.LEAVE : MicroOp.of(low | halfword(slot + 1) << 16, slot, isa);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PageText text && Arrays.equals(bytes, text.bytes);
  }

  @Override
  public int hashCode() {
    if (hash == 0) {
      hash = Arrays.hashCode(bytes);
    }
    return hash;
  }
}
