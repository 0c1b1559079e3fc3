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
  /** How many pages of code are known, a power of two. */
  private static final int CODE_PAGES = 1024;
  static final int PAGE_SHIFT = 12;
  static final long PAGE_MASK = TlbEntry.PAGE_MASK;
  /** The offset in a page where an instruction may reach into the next one. */
  static final long LAST_HALFWORD = 4094;
  static final long EMPTY = TlbEntry.EMPTY;
  static final int READ_TAG = TlbEntry.READ_TAG;
  static final int READ_OFFSET = TlbEntry.READ_OFFSET;
  static final int WRITE_TAG = TlbEntry.WRITE_TAG;
  static final int WRITE_OFFSET = TlbEntry.WRITE_OFFSET;

  final long[] fetchTag = new long[CODE_PAGES];
  final @Nullable CodePage[] fetchPage = new CodePage[CODE_PAGES];
  /** Keeps the entries allocated for as long as this is in use. */
  private final MemorySegment entries = Arena.ofAuto().allocate(TlbEntry.ENTRIES * (long) TlbEntry.BYTES,
      TlbEntry.BYTES);

  private final UsedEntries usedData = new UsedEntries(TlbEntry.ENTRIES);
  private final UsedEntries usedCode = new UsedEntries(CODE_PAGES);
  private int epoch;

  Tlb() {
    entries.fill((byte) EMPTY);
    Arrays.fill(fetchTag, EMPTY);
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
    return (int) (address >>> PAGE_SHIFT) & CODE_PAGES - 1;
  }

  /** Takes up where loads from a page go. */
  void setRead(long address, long host) {
    set(address, READ_TAG, READ_OFFSET, host);
  }

  /** Takes up where stores to a page go. */
  void setWrite(long address, long host) {
    set(address, WRITE_TAG, WRITE_OFFSET, host);
  }

  /** Takes up which code stands in a page. */
  void setFetch(long address, CodePage page) {
    int i = index(address);
    fetchTag[i] = address & PAGE_MASK;
    fetchPage[i] = page;
    usedCode.note(i);
  }

  void flush() {
    usedData.drain(entry -> {
      HostMemory.putLong(host(entry) + READ_TAG, EMPTY);
      HostMemory.putLong(host(entry) + WRITE_TAG, EMPTY);
    });
    flushFetches();
  }

  void flushWrites() {
    usedData.each(entry -> HostMemory.putLong(host(entry) + WRITE_TAG, EMPTY));
  }

  /** Another number after each {@link #flushFetches}. */
  int epoch() {
    return epoch;
  }

  void flushFetches() {
    epoch++;
    usedCode.drain(i -> {
      fetchTag[i] = EMPTY;
      fetchPage[i] = null;
    });
  }

  private void set(long address, int tag, int offset, long host) {
    int number = (int) (entry(address) / TlbEntry.BYTES);
    usedData.note(number);
    long entry = host(number);
    HostMemory.putLong(entry + tag, address & PAGE_MASK);
    HostMemory.putLong(entry + offset, host - address);
  }

  private long host(int number) {
    return data() + (long) number * TlbEntry.BYTES;
  }
}
