package dev.kurki.cpu.hart;

import dev.kurki.cpu.isa.InstructionSet;
import dev.kurki.cpu.microop.MicroOp;

/** What software sees of a hart: registers, mode, and the CSRs whose value is simply kept. Fields are named after them. */
final class HartState {
  /** What {@code misa} shows: RV64 with A, C, D, F, I, M, S and U. */
  static final long MISA = 2L << 62 | 1 | 1 << 2 | 1 << 3 | 1 << 5 | 1 << 8 | 1 << 12 | 1 << 18 | 1 << 20;
  /** The register that takes what is written to {@code x0}. */
  static final int SINK = MicroOp.SINK;

  /** No reservation: no address of a word. */
  static final long UNRESERVED = -1;

  private final InstructionSet isa;
  private final int hartId;
  final long[] x = new long[33];
  final long[] f = new long[32];
  long pc;
  int privilege;
  /** In {@code wfi}. */
  boolean waiting;
  /** Instructions retired since reset. */
  long retired;
  /** What {@code mcycle} and {@code minstret} show beyond that; all that they show while they are inhibited. */
  long cycleOffset;
  long instretOffset;
  int mcountinhibit;
  int fflags;
  int frm;

  long mstatus;
  long medeleg;
  long mideleg;
  long mie;
  /** The pending bits that software sets; {@link #lines} has the others. */
  long mip;
  long mtvec;
  int mcounteren;
  long menvcfg;
  final long[] mstateen = new long[StateEnable.REGISTERS];
  long mscratch;
  long mepc;
  long mcause;
  long mtval;

  long stvec;
  int scounteren;
  long senvcfg;
  long sscratch;
  long sepc;
  long scause;
  long stval;
  long satp;
  long stimecmp;
  /** Whether {@code time} has reached {@code stimecmp}, which has a say only where {@code menvcfg.STCE} is set. */
  boolean timerDue;

  final byte[] pmpcfg = new byte[Pmp.ENTRIES];
  final long[] pmpaddr = new long[Pmp.ENTRIES];

  /** The levels of interrupt lines, a bit a cause. */
  long lines;

  /** Where a reset begins, and with what in {@code a1} and {@code a2}. */
  long resetPc;
  long resetA1;
  long resetA2;

  /** The reservation of {@code lr}: its physical address or {@link #UNRESERVED}, and the value it read. */
  long reservedAddress;
  long reservedValue;

  HartState(HartSettings settings) {
    this.isa = settings.isa();
    this.hartId = settings.hartId();
    this.resetPc = settings.resetPc();
    this.resetA1 = settings.a1();
    this.resetA2 = settings.a2();
    reset();
  }

  InstructionSet isa() {
    return isa;
  }

  int hartId() {
    return hartId;
  }

  /** {@code mip} as software sees it. */
  long pending() {
    return mip | lines | (timerDue ? 1L << Cause.SUPERVISOR_TIMER : 0);
  }

  /** Power-on; lines keep their levels, as it is their sources that drive them. */
  void reset() {
    long levels = lines;
    load(HartSection.powerOn(hartId, resetPc, resetA1, resetA2));
    lines = levels;
  }

  HartSection save() {
    return HartSection.of(this);
  }

  void load(HartSection section) {
    section.into(this);
  }
}
