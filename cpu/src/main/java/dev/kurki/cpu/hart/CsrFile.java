package dev.kurki.cpu.hart;

import dev.kurki.cpu.isa.Csr;
/** Reads and writes CSRs as software does: by number, with the checks of the privileged specification's section 2.1. */
final class CsrFile {
  /** The bits that {@code mie} has. */
  static final long INTERRUPTS = Traps.DELEGABLE_INTERRUPTS | 1L << Cause.MACHINE_SOFTWARE
      | 1L << Cause.MACHINE_TIMER | 1L << Cause.MACHINE_EXTERNAL;
  private static final long FRM_MASK = 7;
  private static final int FFLAGS_MASK = 31;
  /** Counters that user mode may be shown: cycle, time, instret and the hardware performance counters. */
  private static final int ALL_COUNTERS = -1;
  private static final int TIME_COUNTER = 1;

  private final HartState state;
  private final Pmp pmp;
  private final Mmu mmu;
  private final HartTimer timer;
  private final Counters counters;

  CsrFile(HartState state, Pmp pmp, Mmu mmu, HartTimer timer) {
    this.state = state;
    this.pmp = pmp;
    this.mmu = mmu;
    this.timer = timer;
    this.counters = new Counters(state);
  }

  /** Lets an access pass that the mode and the register's number allow; else the instruction is illegal. */
  void check(int number, boolean writes) {
    boolean readOnly = number >>> 10 == 3;
    boolean allowed = state.privilege >= (number >>> 8 & 3) && !(writes && readOnly)
        && exists(number) && isEnabled(row(number), number);
    if (!allowed) {
      throw Trap.illegal();
    }
  }

  /** Whether this hart has the register: its row is in the table, and the row's extension among the hart's. */
  boolean exists(int number) {
    return Csr.of(number).filter(row -> state.isa().has(row.extension())).isPresent();
  }

  long read(int number) {
    return switch (row(number)) {
      case FFLAGS -> state.fflags;
      case FRM -> state.frm;
      case FCSR -> (long) state.frm << 5 | state.fflags;
      case CYCLE, MCYCLE -> counters.cycle();
      case INSTRET, MINSTRET -> counters.instret();
      case TIME -> timer.time();
      case MCOUNTINHIBIT -> state.mcountinhibit;
      case MISA -> HartState.MISA;
      case MHARTID -> state.hartId();
      case MVENDORID, MARCHID, MIMPID, MCONFIGPTR, HPMCOUNTER3, MHPMCOUNTER3, MHPMEVENT3, SSTATEEN0 -> 0;
      case MSTATUS -> status(-1);
      case SSTATUS -> status(Mstatus.SUPERVISOR_WRITABLE | Mstatus.UXL | Mstatus.SD);
      case MEDELEG -> state.medeleg;
      case MIDELEG -> state.mideleg;
      case MIE -> state.mie;
      case SIE -> state.mie & state.mideleg;
      case MIP -> pending();
      case SIP -> pending() & state.mideleg;
      case MTVEC -> state.mtvec;
      case MCOUNTEREN -> state.mcounteren & 0xffff_ffffL;
      case MENVCFG -> state.menvcfg;
      case MSTATEEN0 -> state.mstateen[number - Csr.MSTATEEN0.number()];
      case MSCRATCH -> state.mscratch;
      case MEPC -> state.mepc;
      case MCAUSE -> state.mcause;
      case MTVAL -> state.mtval;
      case STVEC -> state.stvec;
      case SCOUNTEREN -> state.scounteren & 0xffff_ffffL;
      case SENVCFG -> state.senvcfg;
      case SSCRATCH -> state.sscratch;
      case SEPC -> state.sepc;
      case SCAUSE -> state.scause;
      case STVAL -> state.stval;
      case SATP -> state.satp;
      case STIMECMP -> state.stimecmp;
      case PMPCFG0 -> pmp.readConfiguration((number - Csr.PMPCFG0.number()) * 4);
      case PMPADDR0 -> state.pmpaddr[number - Csr.PMPADDR0.number()];
    };
  }

  /**
   * What an instruction that sets or clears bits starts from: for {@code mip} without the levels of lines, which would else
   * stay in the bits that software sets (section 3.1.9).
   *
   * @param old what the register reads as
   */
  long kept(int number, long old) {
    return number == Csr.MIP.number() ? state.mip : old;
  }

