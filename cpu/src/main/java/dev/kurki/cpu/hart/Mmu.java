package dev.kurki.cpu.hart;

import dev.kurki.actors.memory.MissingPage;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.memory.HostMemory;
import dev.kurki.cpu.isa.Compressed;
import org.jspecify.annotations.Nullable;

/**
 * Every access of the hart that the interpreter's look into the {@link Tlb} did not settle: translation, protection, RAM
 * or device, misaligned ones, and code pages. Where a page of RAM has not come yet, each leaves with {@link MissingPage} before
 * it has changed anything; no translation leads to such a page.
 */
final class Mmu {
  private static final int SUPERVISOR_WITH_SUM = 2;
  /** No host address. */
  private static final long UNKNOWN = 0;

  private final HartState state;
  private final Pmp pmp;
  private final PageWalker walker;
  private final GuestMemory memory;
  private final Bus bus;
  private final CodeCache code;
  /** Indexed by privilege; the encoding that no mode has is supervisor mode with {@code mstatus.SUM}. */
  private final Tlb[] tlbs = {new Tlb(), new Tlb(), new Tlb(), new Tlb()};
  private final Unfinished deviceAccess = new Unfinished();
  private final Unfinished watched = new Unfinished();
  private long dirtied;
  /** Whether stores to devices wait too. */
  private final boolean storesWait;
  private Tlb data = tlbs[Privilege.MACHINE];
  private Tlb fetch = tlbs[Privilege.MACHINE];
  private boolean translating;
  private int dataPrivilege = Privilege.MACHINE;
  private long mxr;

  private boolean answered;
  private long answer;
  private @Nullable PendingAccess pending;

  private StopConditions stops = StopConditions.NONE;
  private Optional<StopReason.Watched> watchHit = Optional.empty();
  /** Whether the instruction that met watched data is being executed again. */
  private boolean passing;

  Mmu(HartState state, Pmp pmp, GuestMemory memory, Bus bus, boolean storesWait) {
    this.state = state;
    this.pmp = pmp;
    this.walker = new PageWalker(state, pmp, memory);
    this.memory = memory;
    this.bus = bus;
    this.storesWait = storesWait;
    this.code = new CodeCache(memory, state.isa());
  }

  /** The translations that loads and stores go by. */
  Tlb data() {
    return data;
  }

  /** Follows a change of privilege, {@code mstatus} or {@code satp}. */
  void modeChanged() {
    boolean modified = (state.mstatus & Mstatus.MPRV) != 0;
    dataPrivilege = modified ? (int) (state.mstatus >>> Mstatus.MPP_SHIFT) & 3 : state.privilege;
    boolean sum = dataPrivilege == Privilege.SUPERVISOR && (state.mstatus & Mstatus.SUM) != 0;
    data = tlbs[sum ? SUPERVISOR_WITH_SUM : dataPrivilege];
    fetch = tlbs[state.privilege];
    translating = state.satp >>> 60 != PageWalker.BARE;
    if (mxr != (state.mstatus & Mstatus.MXR)) {
      mxr = state.mstatus & Mstatus.MXR;
      flush();
    }
  }

  /** Forgets all translations: {@code sfence.vma}, a write to {@code satp} or to the PMP. */
  void flush() {
    for (Tlb tlb : tlbs) {
      tlb.flush();
    }
  }

  /** How many pages it has marked dirty that were clean. */
  long dirtied() {
    return dirtied;
  }

  /** Forgets translations for writing, so that the next write to a page marks it dirty again. */
  void writeProtect() {
    for (Tlb tlb : tlbs) {
      tlb.flushWrites();
    }
  }

  /** {@code fence.i}: code is looked at again before it is executed again. */
  void fenceInstructions() {
    code.nextGeneration();
    flushFetches();
  }

  /** The pages of code. */
  CodeCache code() {
    return code;
  }

