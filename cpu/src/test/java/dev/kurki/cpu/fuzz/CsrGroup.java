package dev.kurki.cpu.fuzz;

import java.util.List;

import dev.kurki.cpu.isa.Csr;
import dev.kurki.cpu.isa.Encoder;
import dev.kurki.cpu.isa.Instruction;

/**
 * CSR accesses by all six instructions, allowed and not. Left out is what the monitor needs, what counts time, and what QEMU
 * 7.2 knows more or fewer bits of than the manuals say.
 */
final class CsrGroup implements FragmentGroup {
  /** Registers that take any value. */
  private static final List<Csr> FREE = List.of(Csr.FFLAGS, Csr.FRM, Csr.FCSR, Csr.SSCRATCH, Csr.SCAUSE, Csr.STVAL,
      Csr.MCAUSE,
      Csr.MTVAL);
  private static final List<Csr> READ_ONLY = List.of(Csr.MVENDORID, Csr.MARCHID, Csr.MIMPID, Csr.MHARTID);
  /** Registers that only reads are drawn for, and writes where they are not allowed. */
  private static final List<Csr> READ = List.of(Csr.SSTATUS, Csr.SIE, Csr.STVEC, Csr.SCOUNTEREN, Csr.SEPC, Csr.SIP,
      Csr.SATP,
      Csr.MSTATUS, Csr.MEDELEG, Csr.MIDELEG, Csr.MIE, Csr.MTVEC, Csr.MCOUNTEREN, Csr.MEPC, Csr.MIP, Csr.PMPCFG0,
      Csr.PMPADDR0,
      Csr.MENVCFG, Csr.STIMECMP, Csr.HPMCOUNTER3, Csr.MHPMCOUNTER3, Csr.MHPMEVENT3);
  private static final int EVEN = -2 & 0xfff;
  private static final int NOT_CANONICAL_BIT = 62;

  @Override
  public void add(Fragment fragment, Place place, Draw draw) {
    switch (draw.below(6)) {
      case 0, 1 -> free(fragment, draw);
      case 2 -> read(fragment, draw);
      // Neither a read, as the values differ, nor the setting of no bits, which QEMU lets pass.
      case 3 -> fragment.word(Encoder.immediate(draw.onceIn(2) ? Instruction.CSRRW : Instruction.CSRRCI,
          Fragment.destination(draw), 1 + draw.below(31), draw.of(READ_ONLY).number()));
      case 4 -> supervisor(fragment, draw);
      default -> masked(fragment, draw);
    }
  }

  private static void free(Fragment fragment, Draw draw) {
    Instruction row = draw.of(Rows.CSR_ACCESS);
    fragment.word(Encoder.immediate(row, Fragment.destination(draw), draw.below(32), draw.of(FREE).number()));
  }

  private static void read(Fragment fragment, Draw draw) {
    Csr csr = draw.of(READ);
    Instruction row = draw.onceIn(2) ? Instruction.CSRRS : Instruction.CSRRCI;
    fragment.word(Encoder.immediate(row, Fragment.destination(draw), 0, csr.number()));
  }

  /** The supervisor's: {@code sepc} by an even value, {@code scounteren} and {@code senvcfg} by few bits. */
  private static void supervisor(Fragment fragment, Draw draw) {
    if (draw.onceIn(2)) {
      boolean counters = draw.onceIn(2);
      Csr csr = counters ? Csr.SCOUNTEREN : Csr.SENVCFG;
      fragment.word(Encoder.immediate(Instruction.CSRRWI, Fragment.destination(draw), draw.below(counters ? 8 : 2),
          csr.number()));
    } else {
      fragment.word(Encoder.immediate(Instruction.ANDI, Fragment.OPERAND, draw.below(32), EVEN));
      // Where a return goes then is no address in any mode.
      fragment.word(
          Encoder.immediate(Instruction.BSETI, Fragment.OPERAND, Fragment.OPERAND, NOT_CANONICAL_BIT));
      fragment
          .word(Encoder.immediate(Instruction.CSRRW, Fragment.destination(draw), Fragment.OPERAND, Csr.SEPC.number()));
    }
  }

  /** Registers of which only some bits are drawn. */
  private static void masked(Fragment fragment, Draw draw) {
    Csr csr = draw.of(List.of(Csr.MEDELEG, Csr.MIDELEG, Csr.MCOUNTEREN, Csr.PMPADDR0));
    int value = switch (csr) {
      case MEDELEG -> CaseGenerator.delegation(draw);
      case MIDELEG -> draw.bits() & 0x222;
      case MCOUNTEREN -> draw.bits() & 0x7fff_ffff;
      default -> draw.bits() & 0x3fff_ffff;
    };
    int number = csr == Csr.PMPADDR0 ? csr.number() + 4 + draw.below(8) : csr.number();
    fragment.li(Fragment.OPERAND, value)
        .word(Encoder.immediate(Instruction.CSRRW, Fragment.destination(draw), Fragment.OPERAND, number));
  }
}
