package dev.kurki.conf.hostile;

import static dev.kurki.cpu.assembler.Register.A0;
import static dev.kurki.cpu.assembler.Register.A1;
import static dev.kurki.cpu.assembler.Register.A2;
import static dev.kurki.cpu.assembler.Register.A3;
import static dev.kurki.cpu.assembler.Register.T0;
import static dev.kurki.cpu.assembler.Register.T1;
import static dev.kurki.cpu.assembler.Register.T2;
import static dev.kurki.cpu.assembler.Register.ZERO;
import static dev.kurki.cpu.isa.Instruction.ADD;
import static dev.kurki.cpu.isa.Instruction.ADDI;
import static dev.kurki.cpu.isa.Instruction.AMOADD_W;
import static dev.kurki.cpu.isa.Instruction.AMOSWAP_D;
import static dev.kurki.cpu.isa.Instruction.AND;
import static dev.kurki.cpu.isa.Instruction.BNE;
import static dev.kurki.cpu.isa.Instruction.CSRRC;
import static dev.kurki.cpu.isa.Instruction.CSRRS;
import static dev.kurki.cpu.isa.Instruction.CSRRW;
import static dev.kurki.cpu.isa.Instruction.EBREAK;
import static dev.kurki.cpu.isa.Instruction.FENCE_I;
import static dev.kurki.cpu.isa.Instruction.JALR;
import static dev.kurki.cpu.isa.Instruction.LBU;
import static dev.kurki.cpu.isa.Instruction.LD;
import static dev.kurki.cpu.isa.Instruction.LW;
import static dev.kurki.cpu.isa.Instruction.MRET;
import static dev.kurki.cpu.isa.Instruction.MUL;
import static dev.kurki.cpu.isa.Instruction.SB;
import static dev.kurki.cpu.isa.Instruction.SD;
import static dev.kurki.cpu.isa.Instruction.SLLI;
import static dev.kurki.cpu.isa.Instruction.SRLI;
import static dev.kurki.cpu.isa.Instruction.SW;
import static dev.kurki.cpu.isa.Instruction.WFI;

import java.util.SplittableRandom;
import java.util.function.Consumer;

import dev.kurki.cpu.assembler.Assembler;
import dev.kurki.cpu.assembler.Label;
import dev.kurki.cpu.isa.Csr;

/** Programs that no system would run, and that run for ever. */
enum HostileGuest {
  JUMPS_INTO_NOWHERE(p -> p.li(T0, 0x4242_4242L).load(JALR, ZERO, 0, T0)),

  LOOPS_IN_TRAPS(p -> {
    Label handler = p.label("handler");
    p.la(T0, handler).csr(CSRRW, ZERO, Csr.MTVEC, T0).align(4).place(handler).word(0);
  }),

  TRAPS_INTO_A_DEVICE(p -> p.li(T0, 0x1000_0000L).csr(CSRRW, ZERO, Csr.MTVEC, T0).plain(EBREAK)),

  RUNS_IN_PLACE(p -> {
    Label here = p.label("here");
    p.place(here).jump(here);
  }),

  SLEEPS_FOR_EVER(p -> {
    Label here = p.label("here");
    p.csr(CSRRW, ZERO, Csr.MIE, ZERO).place(here).plain(WFI).jump(here);
  }),

  HAS_ITS_PAGE_TABLE_IN_A_DEVICE(p -> supervise(p, 8L << 60 | 0x1000_0000L >>> 12)),

  HAS_ITS_PAGE_TABLE_NOWHERE(p -> supervise(p, 10L << 60 | (1L << 44) - 1)),

  HAS_A_PAGE_TABLE_THAT_IS_ITSELF(p -> {
    // Every entry points to the table that it stands in, up to the fifth level and round again.
    p.li(T0, 0x8001_0000L).li(T1, 0x8001_0000L >>> 12 << 10 | 1).li(T2, 0x8001_1000L);
    Label fill = p.label("fill");
    p.place(fill).store(SD, T1, 0, T0).i(ADDI, T0, T0, 8).branch(BNE, T0, T2, fill);
    supervise(p, 10L << 60 | 0x8001_0000L >>> 12);
  }),

  MODIFIES_DEVICE_REGISTERS_ATOMICALLY(p -> again(p, loop -> {
    p.li(A0, 0x1000_0000L).r(AMOADD_W, A1, A0, A0).li(A0, 0x200_4000L).r(AMOSWAP_D, A1, A0, A0);
  })),

