package dev.kurki.conf.guest;

import static dev.kurki.conf.guest.FirmwareMap.CLINT;
import static dev.kurki.conf.guest.FirmwareMap.FRAMES;
import static dev.kurki.conf.guest.FirmwareMap.FRAME_BYTES;
import static dev.kurki.conf.guest.FirmwareMap.PLIC;
import static dev.kurki.conf.guest.FirmwareMap.RTC;
import static dev.kurki.conf.guest.FirmwareMap.SUPERVISOR;
import static dev.kurki.conf.guest.FirmwareMap.UART;
import static dev.kurki.conf.guest.FirmwareMap.UART_SOURCE;
import static dev.kurki.cpu.assembler.Register.A0;
import static dev.kurki.cpu.assembler.Register.T0;
import static dev.kurki.cpu.assembler.Register.T1;
import static dev.kurki.cpu.assembler.Register.T2;
import static dev.kurki.cpu.assembler.Register.T3;
import static dev.kurki.cpu.assembler.Register.T4;
import static dev.kurki.cpu.assembler.Register.T5;
import static dev.kurki.cpu.assembler.Register.ZERO;
import static dev.kurki.cpu.isa.Instruction.ADD;
import static dev.kurki.cpu.isa.Instruction.ADDI;
import static dev.kurki.cpu.isa.Instruction.ANDI;
import static dev.kurki.cpu.isa.Instruction.BEQ;
import static dev.kurki.cpu.isa.Instruction.BLTU;
import static dev.kurki.cpu.isa.Instruction.BNE;
import static dev.kurki.cpu.isa.Instruction.CSRRS;
import static dev.kurki.cpu.isa.Instruction.CSRRW;
import static dev.kurki.cpu.isa.Instruction.LW;
import static dev.kurki.cpu.isa.Instruction.MRET;
import static dev.kurki.cpu.isa.Instruction.MUL;
import static dev.kurki.cpu.isa.Instruction.OR;
import static dev.kurki.cpu.isa.Instruction.REMU;
import static dev.kurki.cpu.isa.Instruction.SB;
import static dev.kurki.cpu.isa.Instruction.SD;
import static dev.kurki.cpu.isa.Instruction.SH2ADD;
import static dev.kurki.cpu.isa.Instruction.SLLI;
import static dev.kurki.cpu.isa.Instruction.SRLI;
import static dev.kurki.cpu.isa.Instruction.SW;
import static dev.kurki.cpu.isa.Instruction.WFI;

import dev.kurki.cpu.assembler.Assembler;
import dev.kurki.cpu.assembler.Label;
import dev.kurki.cpu.isa.Csr;

/**
 * The firmware's way from power-on to the supervisor: each hart sets up its own machine-mode registers, hart 0 the
 * devices too; the others wait for hart 0's software interrupt.
 */
final class FirmwareBoot {
  /** What the supervisor takes itself: breakpoints, load access faults, calls from user mode, page faults. */
  private static final int MEDELEG = 1 << 3 | 1 << 5 | 1 << 8 | 1 << 12 | 1 << 13 | 1 << 15;
  /** The supervisor's software, timer and external interrupts. */
  private static final int MIDELEG = 1 << 1 | 1 << 5 | 1 << 9;
  private static final int SOFTWARE_INTERRUPT = 1 << 3;
  /** {@code time} and {@code instret}; {@code cycle} is emulated. */
  private static final int MCOUNTEREN = 1 << 1 | 1 << 2;
  /** FIOM, CBIE as flush, CBCFE, CBZE, ADUE and PBMTE. */
  private static final long MENVCFG = 1 | 1 << 4 | 1 << 6 | 1 << 7 | 1L << 61 | 1L << 62;
  private static final long STCE = 1L << 63;
  private static final int MPIE = 1 << 7;
  private static final int MPP_SUPERVISOR = 1 << 11;
  private static final int PLIC_SOURCES = 96;
  private static final int PLIC_MAX_PRIORITY = 7;
  private static final int THRESHOLD = 2;
  private static final long PLIC_MACHINE_ENABLE = PLIC + 0x2000;
  private static final long PLIC_MACHINE_THRESHOLD = PLIC + 0x20_0000;
  /** What the console has received when the supervisor begins: more than its FIFO has room for. */
  private static final int RECEIVED_BYTES = 150;
  private static final int FIFOS_AND_TRIGGER_AT_14 = 0xc1;
  private static final int DIVISOR_LATCH = 0x80;
  private static final int DIVISOR_115200 = 2;
  private static final int EIGHT_BITS = 3;
  /** DTR, RTS, OUT1 and the loop, in which the carrier is lost and it rings, until both are over with the loop. */
  private static final int LOOP = 0x17;
  private static final int DTR_RTS_OUT2 = 0xb;
  private static final int ALL_BUT_MODEM = 7;
  private static final int SCRATCH = 0x5a;
  /** 23 November 2009, in nanoseconds since 1970. */
  private static final long CLOCK_SET_TO = 1_258_934_400_000_000_000L;

  private final Assembler p;
  private final FirmwareSettings settings;

  FirmwareBoot(Assembler p, FirmwareSettings settings) {
    this.p = p;
    this.settings = settings;
  }