  /** Decodes all code anew where it is executed next. */
  void forgetCode() {
    code.clear();
    flushFetches();
  }

  private void flushFetches() {
    for (Tlb tlb : tlbs) {
      tlb.flushFetches();
    }
  }

  /** A load of 1, 2, 4 or 8 bytes, zero-extended. */
  long load(long address, int width) {
    long known = known(address, width, Tlb.READ_TAG, Tlb.READ_OFFSET);
    if (known != UNKNOWN) {
      return get(known, width);
    }
    watch(address, width, false);
    if (crossesPage(address, width)) {
      return loadBytes(address, width);
    }
    long physical = translate(address, Access.READ);
    checkProtection(physical, width, Access.READ, address);
    if (!memory.contains(physical, width)) {
      return loadFromDevice(physical, width, address);
    }
    return get(readable(address, physical), width);
  }

  /** A store of 1, 2, 4 or 8 bytes. */
  void store(long address, int width, long value) {
    long known = known(address, width, Tlb.WRITE_TAG, Tlb.WRITE_OFFSET);
    if (known != UNKNOWN) {
      put(known, width, value);
      return;
    }
    watch(address, width, true);
    if (crossesPage(address, width)) {
      storeBytes(address, width, value);
      return;
    }
    long physical = translate(address, Access.WRITE);
    checkProtection(physical, width, Access.WRITE, address);
    if (memory.contains(physical, width)) {
      put(writable(address, physical), width, value);
    } else if ((address & width - 1) == 0 && bus.takes(physical, width)) {
      storeToDevice(physical, width, width == 8 ? value : value & (1L << 8 * width) - 1);
    } else {
      throw Access.WRITE.accessFault(address);
    }
  }

  /** The host address of an aligned word in RAM that an atomic instruction may write, its page marked dirty. */
  long atomic(long address, int width) {
    if ((address & width - 1) != 0) {
      throw new Trap(Cause.STORE_ADDRESS_MISALIGNED, address);
    }
    long known = known(address, width, Tlb.WRITE_TAG, Tlb.WRITE_OFFSET);
    if (known != UNKNOWN) {
      return known;
    }
    watch(address, width, true);
    return writable(address, block(address, width, Access.WRITE));
  }

  /** The host address of an aligned word in RAM that {@code lr} reads. */
  long reservable(long address, int width) {
    if ((address & width - 1) != 0) {
      throw new Trap(Cause.LOAD_ADDRESS_MISALIGNED, address);
    }
    long known = known(address, width, Tlb.READ_TAG, Tlb.READ_OFFSET);
    if (known != UNKNOWN) {
      return known;
    }
    watch(address, width, false);
    return readable(address, block(address, width, Access.READ));
  }

  /** The physical address of a byte of RAM by its host address. */
  long physical(long host) {
    return memory.base() + (host - memory.hostAddress());
  }

  /** Clears the naturally aligned block around an address; it has to be RAM. */
  void zero(long address, int bytes) {
    watch(address & -bytes, bytes, true);
    long host = writable(address, block(address, bytes, Access.WRITE)) & -bytes;
    for (int i = 0; i < bytes; i += Long.BYTES) {
      HostMemory.putLong(host + i, 0);
    }
  }

  /** Lets a cache-block management operation pass where a load would. */
  void manage(long address, int bytes) {
    block(address, bytes, Access.MANAGE);
  }

  /** The code that {@code pc} stands in. */
  CodePage fetch(long pc) {
    int i = Tlb.index(pc);
    CodePage cached = fetch.fetchPage[i];
    if (cached != null && fetch.fetchTag[i] == (pc & Tlb.PAGE_MASK)) {
      return cached;
    }
    long physical = state.privilege == Privilege.MACHINE || !translating
        ? pc
        : walker.walk(pc, Access.FETCH, state.privilege);
    if (!memory.contains(physical, Short.BYTES)
        || !pmp.permits(physical, Short.BYTES, Access.FETCH.permission(), state.privilege)) {
      throw Access.FETCH.accessFault(pc);
    }
    memory.requirePresent(physical);
    CodePage page = code.page(physical & Tlb.PAGE_MASK);
    if (pmp.isUniform(physical & Tlb.PAGE_MASK, GuestMemory.PAGE_BYTES)) {
      fetch.setFetch(pc, page);
    }
    return page;
  }

