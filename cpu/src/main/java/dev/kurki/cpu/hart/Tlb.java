package dev.kurki.cpu.hart;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

import dev.kurki.actors.memory.HostMemory;

import org.jspecify.annotations.Nullable;

/**
 * Translations of one privilege: direct-mapped by page number, from a virtual page to a host address. Those of data stand
 * outside the Java heap, where the interpreter finds them by one sum.
 *
 * <pre>
 *   entry i = page number mod 256   +0    read tag      the page's virtual address, or EMPTY
 *   at data() + 32 * i              +8    read offset   host address minus virtual address
 *                                   +16   write tag
 *                                   +24   write offset
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
  /** Where an entry has what. */
  static final int READ_TAG = 0;
  static final int READ_OFFSET = 8;
  static final int WRITE_TAG = 16;
  static final int WRITE_OFFSET = 24;

  private static final int ENTRY_BYTES = 32;
  private static final int TO_ENTRY_SHIFT = PAGE_SHIFT - 5;
  private static final long ENTRY_MASK = (ENTRIES - 1) * ENTRY_BYTES;

  final long[] fetchTag = new long[ENTRIES];
  final @Nullable CodePage[] fetchPage = new CodePage[ENTRIES];
  /** Keeps the entries allocated for as long as this is in use. */
  private final MemorySegment entries = Arena.ofAuto().allocate(ENTRIES * (long) ENTRY_BYTES, ENTRY_BYTES);

  Tlb() {
    flush();
  }

  /** Where the entries of data begin, a host address. */
  long data() {
    return entries.address();
  }

  /** Where the entry for an address stands behind {@link #data}, in bytes. */
  static long entry(long address) {
    return address >>> TO_ENTRY_SHIFT & ENTRY_MASK;
  }

  /** The index of the entry for an address that code is fetched from. */
  static int index(long address) {
    return (int) (address >>> PAGE_SHIFT) & ENTRIES - 1;
  }

  /** Takes up where loads from a page go. */
  void setRead(long address, long host) {
    set(address, READ_TAG, READ_OFFSET, host);
  }

  /** Takes up where stores to a page go. */
  void setWrite(long address, long host) {
    set(address, WRITE_TAG, WRITE_OFFSET, host);
  }

  void flush() {
    forget(READ_TAG);
    flushWrites();
    flushFetches();
  }

  void flushWrites() {
    forget(WRITE_TAG);
  }

  void flushFetches() {
    Arrays.fill(fetchTag, EMPTY);
    Arrays.fill(fetchPage, null);
  }

  private void set(long address, int tag, int offset, long host) {
    long entry = data() + entry(address);
    HostMemory.putLong(entry + tag, address & PAGE_MASK);
    HostMemory.putLong(entry + offset, host - address);
  }

  private void forget(int tag) {
    for (int i = 0; i < ENTRIES; i++) {
      HostMemory.putLong(data() + (long) i * ENTRY_BYTES + tag, EMPTY);
    }
  }
}
