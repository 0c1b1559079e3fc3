package dev.kurki.cpu.isa;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The control and status registers by name and number (privileged specification, section 2.2). Runs of alike ones, as the
 * counters the PMP addresses and the state enables, have a row for their first.
 */
public enum Csr {
  FFLAGS(0x001),
  FRM(0x002),
  FCSR(0x003),
  CYCLE(0xc00),
  TIME(0xc01),
  INSTRET(0xc02),
  HPMCOUNTER3(0xc03, 29, 1),
  SSTATUS(0x100),
  SIE(0x104),
  STVEC(0x105),
  SCOUNTEREN(0x106),
  SENVCFG(0x10a),
  SSTATEEN0(0x10c, 4, 1, Extension.SSSTATEEN),
  SSCRATCH(0x140),
  SEPC(0x141),
  SCAUSE(0x142),
  STVAL(0x143),
  SIP(0x144),
  STIMECMP(0x14d, 1, 1, Extension.SSTC),
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
  MSTATEEN0(0x30c, 4, 1, Extension.SMSTATEEN),
  MCOUNTINHIBIT(0x320),
  MHPMEVENT3(0x323, 29, 1),
  MSCRATCH(0x340),
  MEPC(0x341),
  MCAUSE(0x342),
  MTVAL(0x343),
  MIP(0x344),
  PMPCFG0(0x3a0, 2, 2),
  PMPADDR0(0x3b0, 16, 1),
  MCYCLE(0xb00),
  MINSTRET(0xb02),
  MHPMCOUNTER3(0xb03, 29, 1);

  private static final List<Optional<Csr>> BY_NUMBER = byNumber();

  private final int number;
  private final int count;
  private final int stride;
  private final Extension extension;

  Csr(int number) {
    this(number, 1, 1);
  }

  Csr(int number, int count, int stride) {
    this(number, count, stride, Extension.PRIVILEGED);
  }

  Csr(int number, int count, int stride, Extension extension) {
    this.number = number;
    this.count = count;
    this.stride = stride;
    this.extension = extension;
  }

  /** The register's number, as it stands in an instruction; the first one's of a run. */
  public int number() {
    return number;
  }

  /** What a hart has to have for the register to be there; {@link Extension#PRIVILEGED}, which all have, where no other. */
  public Extension extension() {
    return extension;
  }

  /**
   * The number of one of a run.
   *
   * @param index which one, from 0
   * @throws IndexOutOfBoundsException when the run is shorter
   */
  public int number(int index) {
    return number + Objects.checkIndex(index, count) * stride;
  }

  /**
   * The row that a number belongs to, where there is one.
   *
   * @param number 0 to 4095
   * @throws IndexOutOfBoundsException when the number is out of that range
   */
  public static Optional<Csr> of(int number) {
    return BY_NUMBER.get(number);
  }

  private static List<Optional<Csr>> byNumber() {
    List<Optional<Csr>> rows = new ArrayList<>(Collections.nCopies(4096, Optional.empty()));
    for (Csr row : values()) {
      for (int i = 0; i < row.count; i++) {
        rows.set(row.number(i), Optional.of(row));
      }
    }
    return List.copyOf(rows);
  }
}
