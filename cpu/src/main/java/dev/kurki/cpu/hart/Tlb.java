package dev.kurki.cpu.hart;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

import dev.kurki.actors.memory.HostMemory;
import dev.kurki.cpu.translate.TlbEntry;

import org.jspecify.annotations.Nullable;

/**
 * Translations of one privilege: direct-mapped by page number, from a virtual page to a host address. Those of data stand
 * outside the Java heap, each as {@link TlbEntry} has it, where whoever executes loads and stores finds them by one sum. A write
 * entry exists only while the page is marked dirty for a round that has not taken the mark yet.
 */
final class Tlb {
  static final int ENTRIES = TlbEntry.ENTRIES;
  static final int PAGE_SHIFT = 12;
  static final long PAGE_MASK = TlbEntry.PAGE_MASK;
  /** The offset in a page where an instruction may reach into the next one. */
  static final long LAST_HALFWORD = 4094;
  static final long EMPTY = TlbEntry.EMPTY;
  static final int READ_TAG = TlbEntry.READ_TAG;
  static final int READ_OFFSET = TlbEntry.READ_OFFSET;
  static final int WRITE_TAG = TlbEntry.WRITE_TAG;
  static final int WRITE_OFFSET = TlbEntry.WRITE_OFFSET;

  final long[] fetchTag = new long[ENTRIES];
  final @Nullable CodePage[] fetchPage = new CodePage[ENTRIES];
  /** Keeps the entries allocated for as long as this is in use. */
  private final MemorySegment entries = Arena.ofAuto().allocate(ENTRIES * (long) TlbEntry.BYTES, TlbEntry.BYTES);

  private int epoch;

  Tlb() {
    flush();
  }

  /** Where the entries of data begin, a host address. */
  long data() {
    return entries.address();
  }

  /** Where the entry for an address stands behind {@link #data}, in bytes. */
  static long entry(long address) {
    return TlbEntry.of(address);
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

  /** Another number after each {@link #flushFetches}. */
  int epoch() {
    return epoch;
  }

  void flushFetches() {
    epoch++;
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
      HostMemory.putLong(data() + (long) i * TlbEntry.BYTES + tag, EMPTY);
    }
  }
}
