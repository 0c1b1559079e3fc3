package dev.kurki.cpu.hart;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Translations of one privilege: direct-mapped by page number, from a virtual page to a host address.
 *
 * <pre>
 *   entry i = page number mod 256      readTag[i]    the page's virtual address, or EMPTY
 *                                      readOffset[i] host address minus virtual address
 * </pre>
 *
 * <p>A tag is compared with the address under a mask that keeps its lowest bits, so a misaligned access misses. A write
 * entry exists only while the page is marked dirty for a round that has not taken the mark yet.
 */
final class Tlb {
  static final int ENTRIES = 256;
  static final int PAGE_SHIFT = 12;
  static final long PAGE_MASK = -4096L;
  /** The offset in a page where an instruction may reach into the next one. */
  static final long LAST_HALFWORD = 4094;
  /** Equal to no masked address, as its low bits are ones. */
  static final long EMPTY = -1;

  final long[] readTag = new long[ENTRIES];
  final long[] readOffset = new long[ENTRIES];
  final long[] writeTag = new long[ENTRIES];
  final long[] writeOffset = new long[ENTRIES];
  final long[] fetchTag = new long[ENTRIES];
  final @Nullable CodePage[] fetchPage = new CodePage[ENTRIES];

  Tlb() {
    flush();
  }

  static int index(long address) {
    return (int) (address >>> PAGE_SHIFT) & ENTRIES - 1;
  }

  void flush() {
    Arrays.fill(readTag, EMPTY);
    flushWrites();
    flushFetches();
  }

  void flushWrites() {
    Arrays.fill(writeTag, EMPTY);
  }

  void flushFetches() {
    Arrays.fill(fetchTag, EMPTY);
    Arrays.fill(fetchPage, null);
  }
}