  void write(int number, long value) {
    switch (row(number)) {
      case FFLAGS -> setFloatStatus(state.frm, value);
      case FRM -> setFloatStatus(value & FRM_MASK, state.fflags);
      case FCSR -> setFloatStatus(value >>> 5 & FRM_MASK, value);
      case MCYCLE -> counters.setCycle(value);
      case MINSTRET -> counters.setInstret(value);
      case MCOUNTINHIBIT -> counters.inhibit((int) value);
      case MSTATUS -> setStatus(value, Mstatus.MACHINE_WRITABLE);
      case SSTATUS -> setStatus(value, Mstatus.SUPERVISOR_WRITABLE);
      case MEDELEG -> state.medeleg = value & Traps.DELEGABLE_EXCEPTIONS;
      case MIDELEG -> state.mideleg = value & Traps.DELEGABLE_INTERRUPTS;
      case MIE -> state.mie = value & INTERRUPTS;
      case SIE -> state.mie = merge(state.mie, value, state.mideleg);
      case MIP -> state.mip = value & softwareInterrupts(state.menvcfg);
      case SIP -> state.mip = merge(state.mip, value, state.mideleg & 1L << Cause.SUPERVISOR_SOFTWARE);
      case MTVEC -> state.mtvec = value & ~2L;
      case MCOUNTEREN -> state.mcounteren = (int) value & ALL_COUNTERS;
      case MENVCFG -> setEnvironment(value);
      case MSTATEEN0 -> setStateEnable(number - Csr.MSTATEEN0.number(), value);
      case MSCRATCH -> state.mscratch = value;
      case MEPC -> state.mepc = value & ~1L;
      case MCAUSE -> state.mcause = value;
      case MTVAL -> state.mtval = value;
      case STVEC -> state.stvec = value & ~2L;
      case SCOUNTEREN -> state.scounteren = (int) value & ALL_COUNTERS;
      case SENVCFG -> state.senvcfg = Envcfg.legal(value & Envcfg.supervisorWritable(state.isa()));
      case SSCRATCH -> state.sscratch = value;
      case SEPC -> state.sepc = value & ~1L;
      case SCAUSE -> state.scause = value;
      case STVAL -> state.stval = value;
      case SATP -> setTranslation(value);
      case STIMECMP -> {
        state.stimecmp = value;
        timer.refresh();
      }
      case PMPCFG0 -> {
        pmp.writeConfiguration((number - Csr.PMPCFG0.number()) * 4, value);
        mmu.flush();
      }
      case PMPADDR0 -> {
        pmp.writeAddress(number - Csr.PMPADDR0.number(), value);
        mmu.flush();
      }
      case MISA, MHPMCOUNTER3, MHPMEVENT3, SSTATEEN0 -> {
        // Writable by their numbers, and every bit of them is read-only here.
      }
      case CYCLE, TIME, INSTRET, HPMCOUNTER3, MVENDORID, MARCHID, MIMPID, MHARTID, MCONFIGPTR ->
        throw Trap.illegal();
    }
  }

  private boolean isEnabled(Csr row, int number) {
    return switch (row) {
      case FFLAGS, FRM, FCSR -> (state.mstatus & Mstatus.FS) != 0;
      case CYCLE, TIME, INSTRET, HPMCOUNTER3 -> isCounterShown(number & 31);
      case SATP -> state.privilege == Privilege.MACHINE || (state.mstatus & Mstatus.TVM) == 0;
      case STIMECMP -> isComparisonShown();
      case SENVCFG -> StateEnable.allows(state, 0, StateEnable.ENVCFG);
      case SSTATEEN0 -> StateEnable.allows(state, number - Csr.SSTATEEN0.number(), StateEnable.SE);
      default -> true;
    };
  }

  private boolean isComparisonShown() {
    return state.privilege == Privilege.MACHINE
        || ((state.menvcfg & Envcfg.STCE) != 0 && isCounterShown(TIME_COUNTER));
  }

  private boolean isCounterShown(int counter) {
    boolean byMachine = state.privilege == Privilege.MACHINE || (state.mcounteren >>> counter & 1) != 0;
    boolean bySupervisor = state.privilege != Privilege.USER || (state.scounteren >>> counter & 1) != 0;
    return byMachine && bySupervisor;
  }

  private long status(long shown) {
    long dirty = (state.mstatus & Mstatus.FS) == Mstatus.FS ? Mstatus.SD : 0;
    return (state.mstatus | dirty) & shown;
  }

  private void setStatus(long value, long writable) {
    long previous = value >>> Mstatus.MPP_SHIFT & 3;
    long kept = previous == 2 ? writable & ~Mstatus.MPP : writable;
    state.mstatus = merge(state.mstatus, value, kept);
    mmu.modeChanged();
  }

  private void setTranslation(long value) {
    long mode = value >>> 60;
    if (PageWalker.hasMode(mode, state.isa())) {
      // Address-space identifiers have no bits here.
      state.satp = value & (PageWalker.MODE | PageWalker.PPN_BITS);
      mmu.flush();
      mmu.modeChanged();
    }
  }

  private long pending() {
    timer.refresh();
    return state.pending();
  }

  /** The bits of {@code mip} that software sets; the supervisor's timer has its own source with Sstc. */
  static long softwareInterrupts(long menvcfg) {
    boolean compared = (menvcfg & Envcfg.STCE) != 0;
    return Traps.DELEGABLE_INTERRUPTS & ~(compared ? 1L << Cause.SUPERVISOR_TIMER : 0);
  }

  private void setEnvironment(long value) {
    state.menvcfg = Envcfg.legal(value & Envcfg.machineWritable(state.isa()));
    state.mip &= softwareInterrupts(state.menvcfg);
    timer.refresh();
    mmu.flush();
  }

  private void setStateEnable(int index, long value) {
    state.mstateen[index] = value & StateEnable.writable(state.isa(), index);
  }

  private void setFloatStatus(long frm, long fflags) {
    state.frm = (int) frm;
    state.fflags = (int) fflags & FFLAGS_MASK;
    state.mstatus |= Mstatus.FS;
  }

  private static long merge(long old, long value, long mask) {
    return old & ~mask | value & mask;
  }

  private static Csr row(int number) {
    return Csr.of(number).orElseThrow(Trap::illegal);
  }
}
