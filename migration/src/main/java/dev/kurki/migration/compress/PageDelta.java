package dev.kurki.migration.compress;

import dev.kurki.actors.memory.GuestMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What makes the contents that a page had those that it has now, by runs of words of 8 bytes, little-endian. Words behind the
 * last run are as they were; of a page that has not changed there is nothing.
 *
 * <pre>
 *   ( words that are as they were u16, words that are new u16, at least 1, each of the new words u64 )*
 * </pre>
 */
public final class PageDelta {
  private static final int WORDS = GuestMemory.PAGE_BYTES / Long.BYTES;
  private static final int RUN_BYTES = 2 * Short.BYTES;
  private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private PageDelta() {}

  /**
   * Tells how a page has changed. Nobody writes to either page meanwhile.
   *
   * @param before the page as it was
   * @param after the page as it is
   * @param out takes the delta up to its limit
   * @return whether it fits; if not, {@code out} has a part of it
   */
  public static boolean encode(MemorySegment before, MemorySegment after, ByteBuffer out) {
    out.order(ByteOrder.LITTLE_ENDIAN);
    int word = 0;
    for (int start = run(before, after, 0, true); start < WORDS; start = run(before, after, word, true)) {
      int end = run(before, after, start, false);
      if (out.remaining() < RUN_BYTES + (end - start) * Long.BYTES) {
        return false;
      }
      out.putShort((short) (start - word)).putShort((short) (end - start));
      for (word = start; word < end; word++) {
        out.putLong(after.get(WORD, (long) word * Long.BYTES));
      }
    }
    return true;
  }

  /**
   * Changes a page as a delta tells, whatever the delta is: nothing behind the page's end is written to.
   *
   * @param delta is read up to its limit
   * @param page holds what the delta was made from
   * @return whether the delta is of its form; if not, a part of it may be done
   */
  public static boolean apply(ByteBuffer delta, MemorySegment page) {
    delta.order(ByteOrder.LITTLE_ENDIAN);
    int word = 0;
    while (delta.hasRemaining()) {
      if (delta.remaining() < RUN_BYTES) {
        return false;
      }
      word += Short.toUnsignedInt(delta.getShort());
      int changed = Short.toUnsignedInt(delta.getShort());
      if (changed == 0 || word + changed > WORDS || changed * Long.BYTES > delta.remaining()) {
        return false;
      }
      for (int end = word + changed; word < end; word++) {
        page.set(WORD, (long) word * Long.BYTES, delta.getLong());
      }
    }
    return true;
  }

  /** The first word from one on that is not the same in both, or not another. */
  private static int run(MemorySegment before, MemorySegment after, int from, boolean same) {
    int word = from;
    while (word < WORDS
        && before.get(WORD, (long) word * Long.BYTES) == after.get(WORD, (long) word * Long.BYTES) == same) {
      word++;
    }
    return word;
  }
}
