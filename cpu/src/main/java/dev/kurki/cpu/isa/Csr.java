package dev.kurki.cpu.isa;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The control and status registers by name and number (privileged specification, section 2.2). Runs of alike ones, as the
 * counters and the PMP addresses, have a row for their first.
 */
public enum Csr {
  FFLAGS(0x001),
  FRM(0x002),
  FCSR(0x003),
  CYCLE(0xc00),
  TIME(0xc01),
  INSTRET(0xc02),
  HPMCOUNTER3(0xc03),
  SSTATUS(0x100),
  SIE(0x104),
  STVEC(0x105),
  SCOUNTEREN(0x106),
  SENVCFG(0x10a),
  SSCRATCH(0x140),
  SEPC(0x141),
  SCAUSE(0x142),
  STVAL(0x143),
  SIP(0x144),
  SATP(0x180),
  MVENDORID(0xf11),
  MARCHID(0xf12),
  MIMPID(0xf13),
  MHARTID(0xf14),
  MCONFIGPTR(0xf15),
  MSTATUS(0x300),
  MISA(0x301),
  MEDELEG(0x302),
  MIDELEG(0x303),
  MIE(0x304),
  MTVEC(0x305),
  MCOUNTEREN(0x306),
  MENVCFG(0x30a),
  MCOUNTINHIBIT(0x320),
  MHPMEVENT3(0x323),
  MSCRATCH(0x340),
  MEPC(0x341),
  MCAUSE(0x342),
  MTVAL(0x343),
  MIP(0x344),
  PMPCFG0(0x3a0),
  PMPADDR0(0x3b0),
  MCYCLE(0xb00),
  MINSTRET(0xb02),
  MHPMCOUNTER3(0xb03);

  private static final Map<Integer, Csr> BY_NUMBER = Arrays.stream(values())
      .collect(Collectors.toMap(Csr::number, Function.identity()));

  private final int number;

  Csr(int number) {
    this.number = number;
  }

  /** The register's number, as it stands in an instruction. */
  public int number() {
    return number;
  }

  /** The row of a number, where it has one of its own. */
  public static Optional<Csr> of(int number) {
    return Optional.ofNullable(BY_NUMBER.get(number));
  }
}
