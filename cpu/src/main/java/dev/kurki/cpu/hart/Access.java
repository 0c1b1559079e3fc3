package dev.kurki.cpu.hart;

/** What an access is for: each kind has its permission bit in page tables and in PMP, and its own faults. */
enum Access {
  READ(1, Cause.LOAD_PAGE_FAULT, Cause.LOAD_ACCESS_FAULT),
  WRITE(2, Cause.STORE_PAGE_FAULT, Cause.STORE_ACCESS_FAULT),
  FETCH(4, Cause.FETCH_PAGE_FAULT, Cause.FETCH_ACCESS_FAULT),
  /** Of a cache block: allowed where a load is, and faulting as a store. */
  MANAGE(1, Cause.STORE_PAGE_FAULT, Cause.STORE_ACCESS_FAULT),
  /** A debugger's: allowed wherever something is mapped, and leaving no trace. */
  EXAMINE(0, Cause.LOAD_PAGE_FAULT, Cause.LOAD_ACCESS_FAULT);

  private final int permission;
  private final int pageFault;
  private final int accessFault;

  Access(int permission, int pageFault, int accessFault) {
    this.permission = permission;
    this.pageFault = pageFault;
    this.accessFault = accessFault;
  }

  /** R is 1, W is 2, X is 4, as in a PMP configuration; one bit higher in a page-table entry. */
  int permission() {
    return permission;
  }

  Trap pageFault(long address) {
    return new Trap(pageFault, address);
  }

  Trap accessFault(long address) {
    return new Trap(accessFault, address);
  }
}
