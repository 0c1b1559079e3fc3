package dev.kurki.cpu.hart;

import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.memory.HostMemory;

/**
 * Sv39 (privileged specification, section 12.4): three levels of tables, pages of 4 KiB, 2 MiB and 1 GiB. The accessed and
 * dirty bits are set by the walk itself, atomically, as Svadu has it.
 *
 * <pre>
 *   63      54 53                 10 9 8 7 6 5 4 3 2 1 0
 *   reserved   physical page number  RSW D A G U X W R V
 * </pre>
 */
final class PageWalker {
  /** {@code satp.MODE} of Sv39. */
  static final long SV39 = 8;

  private static final long VALID = 1;
  private static final long READABLE = 1 << 1;
  private static final long WRITABLE = 1 << 2;
  private static final long EXECUTABLE = 1 << 3;
  private static final long USER = 1 << 4;
  private static final long ACCESSED = 1 << 6;
  private static final long DIRTY = 1 << 7;
  private static final long RESERVED = -1L << 54;
  private static final long NOT_OF_A_POINTER = USER | ACCESSED | DIRTY | RESERVED;
  private static final int LEVELS = 3;
  private static final long PPN_BITS = (1L << 44) - 1;

  private final HartState state;
  private final Pmp pmp;
  private final GuestMemory memory;

  PageWalker(HartState state, Pmp pmp, GuestMemory memory) {
    this.state = state;
    this.pmp = pmp;
    this.memory = memory;
  }

  /** The physical address behind a virtual one, for an access by user or supervisor mode. */
  long walk(long address, Access access, int privilege) {
    if (address << 25 >> 25 != address) {
      throw access.pageFault(address);
    }
    long table = (state.satp & PPN_BITS) << 12;
    for (int level = LEVELS - 1; level >= 0; level--) {
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
    long base = (entry >>> 10 & PPN_BITS) << 12;
    if (!permits(entry, access, privilege) || (base & inPage) != 0) {
      throw access.pageFault(address);
    }
    long used = entry | ACCESSED | (access == Access.WRITE ? DIRTY : 0);
    if (used != entry && !update(entryAddress, entry, used, access, address)) {
      // Another hart has changed the entry meanwhile.
      return walk(address, access, privilege);
    }
    return base | address & inPage;
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
    boolean done = HostMemory.compareAndSetLong(host(entryAddress), entry, used);
    memory.dirty().mark((entryAddress - memory.base()) >>> 12);
    return done;
  }

  private void check(long entryAddress, Access ofEntry, Access access, long address) {
    if (!memory.contains(entryAddress, Long.BYTES)
        || !pmp.permits(entryAddress, Long.BYTES, ofEntry.permission(), Privilege.SUPERVISOR)) {
      throw access.accessFault(address);
    }
  }

  private long host(long physical) {
    return memory.hostAddress() + (physical - memory.base());
  }
}
