package dev.kurki.devices.plic;

import java.util.Arrays;

import dev.kurki.actors.component.DeviceModel;
import dev.kurki.actors.component.DevicePorts;
import dev.kurki.actors.component.InconsistentState;
import dev.kurki.actors.section.Bytes;
import dev.kurki.actors.section.Longs;

/**
 * The PLIC.
 *
 * <pre>
 *   0x000000 + 4n              priority of source n
 *   0x001000 + 4w              pending bits, 32 sources a word
 *   0x002000 + 0x80c + 4w      enable bits of context c
 *   0x200000 + 0x1000c         threshold of context c
 *   0x200004 + 0x1000c         claim (read) and complete (write) of context c
 * </pre>
 */
final class Plic implements DeviceModel<PlicSection> {
  /** Sources 1 to 95, and source 0, which is none. */
  static final int SOURCES = 96;
  /** 64-bit words in a set of sources. */
  static final int WORDS = 2;

  private static final int MAX_PRIORITY = 7;
  private static final long PENDING = 0x1000;
  private static final long ENABLE = 0x2000;
  private static final long ENABLE_STRIDE = 0x80;
  private static final long CONTEXT = 0x20_0000;
  private static final long CONTEXT_STRIDE = 0x1000;
  private static final long CLAIM = 4;
  private static final long SOURCE_WORDS = SOURCES / Integer.SIZE;

  private final DevicePorts ports;
  private final int contexts;
  private final byte[] priority = new byte[SOURCES];
  private final long[] level = new long[WORDS];
  private final long[] pending = new long[WORDS];
  private final long[] claimed = new long[WORDS];
  private final long[] enable;
  private final byte[] threshold;

  Plic(DevicePorts ports, int harts) {
    this.ports = ports;
    this.contexts = 2 * harts;
    this.enable = new long[contexts * WORDS];
    this.threshold = new byte[contexts];
  }

  @Override
  public void lineChanged(int line, boolean high) {
    if (line < 1 || line >= SOURCES) {
      return;
    }
    set(level, line, high);
    if (high && !isIn(claimed, line)) {
      set(pending, line, true);
    }
    follow();
  }

  @Override
  public long read(long offset, int width) {
    if (offset < PENDING) {
      return offset / 4 < SOURCES ? priority[(int) offset / 4] : 0;
    }
    if (offset < ENABLE) {
      return half(pending, 0, (offset - PENDING) / 4);
    }
    if (offset < CONTEXT) {
      long context = (offset - ENABLE) / ENABLE_STRIDE;
      return context < contexts ? half(enable, (int) context * WORDS, (offset - ENABLE) % ENABLE_STRIDE / 4) : 0;
    }
    long context = (offset - CONTEXT) / CONTEXT_STRIDE;
    long register = (offset - CONTEXT) % CONTEXT_STRIDE;
    if (context >= contexts) {
      return 0;
    }
    return register == 0 ? threshold[(int) context] : register == CLAIM ? claim((int) context) : 0;
  }

  @Override
  public void write(long offset, int width, long value) {
    if (offset < PENDING) {
      int source = (int) offset / 4;
      if (source > 0 && source < SOURCES) {
        priority[source] = (byte) (value & MAX_PRIORITY);
      }
    } else if (offset >= ENABLE && offset < CONTEXT) {
      writeEnable((offset - ENABLE) / ENABLE_STRIDE, (offset - ENABLE) % ENABLE_STRIDE / 4, value);
    } else if (offset >= CONTEXT) {
      writeContext((offset - CONTEXT) / CONTEXT_STRIDE, (offset - CONTEXT) % CONTEXT_STRIDE, value);
    }
    follow();
  }

  @Override
  public PlicSection save() {
    return new PlicSection(Bytes.of(priority), Longs.of(level), Longs.of(pending), Longs.of(claimed), Longs.of(enable),
        Bytes.of(threshold));
  }

  @Override
  public void load(PlicSection section) {
    check("enable", enable.length, section.enable().length());
    check("threshold", contexts, section.threshold().length());
    checkPriorities("priority", section.priority());
    checkPriorities("threshold", section.threshold());
    checkSources("level", section.level());
    checkSources("pending", section.pending());
    checkSources("claimed", section.claimed());
    checkSources("enable", section.enable());
    System.arraycopy(section.priority().toArray(), 0, priority, 0, SOURCES);
    System.arraycopy(section.threshold().toArray(), 0, threshold, 0, contexts);
    System.arraycopy(section.level().toArray(), 0, level, 0, WORDS);
    System.arraycopy(section.pending().toArray(), 0, pending, 0, WORDS);
    System.arraycopy(section.claimed().toArray(), 0, claimed, 0, WORDS);
    System.arraycopy(section.enable().toArray(), 0, enable, 0, enable.length);
    follow();
  }

