package dev.kurki.cpu.fuzz;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.kurki.cpu.isa.Csr;

/**
 * Where things stand in RAM, and in the arena in which each case runs. The monitor copies a case into the arena and the
 * outcome back, so that a case runs at the same addresses wherever it stands.
 *
 * <pre>
 *   8000 0000   monitor             arena + 0 0000   x0..x31: first as they begin, then as they end
 *   8000 4000   its variables             + 0 0100   f0..f31, likewise
 *   8002 0000   arena                     + 0 0200   CSRs of {@link #CSRS}, likewise
 *   8010 0000   cases                     + 0 0400   entry of fragment 0 in each mode
 *                                         + 0 0420   mode of each fragment
 *                                         + 0 0800   trap log
 *                                         + 0 3000   fragments
 *                                         + 0 5000   supervisor's handler
 *                                         + 0 6000   subroutines, a page of zeros behind them
 *                                         + 0 8000   data
 *                                         + 0 c000   page tables
 * </pre>
 */
final class Layout {
  static final long RAM = 0x8000_0000L;
  static final long RAM_BYTES = 32 << 20;
  static final long VARIABLES = RAM + 0x4000;
  static final long ARENA = RAM + 0x2_0000;
  static final int ARENA_BYTES = 0x1_4000;
  static final long CASES = RAM + 0x10_0000;
  static final int MAX_CASES = 256;
  /** The test finisher's register, and what ends the machine with status 0. */
  static final long FINISHER = 0x10_0000;
  static final int PASS = 0x5555;

  /** The machine timer's comparison register of hart 0, which is to stay away. */
  static final long MTIMECMP = 0x200_4000;

  static final int X = 0;
  static final int F = 0x100;
  static final int CSR_VALUES = 0x200;
  static final int ENTRIES = 0x400;
  static final int MODES = 0x420;
  static final int LOG = 0x800;
  static final int CODE = 0x3000;
  static final int HANDLER = 0x5000;
  static final int SUBROUTINES = 0x6000;
  static final int DATA = 0x8000;
  static final int TABLES = 0xc000;

  static final int FRAGMENTS = 120;
  static final int FRAGMENT_BYTES = 64;
  static final int LOG_ENTRY_BYTES = 64;
  static final int DATA_BYTES = TABLES - DATA;
  static final int PAGE_BYTES = 4096;

  /** The CSRs that a case begins with, in the order in which they are written. */
  static final List<Integer> CSRS = csrs();

  private Layout() {}

  /** Where a CSR's value stands in the arena. */
  static int csrOffset(int number) {
    return CSR_VALUES + Long.BYTES * CSRS.indexOf(number);
  }

  private static List<Integer> csrs() {
    IntStream protection = IntStream.concat(IntStream.range(0, 16).map(i -> Csr.PMPADDR0.number() + i),
        IntStream.of(Csr.PMPCFG0.number(), Csr.PMPCFG0.number() + 2));
    Stream<Csr> others = Stream.of(Csr.MENVCFG, Csr.SENVCFG, Csr.MCOUNTEREN, Csr.SCOUNTEREN, Csr.STIMECMP, Csr.MIP,
        Csr.MIE,
        Csr.MIDELEG, Csr.MEDELEG, Csr.MCAUSE, Csr.MTVAL, Csr.STVEC, Csr.SSCRATCH, Csr.SEPC, Csr.SCAUSE, Csr.STVAL,
        Csr.SATP,
        Csr.FCSR, Csr.MSTATUS);
    return Stream.concat(protection.boxed(), others.map(Csr::number)).toList();
  }
}
