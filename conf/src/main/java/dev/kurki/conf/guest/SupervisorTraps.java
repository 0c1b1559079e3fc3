package dev.kurki.conf.guest;

import static dev.kurki.conf.guest.FirmwareMap.CLAIMED;
import static dev.kurki.conf.guest.FirmwareMap.FAULTS;
import static dev.kurki.conf.guest.FirmwareMap.ON_DEMAND_PAGE;
import static dev.kurki.conf.guest.FirmwareMap.PAGES;
import static dev.kurki.conf.guest.FirmwareMap.RTC_SOURCE;
import static dev.kurki.conf.guest.FirmwareMap.SIGNALS;
import static dev.kurki.conf.guest.SupervisorRegisters.CONTEXT;
import static dev.kurki.conf.guest.SupervisorRegisters.OWN_PAGE;
import static dev.kurki.conf.guest.SupervisorRegisters.mix;
import static dev.kurki.cpu.assembler.Register.A0;
import static dev.kurki.cpu.assembler.Register.A1;
import static dev.kurki.cpu.assembler.Register.A6;
import static dev.kurki.cpu.assembler.Register.A7;
import static dev.kurki.cpu.assembler.Register.SP;
import static dev.kurki.cpu.assembler.Register.T0;
import static dev.kurki.cpu.assembler.Register.T1;
import static dev.kurki.cpu.assembler.Register.T2;
import static dev.kurki.cpu.assembler.Register.ZERO;
import static dev.kurki.cpu.isa.Instruction.ADDI;
import static dev.kurki.cpu.isa.Instruction.BEQ;
import static dev.kurki.cpu.isa.Instruction.BNE;
import static dev.kurki.cpu.isa.Instruction.CSRRC;
import static dev.kurki.cpu.isa.Instruction.CSRRS;
import static dev.kurki.cpu.isa.Instruction.CSRRW;
import static dev.kurki.cpu.isa.Instruction.LW;
import static dev.kurki.cpu.isa.Instruction.ORI;
import static dev.kurki.cpu.isa.Instruction.SD;
import static dev.kurki.cpu.isa.Instruction.SRET;
import static dev.kurki.cpu.isa.Instruction.SRLI;

import java.util.List;

import dev.kurki.cpu.assembler.Assembler;
import dev.kurki.cpu.assembler.Label;
import dev.kurki.cpu.isa.Csr;

/**
 * The supervisor's traps, vectored. What they change is saved in the hart's own page, at which {@code sscratch} points;
 * what they find goes into the hash.
 */
final class SupervisorTraps {
  private static final int ALIGNMENT = 64;
  private static final int CAUSES = 16;
  private static final int SOFTWARE = 1;
  private static final int TIMER = 5;
  private static final int EXTERNAL = 9;
  private static final int BREAKPOINT = 3;
  private static final int LOAD_ACCESS_FAULT = 5;
  private static final int CALL_FROM_USER = 8;
  private static final int LOAD_PAGE_FAULT = 13;
  private static final int STORE_PAGE_FAULT = 15;
  private static final int SOFTWARE_INTERRUPT = 1 << SOFTWARE;
  private static final int PREVIOUSLY_SUPERVISOR = 1 << 8;
  private static final int SHUT_DOWN = 0;
  private static final int SYSTEM_FAILURE = 1;

  private final Assembler p;
  private final SupervisorTables tables;
  private final SupervisorTimer timer;
  private final SupervisorDevices devices;
  private final TrapFrame frame;
  private final Label vectors;
  private final Label leave;
  private final Label unexpected;

  SupervisorTraps(Assembler p, SupervisorTables tables, SupervisorTimer timer, SupervisorDevices devices) {
    this.p = p;
    this.tables = tables;
    this.timer = timer;
    this.devices = devices;
    this.frame = new TrapFrame(p, Csr.SSCRATCH, List.of(T0, T1, T2, A0, A1, A6, A7));
    this.vectors = p.label("vectors");
    this.leave = p.label("leave");
    this.unexpected = p.label("unexpected");
  }

