package dev.kurki.cpu.hart;

import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.memory.HostMemory;
import dev.kurki.cpu.isa.Extension;
import dev.kurki.cpu.isa.InstructionSet;

/**
 * Sv39, Sv48 and Sv57 (privileged specification, sections 12.4 to 12.6): three, four or five levels of tables, whose
 * leaves may stand in each. With Svadu the accessed and dirty bits are set by the walk itself, atomically, where
 * {@code menvcfg.ADUE} allows it; a hart without Svadu always sets them.
 *
 * <pre>
 *   63 62 61 60      54 53                 10 9 8 7 6 5 4 3 2 1 0
 *   N  PBMT  reserved   physical page number  RSW D A G U X W R V
 * </pre>
 */
final class PageWalker {
  /** {@code satp.MODE} of no translation, of Sv39, Sv48 and Sv57. */
  static final long BARE = 0;
  static final long SV39 = 8;
  static final long SV48 = 9;
  static final long SV57 = 10;

  private static final long VALID = 1;
  private static final long READABLE = 1 << 1;
  private static final long WRITABLE = 1 << 2;
  private static final long EXECUTABLE = 1 << 3;
  private static final long USER = 1 << 4;
  private static final long ACCESSED = 1 << 6;
  private static final long DIRTY = 1 << 7;
  private static final long RESERVED = 0x7fL << 54;
  private static final int PBMT_SHIFT = 61;
  private static final long PBMT = 3L << PBMT_SHIFT;
  private static final long NAPOT = 1L << 63;
  private static final long NOT_OF_A_POINTER = USER | ACCESSED | DIRTY | PBMT | NAPOT;
  /** The low bits of a page number that say that 16 pages are contiguous, of which they are a part. */
  private static final long NAPOT_64_KIB = 8;
  private static final long NAPOT_PAGES = 16;
  /** The fields of {@code satp}: of which address space the tables are has no bits here. */
  static final long MODE = 15L << 60;
  static final long PPN_BITS = (1L << 44) - 1;

  private final HartState state;
  private final Pmp pmp;
  private final GuestMemory memory;

  PageWalker(HartState state, Pmp pmp, GuestMemory memory) {
    this.state = state;
    this.pmp = pmp;
    this.memory = memory;
  }

  /** Whether a hart with these extensions translates so, or not at all. */
  static boolean hasMode(long mode, InstructionSet isa) {
    return mode == BARE || mode == SV39 || (mode == SV48 && isa.has(Extension.SV48))
        || (mode == SV57 && isa.has(Extension.SV57));
  }

  /** The physical address behind a virtual one, for an access by user or supervisor mode. */
  long walk(long address, Access access, int privilege) {
    int levels = (int) ((state.satp >>> 60) - SV39) + 3;
    int unused = Long.SIZE - 12 - 9 * levels;
    if (address << unused >> unused != address) {
      throw access.pageFault(address);
    }
    long table = (state.satp & PPN_BITS) << 12;
    for (int level = levels - 1; level >= 0; level--) {
      long entryAddress = table + (address >>> 12 + 9 * level & 0x1ff) * Long.BYTES;
      long entry = read(entryAddress, access, address);
      if ((entry & VALID) == 0 || (entry & (READABLE | WRITABLE)) == WRITABLE || (entry & RESERVED) != 0) {
        throw access.pageFault(address);
      }
      if ((entry & (READABLE | EXECUTABLE)) != 0) {
        return leaf(address, access, privilege, level, entryAddress, entry);
      }
      if ((entry & NOT_OF_A_POINTER) != 0) {
        throw access.pageFault(address);
      }
      table = (entry >>> 10 & PPN_BITS) << 12;
    }
    throw access.pageFault(address);
  }

  private long leaf(long address, Access access, int privilege, int level, long entryAddress, long entry) {
    long inPage = (1L << 12 + 9 * level) - 1;
    long page = entry >>> 10 & PPN_BITS;
    if ((entry & NAPOT) != 0) {
      if (level != 0 || page % NAPOT_PAGES != NAPOT_64_KIB || !state.isa().has(Extension.SVNAPOT)) {
        throw access.pageFault(address);
      }
      page -= NAPOT_64_KIB;
      inPage = (NAPOT_PAGES << 12) - 1;
    }
    if ((access != Access.EXAMINE && !permits(entry, access, privilege)) || (page << 12 & inPage) != 0
        || !isMemoryTypeLegal(entry)) {
      throw access.pageFault(address);
    }
    long used = entry | ACCESSED | (access == Access.WRITE ? DIRTY : 0);
    if (used != entry && access != Access.EXAMINE) {
      if (!setsAccessedAndDirty()) {
        throw access.pageFault(address);
      }
      if (!update(entryAddress, entry, used, access, address)) {
        // Another hart has changed the entry meanwhile.
        return walk(address, access, privilege);
      }
    }
    return page << 12 | address & inPage;
  }

  private boolean setsAccessedAndDirty() {
    return !state.isa().has(Extension.SVADU) || (state.menvcfg & Envcfg.ADUE) != 0;
  }

  /** All memory is of one type here: Svpbmt's field is checked and has no other effect. */
  private boolean isMemoryTypeLegal(long entry) {
    long type = (entry & PBMT) >>> PBMT_SHIFT;
    return type == 0 || (type != 3 && (state.menvcfg & Envcfg.PBMTE) != 0);
  }

  private boolean permits(long entry, Access access, int privilege) {
    boolean ofUser = (entry & USER) != 0;
    boolean modeFits = privilege == Privilege.USER
        ? ofUser
        : !ofUser || (access != Access.FETCH && (state.mstatus & Mstatus.SUM) != 0);
    long wanted = (long) access.permission() << 1;
    boolean allowed = (entry & wanted) != 0
        || (access == Access.READ && (state.mstatus & Mstatus.MXR) != 0 && (entry & EXECUTABLE) != 0);
    return modeFits && allowed;
  }

  private long read(long entryAddress, Access access, long address) {
    check(entryAddress, Access.READ, access, address);
    return HostMemory.getLong(host(entryAddress));
  }

  private boolean update(long entryAddress, long entry, long used, Access access, long address) {
    check(entryAddress, Access.WRITE, access, address);
    long page = entryAddress - memory.base() >>> 12;
    memory.beforeWrite(page);
    boolean done = HostMemory.compareAndSetLong(host(entryAddress), entry, used);
    boolean _ = memory.dirty().mark(page);
    return done;
  }

  private void check(long entryAddress, Access ofEntry, Access access, long address) {
    if (!memory.contains(entryAddress, Long.BYTES)
        || !pmp.permits(entryAddress, Long.BYTES, ofEntry.permission(), Privilege.SUPERVISOR)) {
      throw access.accessFault(address);
    }
    memory.requirePresent(entryAddress);
  }

  private long host(long physical) {
    return memory.hostAddress() + (physical - memory.base());
  }
}
