package dev.kurki.cpu.fuzz;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Page tables for Sv39, Sv48 and Sv57 at once. The arena stands at its own address, where supervisor mode executes it, and
 * a second time at {@link #ALIAS_BASE}, where user mode does; its data pages have random permissions, and in the second
 * place random targets too. Leaves of 2 MiB and 1 GiB show all RAM again.
 *
 * <pre>
 *   table 0  Sv57 root  [0], [511] -> 1          4  identity: 4 KiB leaves
 *         1  Sv48 root  [0], [511] -> 2          5  alias: 4 KiB leaves
 *         2  Sv39 root  [2] -> 3, [5] -> 6, leaves of 1 GiB at [3] and [510]
 *         3  [0] -> 4                            6  [0] -> 5, leaves of 2 MiB at [1], misaligned at [2]
 * </pre>
 */
final class TableMaker {
  static final long ALIAS_BASE = 0x1_4000_0000L;
  static final long MEGA_BASE = 0x1_4020_0000L;
  static final long MISALIGNED_BASE = 0x1_4040_0000L;
  static final long GIGA_BASE = 0xc000_0000L;
  static final long NEGATIVE_BASE = 0xffff_ffff_8000_0000L;
  static final int IDENTITY = 4;
  static final int ALIAS = 5;

  private static final int SV57_ROOT = 0;
  private static final int SV48_ROOT = 1;
  private static final int SV39_ROOT = 2;
  private static final int IDENTITY_MIDDLE = 3;
  private static final int ALIAS_MIDDLE = 6;
  private static final int SV39 = 8;

  private static final long V = 1;
  private static final long R = 1 << 1;
  private static final long W = 1 << 2;
  private static final long X = 1 << 3;
  private static final long U = 1 << 4;
  private static final long G = 1 << 5;
  private static final long A = 1 << 6;
  private static final long D = 1 << 7;
  private static final long SOFTWARE = 3 << 8;

  private final ByteBuffer arena;
  private final Draw draw;

  private TableMaker(ByteBuffer arena, Draw draw) {
    this.arena = arena;
    this.draw = draw;
  }

  /** Makes the tables in an arena. */
  static void make(ByteBuffer arena, Draw draw) {
    new TableMaker(arena, draw).make();
  }

  /** A {@code satp} that uses them, by one of the three modes. */
  static long satp(Draw draw) {
    int mode = draw.below(3);
    return (long) (SV39 + mode) << 60 | tableAddress(SV39_ROOT - mode) >>> 12;
  }

  /** The offset in the arena of the entry that maps one of its pages. */
  static int entryOffset(int table, int page) {
    int first = (int) (Layout.ARENA - Layout.RAM) / Layout.PAGE_BYTES;
    return Layout.TABLES + table * Layout.PAGE_BYTES + Long.BYTES * (first + page);
  }

  /** An entry for a data page, mostly sensible. */
  static long drawData(Draw draw) {
    int page = Layout.DATA / Layout.PAGE_BYTES + draw.below(Layout.DATA_BYTES / Layout.PAGE_BYTES);
    long leaf = leaf(Layout.ARENA + (long) page * Layout.PAGE_BYTES);
    long flags = switch (draw.below(8)) {
      case 0 -> V | draw.bits() & (R | W | U | G | A | D | SOFTWARE);
      case 1 -> V | R | U;
      case 2 -> V | R | draw.bits() & (U | A);
      case 3 -> draw.bits() & (V | R | W | U);
      default -> V | R | W | draw.bits() & (U | A | D | G | SOFTWARE);
    };
    return leaf | flags | attributes(page, draw);
  }

  /**
   * The memory type, and the contiguous bit where the page number has the form for 64 KiB: QEMU 7.2 sets A and D before it
   * finds that it has not, and does not look at the reserved bits below them.
   */
  private static long attributes(int page, Draw draw) {
    if (!draw.onceIn(10)) {
      return 0;
    }
    boolean formsRange = page % 16 == 8;
    return formsRange && draw.onceIn(2) ? 1L << 63 : 1L << 61 + draw.below(2);
  }

  private void make() {
    put(SV57_ROOT, 0, pointer(SV48_ROOT));
    put(SV57_ROOT, 511, pointer(SV48_ROOT));
    put(SV48_ROOT, 0, pointer(SV39_ROOT));
    put(SV48_ROOT, 511, pointer(SV39_ROOT));
    put(SV39_ROOT, 2, pointer(IDENTITY_MIDDLE));
    put(SV39_ROOT, 5, pointer(ALIAS_MIDDLE));
    put(SV39_ROOT, 3, leaf(Layout.RAM) | superpageFlags());
    put(SV39_ROOT, 510, leaf(Layout.RAM) | superpageFlags());
    put(IDENTITY_MIDDLE, 0, pointer(IDENTITY));
    put(ALIAS_MIDDLE, 0, pointer(ALIAS));
    put(ALIAS_MIDDLE, 1, leaf(Layout.RAM) | superpageFlags());
    put(ALIAS_MIDDLE, 2, leaf(Layout.RAM + Layout.PAGE_BYTES) | superpageFlags());
    for (int offset = Layout.CODE; offset < Layout.DATA; offset += Layout.PAGE_BYTES) {
      int page = offset / Layout.PAGE_BYTES;
      // The subroutines can be executed and not always read.
      long readable = offset == Layout.SUBROUTINES && draw.onceIn(2) ? 0 : R;
      long used = draw.bits() & (A | G);
      arena.putLong(entryOffset(IDENTITY, page), leaf(Layout.ARENA + offset) | V | X | readable | used);
      arena.putLong(entryOffset(ALIAS, page), leaf(Layout.ARENA + offset) | V | X | U | readable | used);
    }
    for (int offset = Layout.DATA; offset < Layout.TABLES; offset += Layout.PAGE_BYTES) {
      int page = offset / Layout.PAGE_BYTES;
      long kept = draw.onceIn(3) ? 0 : U & draw.bits();
      arena.putLong(entryOffset(IDENTITY, page), draw.onceIn(3)
          ? drawData(draw)
          : leaf(Layout.ARENA + offset) | V | R | W | kept);
      arena.putLong(entryOffset(ALIAS, page), drawData(draw));
    }
  }

  /** Of a leaf, which says R or W or both; what says neither would be a pointer into the monitor. */
  private long superpageFlags() {
    return draw.onceIn(6)
        ? V | draw.of(List.of(R, W, R | W)) | draw.bits() & (U | A | D)
        : V | R | W | draw.bits() & (U | X | A | D | G);
  }

  private void put(int table, int index, long entry) {
    arena.putLong(Layout.TABLES + table * Layout.PAGE_BYTES + Long.BYTES * index, entry);
  }

  private static long pointer(int table) {
    return leaf(tableAddress(table)) | V;
  }

  private static long tableAddress(int table) {
    return Layout.ARENA + Layout.TABLES + (long) table * Layout.PAGE_BYTES;
  }

  private static long leaf(long physical) {
    return physical >>> 12 << 10;
  }
}