  WRITES_WHERE_NOTHING_IS(p -> again(p, loop -> p.li(A0, 0x1000).store(SD, A0, 0, A0).li(A0, -8).store(SD, A0, 0, A0)
      .li(A0, 0x8010_0000L - 4).store(SD, A0, 0, A0).load(LD, A1, 0, A0))),

  SETS_EVERY_BIT_OF_EVERY_CSR(p -> again(p, loop -> {
    p.li(A0, -1);
    for (Csr csr : Csr.values()) {
      // The handler stays, or nothing else would be tried; locked PMP entries stop the loop soon enough.
      if (csr != Csr.MTVEC && csr != Csr.PMPCFG0) {
        p.csr(CSRRS, A1, csr, A0).csr(CSRRC, A1, csr, A0);
      }
    }
  })),

  WRITES_AND_READS_DEVICES_AT_RANDOM(p -> again(p, loop -> {
    // A linear congruential generator picks the device, the offset and the value.
    p.li(T0, 6_364_136_223_846_793_005L).r(MUL, A3, A3, T0).i(ADDI, A3, A3, 1442);
    p.i(SRLI, A0, A3, 40).li(T0, 0x3_ffff).r(AND, A0, A0, T0);
    for (long base : new long[]{0x1000_0000L, 0x0c00_0000L, 0x0200_0000L, 0x10_1000L}) {
      p.li(A1, base).r(ADD, A1, A1, A0).store(SW, A3, 0, A1).load(LW, A2, 0, A1).store(SB, A3, 1, A1)
          .load(LBU, A2, 2, A1).store(SD, A3, 0, A1).load(LD, A2, 0, A1);
    }
  })),

  EXECUTES_WHAT_IT_WRITES(p -> again(p, loop -> p.li(T0, 0x8000_8000L).li(T1, 6_364_136_223_846_793_005L)
      .r(MUL, A3, A3, T1).i(ADDI, A3, A3, 99).store(SD, A3, 0, T0).store(SD, A3, 8, T0).plain(FENCE_I)
      .load(JALR, ZERO, 0, T0))),

  IS_RANDOM(p -> {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 4096; i++) {
      p.word(random.nextInt());
    }
  }),

  IS_RANDOM_BEHIND_A_HANDLER(p -> again(p, loop -> {
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 1000; i++) {
      p.word(random.nextInt() | 3);
    }
  }));

  private static final long RAM = 0x8000_0000L;

  @SuppressWarnings("ImmutableEnumChecker") // What writes a program keeps nothing.
  private final Consumer<Assembler> code;

  HostileGuest(Consumer<Assembler> code) {
    this.code = code;
  }

  byte[] elf() {
    Assembler p = new Assembler(RAM);
    code.accept(p);
    return p.assemble().toElf();
  }

  /** Code for ever; each trap goes on behind the instruction that it was taken at. */
  private static void again(Assembler p, Consumer<Label> body) {
    Label handler = p.label("handler");
    Label loop = p.label("loop");
    p.la(T0, handler).csr(CSRRW, ZERO, Csr.MTVEC, T0).jump(loop);
    p.align(4).place(handler).csr(CSRRS, T2, Csr.MEPC, ZERO).i(ADDI, T2, T2, 4).csr(CSRRW, ZERO, Csr.MEPC, T2);
    // Back into machine mode, whatever mode it was.
    p.li(T2, 3 << 11).csr(CSRRS, ZERO, Csr.MSTATUS, T2).plain(MRET);
    p.place(loop);
    body.accept(loop);
    p.la(T2, loop).load(JALR, ZERO, 0, T2);
  }

  /** Goes on in supervisor mode under a {@code satp}; every trap is the supervisor's own. */
  private static void supervise(Assembler p, long satp) {
    Label on = p.label("on");
    p.li(T0, -1).csr(CSRRW, ZERO, Csr.MEDELEG, T0).csr(CSRRW, ZERO, Csr.MIDELEG, T0).li(T0, satp)
        .csr(CSRRW, ZERO, Csr.SATP, T0).li(T0, -1L >>> 10).csr(CSRRW, ZERO, Csr.PMPADDR0, T0).li(T0, 0x1f)
        .csr(CSRRW, ZERO, Csr.PMPCFG0, T0)
        .la(T0, on).csr(CSRRW, ZERO, Csr.MEPC, T0).li(T0, 1).i(SLLI, T0, T0, 11).csr(CSRRS, ZERO, Csr.MSTATUS, T0)
        .plain(MRET).place(on).jump(on);
  }
}
