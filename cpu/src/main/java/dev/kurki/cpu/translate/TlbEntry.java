package dev.kurki.cpu.translate;

/**
 * How an entry of the translations of data looks, which translated code reads by itself.
 *
 * <pre>
 *   entry of a page, 32 bytes   +0    read tag      the page's virtual address, or one that no page has
 *                               +8    read offset   host address minus virtual address
 *                               +16   write tag
 *                               +24   write offset
 * </pre>
 *
 * <p>A tag is compared with the address under a mask that keeps its lowest bits, so a misaligned access misses.
 */
public final class TlbEntry {
  /** How many entries there are, a power of two. */
  public static final int ENTRIES = 16_384;
  /** How long one is. */
  public static final int BYTES = 32;
  /** The bits of an address that name a page. */
  public static final long PAGE_MASK = -4096L;
  /** Equal to no masked address, as its low bits are ones. */
  public static final long EMPTY = -1;
  /** Where an entry has what. */
  public static final int READ_TAG = 0;
  /** See {@link #READ_TAG}. */
  public static final int READ_OFFSET = 8;
  /** See {@link #READ_TAG}. */
  public static final int WRITE_TAG = 16;
  /** See {@link #READ_TAG}. */
  public static final int WRITE_OFFSET = 24;

  /** How far an address is shifted, and what is kept then, to be where its entry stands behind the first. */
  static final int SHIFT = 12 - 5;
  static final long MASK = (ENTRIES - 1) * BYTES;

  private TlbEntry() {}

  /** Where the entry for an address stands behind the first, in bytes. */
  public static long of(long address) {
    return address >>> SHIFT & MASK;
  }
}
