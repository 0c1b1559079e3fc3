package dev.kurki.conf.guest;

import static dev.kurki.conf.guest.FirmwareMap.CLAIMED;
import static dev.kurki.conf.guest.FirmwareMap.PLIC;
import static dev.kurki.conf.guest.FirmwareMap.RTC;
import static dev.kurki.conf.guest.FirmwareMap.RTC_SOURCE;
import static dev.kurki.conf.guest.FirmwareMap.UART;
import static dev.kurki.conf.guest.FirmwareMap.UART_SOURCE;
import static dev.kurki.conf.guest.SupervisorRegisters.CLOCK;
import static dev.kurki.conf.guest.SupervisorRegisters.CONTEXT;
import static dev.kurki.conf.guest.SupervisorRegisters.HART;
import static dev.kurki.conf.guest.SupervisorRegisters.OWN_PAGE;
import static dev.kurki.conf.guest.SupervisorRegisters.mix;
import static dev.kurki.cpu.assembler.Register.A0;
import static dev.kurki.cpu.assembler.Register.T0;
import static dev.kurki.cpu.assembler.Register.T1;
import static dev.kurki.cpu.assembler.Register.T2;
import static dev.kurki.cpu.assembler.Register.ZERO;
import static dev.kurki.cpu.isa.Instruction.ADD;
import static dev.kurki.cpu.isa.Instruction.ADDI;
import static dev.kurki.cpu.isa.Instruction.BEQ;
import static dev.kurki.cpu.isa.Instruction.BNE;
import static dev.kurki.cpu.isa.Instruction.CSRRC;
import static dev.kurki.cpu.isa.Instruction.CSRRS;
import static dev.kurki.cpu.isa.Instruction.LD;
import static dev.kurki.cpu.isa.Instruction.LBU;
import static dev.kurki.cpu.isa.Instruction.LW;
import static dev.kurki.cpu.isa.Instruction.LWU;
import static dev.kurki.cpu.isa.Instruction.MUL;
import static dev.kurki.cpu.isa.Instruction.OR;
import static dev.kurki.cpu.isa.Instruction.SD;
import static dev.kurki.cpu.isa.Instruction.SLLI;
import static dev.kurki.cpu.isa.Instruction.SRLI;
import static dev.kurki.cpu.isa.Instruction.SW;

import dev.kurki.cpu.assembler.Assembler;
import dev.kurki.cpu.assembler.Label;
import dev.kurki.cpu.isa.Csr;

/** The devices as the supervisor uses them: the RTC's alarm through the PLIC, and what the console has received. */
final class SupervisorDevices {
  /** Of a PLIC context's registers. */
  static final int CLAIM = 4;

  private static final int TIME_LOW = 0x00;
  private static final int TIME_HIGH = 0x04;
  private static final int ALARM_LOW = 0x08;
  private static final int ALARM_HIGH = 0x0c;
  private static final int IRQ_ENABLED = 0x10;
  private static final int CLEAR_INTERRUPT = 0x1c;
  private static final int MODEM_STATUS = 6;
  private static final int ALARM_NANOS = 40_000;
  private static final long ENABLE = PLIC + 0x2000;
  private static final int ENABLE_BYTES = 0x80;
  private static final long CONTEXTS = PLIC + 0x20_0000;
  private static final int CONTEXT_BYTES = 0x1000;
  /** Between the priorities of the UART, which waits to be asked, and of the RTC. */
  private static final int THRESHOLD = 4;
  private static final int THRESHOLD_OF_NONE = 7;
  private static final int INTERRUPTS = 1 << 1;

  private final Assembler p;

  SupervisorDevices(Assembler p) {
    this.p = p;
  }

  /** Every hart enables both sources in its supervisor-mode context 2h + 1; only hart 0's lets one pass. */
  void setUp() {
    Label others = p.label("others");
    p.li(CLOCK, RTC).i(SLLI, T0, HART, 1).i(ADDI, T0, T0, 1);
    p.li(T1, ENABLE_BYTES).r(MUL, T1, T1, T0).li(T2, ENABLE).r(ADD, T1, T1, T2)
        .li(T2, 1 << UART_SOURCE | 1 << RTC_SOURCE).store(SW, T2, 0, T1);
    p.li(T1, CONTEXT_BYTES).r(MUL, T1, T1, T0).li(CONTEXT, CONTEXTS).r(ADD, CONTEXT, CONTEXT, T1);
    p.li(T1, THRESHOLD_OF_NONE).store(SW, T1, 0, CONTEXT).branch(BNE, HART, ZERO, others);
    p.li(T1, THRESHOLD).store(SW, T1, 0, CONTEXT).li(T1, 1).store(SW, T1, IRQ_ENABLED, CLOCK);
    setAlarm();
    p.place(others);
  }

  /**
   * Ends the RTC's interrupt and completes it, if one has been claimed. The RTC's line is down when the read behind the
   * write is answered. The alarm is set again, as the one set by the handler may have rung meanwhile and be ended with
   * it.
   */
  void finishAlarm() {
    Label none = p.label("none");
    p.load(LD, T0, CLAIMED, OWN_PAGE).branch(BEQ, T0, ZERO, none).store(SD, ZERO, CLAIMED, OWN_PAGE)
        .li(T1, 1).store(SW, T1, CLEAR_INTERRUPT, CLOCK).load(LW, ZERO, CLEAR_INTERRUPT, CLOCK)
        .store(SW, T0, CLAIM, CONTEXT);
    setAlarm();
    p.place(none);
  }

  /** Asks the PLIC for what is pending below the threshold, and the firmware for a byte; the end of them counts too. */
  void poll() {
    p.li(T1, INTERRUPTS).csr(CSRRC, ZERO, Csr.SSTATUS, T1).load(LW, T0, CLAIM, CONTEXT);
    mix(p, T0);
    p.store(SW, T0, CLAIM, CONTEXT).csr(CSRRS, ZERO, Csr.SSTATUS, T1);
    Sbi.CONSOLE_GETCHAR.call(p);
    mix(p, A0);
  }

  /** Takes what the console's modem has to say: where it latches changes, those that the firmware has made long ago. */
  void takeModemStatus() {
    p.li(T0, UART).load(LBU, T0, MODEM_STATUS, T0);
    mix(p, T0);
  }

  /** Sets the next alarm. Changes {@code t0} and {@code t1}. */
  void setAlarm() {
    p.load(LWU, T0, TIME_LOW, CLOCK).load(LWU, T1, TIME_HIGH, CLOCK).i(SLLI, T1, T1, 32).r(OR, T0, T0, T1);
    mix(p, T0);
    p.li(T1, ALARM_NANOS).r(ADD, T0, T0, T1).i(SRLI, T1, T0, 32).store(SW, T1, ALARM_HIGH, CLOCK)
        .store(SW, T0, ALARM_LOW, CLOCK);
  }
}