  /** Lines keep their levels, as it is their sources that drive them. */
  @Override
  public void reset() {
    Arrays.fill(priority, (byte) 0);
    Arrays.fill(threshold, (byte) 0);
    Arrays.fill(claimed, 0);
    Arrays.fill(enable, 0);
    System.arraycopy(level, 0, pending, 0, WORDS);
    follow();
  }

  private void writeEnable(long context, long word, long value) {
    if (context >= contexts || word >= SOURCE_WORDS) {
      return;
    }
    int index = (int) (context * WORDS + word / 2);
    int shift = (int) (word % 2) * Integer.SIZE;
    // Source 0 cannot be enabled.
    long bits = word == 0 ? value & ~1L : value;
    enable[index] = enable[index] & ~(0xffff_ffffL << shift) | bits << shift;
  }

  private void writeContext(long context, long register, long value) {
    if (context >= contexts) {
      return;
    }
    if (register == 0) {
      threshold[(int) context] = (byte) (value & MAX_PRIORITY);
    } else if (register == CLAIM) {
      complete((int) context, value);
    }
  }

  private int claim(int context) {
    int source = best(context, 0);
    if (source != 0) {
      set(pending, source, false);
      set(claimed, source, true);
      follow();
    }
    return source;
  }

  private void complete(int context, long source) {
    if (source < 1 || source >= SOURCES || (enable[context * WORDS + (int) source / 64] >>> source & 1) == 0) {
      return;
    }
    set(claimed, (int) source, false);
    if (isIn(level, (int) source)) {
      set(pending, (int) source, true);
    }
  }

  /** The pending and enabled source of highest priority above a threshold, the lowest number among equals; 0 for none. */
  private int best(int context, int above) {
    int best = 0;
    int highest = above;
    for (int word = 0; word < WORDS; word++) {
      long candidates = pending[word] & enable[context * WORDS + word];
      for (; candidates != 0; candidates &= candidates - 1) {
        int source = word * Long.SIZE + Long.numberOfTrailingZeros(candidates);
        if (priority[source] > highest) {
          highest = priority[source];
          best = source;
        }
      }
    }
    return best;
  }

  private void follow() {
    for (int context = 0; context < contexts; context++) {
      ports.setLine(context, best(context, threshold[context]) != 0);
    }
  }

  private static long half(long[] set, int first, long word) {
    return word < SOURCE_WORDS ? set[first + (int) word / 2] >>> word % 2 * Integer.SIZE & 0xffff_ffffL : 0;
  }

  private static boolean isIn(long[] set, int source) {
    return (set[source / Long.SIZE] >>> source & 1) != 0;
  }

  private static void set(long[] set, int source, boolean member) {
    long bit = 1L << source;
    set[source / Long.SIZE] = member ? set[source / Long.SIZE] | bit : set[source / Long.SIZE] & ~bit;
  }

  private static void checkPriorities(String field, Bytes priorities) {
    for (int i = 0; i < priorities.length(); i++) {
      if (priorities.get(i) < 0 || priorities.get(i) > MAX_PRIORITY) {
        throw new InconsistentState(field + "[" + i + "]", "0 to " + MAX_PRIORITY,
            Integer.toString(priorities.get(i) & 0xff));
      }
    }
  }

  private static void checkSources(String field, Longs sets) {
    for (int i = 0; i < sets.length(); i++) {
      long none = sets.get(i) & ~(i % WORDS == 0 ? ~1L : -1L >>> WORDS * Long.SIZE - SOURCES);
      if (none != 0) {
        throw new InconsistentState(field + "[" + i + "]", "sources 1 to " + (SOURCES - 1),
            "source " + (i % WORDS * Long.SIZE + Long.numberOfTrailingZeros(none)));
      }
    }
  }

  private static void check(String field, int expected, int actual) {
    if (expected != actual) {
      throw new InconsistentState(field, expected + " entries for the harts of this machine", actual + " entries");
    }
  }
}
