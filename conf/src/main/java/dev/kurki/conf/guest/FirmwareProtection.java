package dev.kurki.conf.guest;

import static dev.kurki.conf.guest.FirmwareMap.CLINT;
import static dev.kurki.conf.guest.FirmwareMap.CONSTANTS;
import static dev.kurki.conf.guest.FirmwareMap.FINISHER;
import static dev.kurki.conf.guest.FirmwareMap.FIRMWARE_BYTES;
import static dev.kurki.conf.guest.FirmwareMap.PAGE_BYTES;
import static dev.kurki.conf.guest.FirmwareMap.RAM;
import static dev.kurki.conf.guest.FirmwareMap.RTC;
import static dev.kurki.cpu.assembler.Register.T0;
import static dev.kurki.cpu.assembler.Register.ZERO;
import static dev.kurki.cpu.isa.Instruction.CSRRW;

import dev.kurki.cpu.assembler.Assembler;
import dev.kurki.cpu.isa.Csr;

/**
 * What physical memory protection lets the supervisor have. The lowest entry that matches decides.
 *
 * <pre>
 *   0  the firmware        NAPOT   nothing           4  the constants   NAPOT  read; locked, so for the firmware too
 *   1  the CLINT           NAPOT   nothing           5  RAM's 2 GiB     NAPOT  everything
 *   2  where 3 begins      off                       8  the finisher    NA4    read
 *   3  devices, up to RAM  TOR     read and write
 * </pre>
 */
final class FirmwareProtection {
  private static final int READ = 1;
  private static final int READ_WRITE = 3;
  private static final int ALL = 7;
  private static final int TOR = 1 << 3;
  private static final int NA4 = 2 << 3;
  private static final int NAPOT = 3 << 3;
  private static final long LOCKED = 1 << 7;
  private static final long CLINT_BYTES = 0x1_0000;
  private static final long RAM_BYTES = 1L << 31;

  private final Assembler p;

  FirmwareProtection(Assembler p) {
    this.p = p;
  }

  /** Writes the entries, in {@code t0}. */
  void emit() {
    address(0, powerOfTwo(RAM, FIRMWARE_BYTES));
    address(1, powerOfTwo(CLINT, CLINT_BYTES));
    address(2, RTC >> 2);
    address(3, RAM >> 2);
    address(4, powerOfTwo(CONSTANTS, PAGE_BYTES));
    address(5, powerOfTwo(RAM, RAM_BYTES));
    address(8, FINISHER >> 2);
    configuration(0, NAPOT | NAPOT << 8 | (TOR | READ_WRITE) << 24 | (LOCKED | NAPOT | READ) << 32
        | (long) (NAPOT | ALL) << 40);
    configuration(1, NA4 | READ);
  }

  private void address(int entry, long value) {
    p.li(T0, value).csr(CSRRW, ZERO, Csr.PMPADDR0, entry, T0);
  }

  private void configuration(int register, long value) {
    p.li(T0, value).csr(CSRRW, ZERO, Csr.PMPCFG0, register, T0);
  }

  /** A naturally aligned region: the ones at the address's end say how large it is. */
  private static long powerOfTwo(long base, long bytes) {
    return base >> 2 | bytes / 8 - 1;
  }
}