  /** The translations that fetches go by. */
  Tlb fetched() {
    return fetch;
  }

  /** The code that {@code pc} stands in where it is known, and its page is executed by one answer; else null. */
  @Nullable
  CodePage fetchedBefore(long pc) {
    int i = Tlb.index(pc);
    return fetch.fetchTag[i] == (pc & Tlb.PAGE_MASK) && !stops.breaksInPageOf(pc) ? fetch.fetchPage[i] : null;
  }

  /** The bits of the instruction at {@code pc}, which has been fetched: 16 or 32 of them, zero-extended. */
  long instruction(long pc) {
    CodePage page = fetch(pc);
    int slot = (int) (pc & ~Tlb.PAGE_MASK) >>> 1;
    int low = page.halfword(slot);
    if (Compressed.isCompressed(low)) {
      return low;
    }
    int high = slot == CodePage.SLOTS - 1 ? fetch(pc + Short.BYTES).halfword(0) : page.halfword(slot + 1);
    return low | (long) high << Short.SIZE;
  }

  /** Whether the last fetch's page is executed by one answer of the PMP; if not, each instruction is fetched by itself. */
  boolean isFetchUniform(long pc) {
    return fetch.fetchTag[Tlb.index(pc)] == (pc & Tlb.PAGE_MASK);
  }

  /** The access that {@link Unfinished} left. */
  PendingAccess pendingAccess() {
    return Objects.requireNonNull(pending);
  }

  /** Gives the device's answer, which the load takes when it is executed again; for a store any value says that it is made. */
  void answer(long value) {
    answered = true;
    answer = value;
  }

  /** Drops an answer that nobody took. */
  void dropAnswer() {
    answered = false;
  }

  /** Says where the debugger wants to stop; code and data are looked at anew from here on. */
  void stopAt(StopConditions conditions) {
    stops = conditions;
    flush();
    fenceInstructions();
  }

  StopConditions stops() {
    return stops;
  }

  /** The watched data that an instruction has met, if it left for that; it is executed again then, and passes. */
  Optional<StopReason.Watched> takeWatchHit() {
    Optional<StopReason.Watched> hit = watchHit;
    passing = hit.isPresent();
    watchHit = Optional.empty();
    return hit;
  }

  /** Looks at watched data again. */
  void watchAgain() {
    passing = false;
  }

  /**
   * The physical address behind one of the hart's present mode, for its debugger; empty where there is none.
   *
   * @throws MissingPage where a page table has not come yet
   */
  OptionalLong examine(long address) {
    try {
      return OptionalLong.of(translate(address, Access.EXAMINE));
    } catch (Trap _) {
      return OptionalLong.empty();
    }
  }

  /** The host address of an aligned access whose page the TLB has, or {@link #UNKNOWN}. */
  private long known(long address, int width, int tag, int offset) {
    long entry = data.data() + Tlb.entry(address);
    return (address & (Tlb.PAGE_MASK | width - 1)) == HostMemory.getLong(entry + tag)
        ? address + HostMemory.getLong(entry + offset)
        : UNKNOWN;
  }

  private void watch(long address, int width, boolean write) {
    if (!passing && stops.watches(address, width, write)) {
      watchHit = Optional.of(new StopReason.Watched(address, write));
      throw watched;
    }
  }

  /** Whether the translation of a page may be kept: one answer of the PMP holds for all of it, and no debugger watches it. */
  private boolean isKept(long address, long physical) {
    return pmp.isUniform(physical & Tlb.PAGE_MASK, GuestMemory.PAGE_BYTES) && !stops.watchesPageOf(address);
  }