  /** Lets traps come here. */
  void setUp() {
    p.la(T0, vectors).i(ORI, T0, T0, 1).csr(CSRRW, ZERO, Csr.STVEC, T0).csr(CSRRW, ZERO, Csr.SSCRATCH, OWN_PAGE);
  }

  /**
   * The handlers.
   *
   * @param returned where the supervisor goes on when its user program calls
   */
  void emit(Label returned) {
    Label exception = p.label("exception");
    Label signal = p.label("signal");
    Label tick = p.label("tick");
    Label external = p.label("external");
    p.align(ALIGNMENT).place(vectors);
    for (int cause = 0; cause < CAUSES; cause++) {
      p.jump(switch (cause) {
        case 0 -> exception;
        case SOFTWARE -> signal;
        case TIMER -> tick;
        case EXTERNAL -> external;
        default -> unexpected;
      });
    }
    takeException(exception, returned);
    takeSignal(signal);
    takeTick(tick);
    takeExternal(external);
    end();
  }

  private void takeException(Label exception, Label returned) {
    Label skip = p.label("skip");
    Label call = p.label("call");
    Label fault = p.label("fault");
    enter(exception);
    p.csr(CSRRS, T0, Csr.SCAUSE, ZERO).csr(CSRRS, T1, Csr.STVAL, ZERO);
    mix(p, T0);
    mix(p, T1);
    p.li(T2, LOAD_PAGE_FAULT).branch(BEQ, T0, T2, fault).li(T2, STORE_PAGE_FAULT).branch(BEQ, T0, T2, fault);
    p.li(T2, CALL_FROM_USER).branch(BEQ, T0, T2, call);
    p.li(T2, BREAKPOINT).branch(BEQ, T0, T2, skip).li(T2, LOAD_ACCESS_FAULT).branch(BEQ, T0, T2, skip).jump(unexpected);
    p.place(skip).csr(CSRRS, T0, Csr.SEPC, ZERO).i(ADDI, T0, T0, Integer.BYTES).csr(CSRRW, ZERO, Csr.SEPC, T0)
        .jump(leave);
    p.place(call);
    mix(p, A0);
    p.la(T0, returned).csr(CSRRW, ZERO, Csr.SEPC, T0).li(T0, PREVIOUSLY_SUPERVISOR).csr(CSRRS, ZERO, Csr.SSTATUS, T0)
        .jump(leave);
    // Every other page is there.
    p.place(fault).li(T2, PAGES + ON_DEMAND_PAGE).i(SRLI, T1, T1, 12).i(SRLI, T2, T2, 12)
        .branch(BNE, T1, T2, unexpected);
    frame.count(FAULTS);
    tables.bringBack();
    p.jump(leave);
  }

  /** Another hart's interrupt. */
  private void takeSignal(Label signal) {
    enter(signal);
    p.li(T0, SOFTWARE_INTERRUPT).csr(CSRRC, ZERO, Csr.SIP, T0);
    mixMoment();
    frame.count(SIGNALS);
    p.jump(leave);
  }

  private void takeTick(Label tick) {
    enter(tick);
    mixMoment();
    timer.arm();
    p.jump(leave);
  }

  /** Claims the RTC's interrupt; what is to be done about it is a later round's. */
  private void takeExternal(Label external) {
    enter(external);
    p.load(LW, T0, SupervisorDevices.CLAIM, CONTEXT);
    mix(p, T0);
    p.li(T1, RTC_SOURCE).branch(BNE, T0, T1, leave).store(SD, T0, CLAIMED, SP);
    mixMoment();
    devices.setAlarm();
    p.place(leave);
    frame.restore();
    p.plain(SRET);
  }

  private void end() {
    Label forever = p.label("forever");
    p.place(unexpected).li(A0, SHUT_DOWN).li(A1, SYSTEM_FAILURE);
    Sbi.SYSTEM_RESET.call(p);
    p.place(forever).jump(forever);
  }

  private void enter(Label handler) {
    p.place(handler);
    frame.save();
  }

  private void mixMoment() {
    p.csr(CSRRS, T0, Csr.TIME, ZERO);
    mix(p, T0);
    p.csr(CSRRS, T0, Csr.SEPC, ZERO);
    mix(p, T0);
  }
}