  /** What stands at RAM's base, where a hart begins with its number in {@code a0} and the device tree in {@code a1}. */
  void emit(Label trap) {
    Label secondary = p.label("secondary");
    Label enter = p.label("enter");
    new FirmwareStateEnable(p).emit();
    setUpTraps(trap);
    setUpCounters();
    new FirmwareProtection(p).emit();
    p.branch(BNE, A0, ZERO, secondary);
    setUpUart();
    setUpRtc();
    setUpPlic();
    wakeOthers();
    p.jump(enter).place(secondary);
    awaitWaking();
    p.place(enter).li(T0, MPP_SUPERVISOR | MPIE).csr(CSRRW, ZERO, Csr.MSTATUS, T0).li(T0, SUPERVISOR)
        .csr(CSRRW, ZERO, Csr.MEPC, T0).plain(MRET);
  }

  /** Even harts have their timer from the firmware, odd ones have Sstc. */
  private void setUpTraps(Label trap) {
    Label even = p.label("even");
    p.la(T0, trap).csr(CSRRW, ZERO, Csr.MTVEC, T0);
    p.li(T0, FRAME_BYTES).r(MUL, T0, T0, A0).li(T1, FRAMES).r(ADD, T0, T0, T1).csr(CSRRW, ZERO, Csr.MSCRATCH, T0);
    p.store(SD, A0, FirmwareTraps.HART, T0);
    p.li(T0, MEDELEG).csr(CSRRW, ZERO, Csr.MEDELEG, T0).li(T0, MIDELEG).csr(CSRRW, ZERO, Csr.MIDELEG, T0);
    p.li(T0, -1).csr(CSRRW, ZERO, Csr.STIMECMP, T0);
    p.li(T0, MENVCFG).i(ANDI, T1, A0, 1).branch(BEQ, T1, ZERO, even).li(T1, STCE).r(OR, T0, T0, T1).place(even)
        .csr(CSRRW, ZERO, Csr.MENVCFG, T0);
    p.li(T0, SOFTWARE_INTERRUPT).csr(CSRRW, ZERO, Csr.MIE, T0);
  }

  /** Hart h's cycles go on from 2^32 * (h + 1), its instructions from 2^48 on. */
  private void setUpCounters() {
    p.li(T0, MCOUNTEREN).csr(CSRRW, ZERO, Csr.MCOUNTEREN, T0);
    p.i(ADDI, T0, A0, 1).i(SLLI, T0, T0, 32).csr(CSRRW, ZERO, Csr.MCYCLE, T0);
    p.li(T0, 1L << 48).csr(CSRRW, ZERO, Csr.MINSTRET, T0);
  }

  /** By loop-back the console receives what nobody has typed, and the inputs of its modem change. */
  private void setUpUart() {
    Label more = p.label("more");
    p.li(T0, UART).li(T1, DIVISOR_LATCH | EIGHT_BITS).store(SB, T1, 3, T0);
    p.li(T1, DIVISOR_115200).store(SB, T1, 0, T0).store(SB, ZERO, 1, T0).li(T1, EIGHT_BITS).store(SB, T1, 3, T0);
    p.li(T1, FIFOS_AND_TRIGGER_AT_14).store(SB, T1, 2, T0).li(T1, SCRATCH).store(SB, T1, 7, T0);
    p.li(T1, LOOP).store(SB, T1, 4, T0).li(T1, RECEIVED_BYTES);
    p.place(more).i(ADDI, T2, T1, '0').store(SB, T2, 0, T0).i(ADDI, T1, T1, -1).branch(BNE, T1, ZERO, more);
    p.li(T1, DTR_RTS_OUT2).store(SB, T1, 4, T0).li(T1, ALL_BUT_MODEM).store(SB, T1, 1, T0);
  }

  private void setUpRtc() {
    p.li(T0, RTC).li(T1, CLOCK_SET_TO).i(SRLI, T2, T1, 32).store(SW, T2, 4, T0).store(SW, T1, 0, T0);
  }

  /**
   * Source n gets the priority n % 7 + 1. The UART's reaches hart 0's machine-mode context, where its line stays up, as
   * {@code mie} does not let it interrupt.
   */
  private void setUpPlic() {
    Label source = p.label("source");
    p.li(T0, PLIC).li(T1, 1).li(T2, PLIC_SOURCES).li(T5, PLIC_MAX_PRIORITY);
    p.place(source).r(REMU, T3, T1, T5).i(ADDI, T3, T3, 1).r(SH2ADD, T4, T1, T0).store(SW, T3, 0, T4)
        .i(ADDI, T1, T1, 1).branch(BLTU, T1, T2, source);
    p.li(T0, PLIC_MACHINE_THRESHOLD).li(T1, THRESHOLD).store(SW, T1, 0, T0);
    p.li(T0, PLIC_MACHINE_ENABLE).li(T1, 1 << UART_SOURCE).store(SW, T1, 0, T0);
  }

  private void wakeOthers() {
    p.li(T0, CLINT).li(T1, 1);
    for (int hart = 1; hart < settings.harts(); hart++) {
      p.store(SW, T1, Integer.BYTES * hart, T0);
    }
  }

  private void awaitWaking() {
    Label asleep = p.label("asleep");
    p.place(asleep).plain(WFI).csr(CSRRS, T0, Csr.MIP, ZERO).i(ANDI, T0, T0, SOFTWARE_INTERRUPT)
        .branch(BEQ, T0, ZERO, asleep);
    p.li(T0, CLINT).r(SH2ADD, T0, A0, T0).store(SW, ZERO, 0, T0).load(LW, ZERO, 0, T0);
  }
}