  private long translate(long address, Access access) {
    return dataPrivilege == Privilege.MACHINE || !translating ? address : walker.walk(address, access, dataPrivilege);
  }

  /** The physical address of an access whose naturally aligned block has to be RAM. */
  private long block(long address, int bytes, Access access) {
    long physical = translate(address, access);
    checkProtection(physical & -bytes, bytes, access, address);
    if (!memory.contains(physical & -bytes, bytes)) {
      throw access.accessFault(address);
    }
    return physical;
  }

  private void checkProtection(long physical, int width, Access access, long address) {
    if (!pmp.permits(physical, width, access.permission(), dataPrivilege)) {
      throw access.accessFault(address);
    }
  }

  private long loadFromDevice(long physical, int width, long address) {
    if ((physical & width - 1) != 0 || !bus.takes(physical, width)) {
      throw Access.READ.accessFault(address);
    }
    if (answered) {
      answered = false;
      return answer;
    }
    pending = new PendingAccess.Load(physical, width);
    throw deviceAccess;
  }

  private void storeToDevice(long physical, int width, long value) {
    if (!storesWait) {
      bus.write(physical, width, value);
    } else if (answered) {
      answered = false;
    } else {
      pending = new PendingAccess.Store(physical, width, value);
      throw deviceAccess;
    }
  }

  /** Lets further reads of the page go by the TLB. */
  private long readable(long address, long physical) {
    memory.requirePresent(physical);
    if (isKept(address, physical)) {
      data.setRead(address, host(physical));
    }
    return host(physical);
  }

  /** Marks the page dirty and lets further writes to it go by the TLB, once what it holds may be written over. */
  private long writable(long address, long physical) {
    memory.requirePresent(physical);
    long page = physical - memory.base() >>> Tlb.PAGE_SHIFT;
    memory.beforeWrite(page);
    dirtied += memory.dirty().mark(page) ? 1 : 0;
    if (isKept(address, physical)) {
      data.setWrite(address, host(physical));
    }
    return host(physical);
  }

  /** An access that two pages share; both have to be RAM. */
  private long loadBytes(long address, int width) {
    long value = 0;
    for (int i = 0; i < width; i++) {
      long physical = present(address + i, Access.READ);
      value |= (HostMemory.getByte(host(physical)) & 0xffL) << 8 * i;
    }
    return value;
  }

  /** Nothing is stored where any of the bytes cannot be. */
  private void storeBytes(long address, int width, long value) {
    for (int i = 0; i < width; i++) {
      present(address + i, Access.WRITE);
    }
    for (int i = 0; i < width; i++) {
      long physical = present(address + i, Access.WRITE);
      HostMemory.putByte(writable(address + i, physical), (byte) (value >>> 8 * i));
    }
  }

  /** The physical address of a byte that is there. */
  private long present(long address, Access access) {
    long physical = block(address, 1, access);
    memory.requirePresent(physical);
    return physical;
  }

  private long host(long physical) {
    return memory.hostAddress() + (physical - memory.base());
  }

  private static boolean crossesPage(long address, int width) {
    return (address & ~Tlb.PAGE_MASK) + width > GuestMemory.PAGE_BYTES;
  }

  private static long get(long host, int width) {
    return switch (width) {
      case 1 -> HostMemory.getByte(host) & 0xffL;
      case 2 -> HostMemory.getShort(host) & 0xffffL;
      case 4 -> HostMemory.getInt(host) & 0xffff_ffffL;
      default -> HostMemory.getLong(host);
    };
  }

  private static void put(long host, int width, long value) {
    switch (width) {
      case 1 -> HostMemory.putByte(host, (byte) value);
      case 2 -> HostMemory.putShort(host, (short) value);
      case 4 -> HostMemory.putInt(host, (int) value);
      default -> HostMemory.putLong(host, value);
    }
  }
}
