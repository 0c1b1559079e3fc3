package dev.kurki.conf.guest;

import static dev.kurki.conf.guest.FirmwareMap.BLOCKS;
import static dev.kurki.conf.guest.FirmwareMap.BLOCK_BYTES;
import static dev.kurki.conf.guest.FirmwareMap.DONE;
import static dev.kurki.conf.guest.FirmwareMap.HASHES;
import static dev.kurki.conf.guest.FirmwareMap.OWN;
import static dev.kurki.conf.guest.FirmwareMap.PAGES;
import static dev.kurki.conf.guest.FirmwareMap.PAGE_BYTES;
import static dev.kurki.conf.guest.FirmwareMap.SHARED_PAGE;
import static dev.kurki.conf.guest.FirmwareMap.SUPERVISOR_BYTES;
import static dev.kurki.conf.guest.SupervisorRegisters.FACTOR;
import static dev.kurki.conf.guest.SupervisorRegisters.HART;
import static dev.kurki.conf.guest.SupervisorRegisters.HASH;
import static dev.kurki.conf.guest.SupervisorRegisters.OWN_PAGE;
import static dev.kurki.conf.guest.SupervisorRegisters.RESERVED;
import static dev.kurki.conf.guest.SupervisorRegisters.ROUND;
import static dev.kurki.conf.guest.SupervisorRegisters.TOGETHER;
import static dev.kurki.conf.guest.SupervisorRegisters.mix;
import static dev.kurki.cpu.assembler.Register.A0;
import static dev.kurki.cpu.assembler.Register.A1;
import static dev.kurki.cpu.assembler.Register.SP;
import static dev.kurki.cpu.assembler.Register.T0;
import static dev.kurki.cpu.assembler.Register.T1;
import static dev.kurki.cpu.assembler.Register.T2;
import static dev.kurki.cpu.assembler.Register.ZERO;
import static dev.kurki.cpu.isa.Instruction.ADD;
import static dev.kurki.cpu.isa.Instruction.ADDI;
import static dev.kurki.cpu.isa.Instruction.AMOADD_D;
import static dev.kurki.cpu.isa.Instruction.ANDI;
import static dev.kurki.cpu.isa.Instruction.BGEU;
import static dev.kurki.cpu.isa.Instruction.BLTU;
import static dev.kurki.cpu.isa.Instruction.BNE;
import static dev.kurki.cpu.isa.Instruction.CSRRC;
import static dev.kurki.cpu.isa.Instruction.CSRRS;
import static dev.kurki.cpu.isa.Instruction.CSRRW;
import static dev.kurki.cpu.isa.Instruction.LD;
import static dev.kurki.cpu.isa.Instruction.LW;
import static dev.kurki.cpu.isa.Instruction.MUL;
import static dev.kurki.cpu.isa.Instruction.SD;
import static dev.kurki.cpu.isa.Instruction.SH3ADD;
import static dev.kurki.cpu.isa.Instruction.WFI;
import static dev.kurki.cpu.isa.Instruction.XORI;

import dev.kurki.cpu.assembler.Assembler;
import dev.kurki.cpu.assembler.Label;
import dev.kurki.cpu.isa.Csr;

/** The supervisor: what each hart does from where the firmware leaves it, with its number in {@code a0}. */
final class Supervisor {
  /** How often hart 0 says where it is; a power of two. */
  static final int ROUNDS_PER_LINE = 64;

  private static final int ROUNDS_PER_VISIT = 4;
  private static final int ROUNDS_PER_ALARM = 4;
  private static final int ROUNDS_PER_SIGNAL = 4;
  private static final int ROUNDS_PER_POLL = 8;
  private static final int ROUNDS_PER_TRESPASS = 4;
  private static final long MULTIPLIER = 6_364_136_223_846_793_005L;
  /** CBIE as flush, CBCFE and CBZE: user mode may manage cache blocks. */
  private static final int SENVCFG = 1 << 4 | 1 << 6 | 1 << 7;
  private static final int TIME = 1 << 1;
  /** SUM, MXR, and FS as initial. */
  private static final int SSTATUS = 1 << 18 | 1 << 19 | 1 << 13;
  private static final int SOFTWARE_INTERRUPT = 1 << 1;
  private static final int INTERRUPTS = SOFTWARE_INTERRUPT | 1 << 5 | 1 << 9;
  private static final int ENABLED = 1 << 1;

  private final Assembler p;
  private final FirmwareSettings settings;
  private final SupervisorTables tables;
  private final SupervisorTimer timer;
  private final SupervisorTraps traps;
  private final SupervisorDevices devices;
  private final SupervisorWork work;
  private final SupervisorConsole console;
  private final Label returned;

  Supervisor(Assembler p, FirmwareSettings settings) {
    this.p = p;
    this.settings = settings;
    this.tables = new SupervisorTables(p);
    this.timer = new SupervisorTimer(p);
    this.devices = new SupervisorDevices(p);
    this.traps = new SupervisorTraps(p, tables, timer, devices);
    this.work = new SupervisorWork(p, tables);
    this.console = new SupervisorConsole(p);
    this.returned = p.label("returned from the user");
  }

  /** The supervisor, its page of constants and its user program. */
  void emit() {
    begin();
    goRound();
    finish();
    traps.emit(returned);
    p.align(SUPERVISOR_BYTES);
    work.emitConstants();
    p.align(PAGE_BYTES);
    new UserProgram(p).emit();
  }

  private void begin() {
    p.move(HART, A0).li(T0, BLOCK_BYTES).r(MUL, T0, T0, A0).li(OWN_PAGE, BLOCKS + OWN).r(ADD, OWN_PAGE, OWN_PAGE, T0);
    p.li(T0, PAGE_BYTES).r(ADD, SP, OWN_PAGE, T0).li(TOGETHER, PAGES + SHARED_PAGE).li(RESERVED, 0).li(ROUND, 0);
    p.li(FACTOR, MULTIPLIER).i(ADDI, HASH, HART, 1);
    // The device tree's magic, as a look at what the firmware hands on.
    p.load(LW, T0, 0, A1);
    mix(p, T0);
    tables.emit();
    traps.setUp();
    p.li(T0, SENVCFG).csr(CSRRW, ZERO, Csr.SENVCFG, T0).li(T0, TIME).csr(CSRRW, ZERO, Csr.SCOUNTEREN, T0);
    p.li(T0, SSTATUS).csr(CSRRS, ZERO, Csr.SSTATUS, T0);
    Sbi.GET_SPEC_VERSION.call(p);
    mix(p, A1);
    work.fillFloats();
    devices.setUp();
    timer.arm();
    p.li(T0, INTERRUPTS).csr(CSRRW, ZERO, Csr.SIE, T0).li(T0, ENABLED).csr(CSRRS, ZERO, Csr.SSTATUS, T0);
  }

  private void goRound() {
    Label round = p.label("round");
    Label over = p.label("over");
    p.place(round).i(ADDI, ROUND, ROUND, 1).csr(CSRRS, T0, Csr.TIME, ZERO);
    mix(p, T0);
    // Harts with Smstateen trap here where the firmware's mstateen0 is lost.
    p.csr(CSRRS, T0, Csr.SENVCFG, ZERO);
    mix(p, T0);
    work.contend();
    p.li(T0, ENABLED).csr(CSRRC, ZERO, Csr.SSTATUS, T0);
    work.computeFloats();
    p.li(T0, ENABLED).csr(CSRRS, ZERO, Csr.SSTATUS, T0);
    work.touchPages();
    every(ROUNDS_PER_VISIT, () -> work.visitUser(returned));
    every(ROUNDS_PER_SIGNAL, this::signalNext);
    every(ROUNDS_PER_TRESPASS, work::trespass);
    onFirstHart(() -> {
      every(ROUNDS_PER_ALARM, devices::finishAlarm);
      every(ROUNDS_PER_POLL, devices::poll);
      every(ROUNDS_PER_LINE, this::report);
    });
    work.reserve();
    p.plain(WFI).li(T0, settings.rounds()).branch(BGEU, ROUND, T0, over).jump(round).place(over);
  }

  /** Each hart hands its hash in; hart 0 waits for all, and ends the machine. */
  private void finish() {
    Label parked = p.label("parked");
    Label waiting = p.label("waiting");
    onFirstHart(devices::takeModemStatus);
    p.r(SH3ADD, T0, HART, TOGETHER).store(SD, HASH, HASHES, T0).i(ADDI, T0, TOGETHER, DONE).li(T1, 1)
        .r(AMOADD_D, ZERO, T0, T1);
    onFirstHart(() -> {
      p.place(waiting).plain(WFI).load(LD, T0, DONE, TOGETHER).li(T1, settings.harts()).branch(BNE, T0, T1, waiting);
      fold();
      console.begin();
      console.text("[firmware] done ");
      console.hexadecimal(HASH);
      console.end();
      p.li(A0, 0).li(A1, 0);
      Sbi.SYSTEM_RESET.call(p);
    });
    p.csr(CSRRW, ZERO, Csr.SIE, ZERO);
    timer.disarm();
    p.place(parked).plain(WFI).jump(parked);
  }

  private void fold() {
    Label next = p.label("next hart");
    p.csr(CSRRW, ZERO, Csr.SIE, ZERO).move(T0, TOGETHER).li(T1, settings.harts());
    p.place(next).load(LD, T2, HASHES, T0);
    mix(p, T2);
    p.i(ADDI, T0, T0, Long.BYTES).i(ADDI, T1, T1, -1).branch(BNE, T1, ZERO, next);
  }

  /** In one round of so many, a power of two. */
  private void every(int rounds, Runnable work) {
    Label behind = p.label("behind");
    p.i(ANDI, T0, ROUND, rounds - 1).branch(BNE, T0, ZERO, behind);
    work.run();
    p.place(behind);
  }

  private void onFirstHart(Runnable work) {
    Label behind = p.label("behind");
    p.branch(BNE, HART, ZERO, behind);
    work.run();
    p.place(behind);
  }

  /** Sends the next hart an interrupt; by turns, this one lets those that come to it pass, or keeps them waiting. */
  private void signalNext() {
    Label within = p.label("within");
    p.i(ADDI, A1, HART, 1).li(T0, settings.harts()).branch(BLTU, A1, T0, within).li(A1, 0).place(within).li(A0, 1);
    Sbi.SEND_IPI.call(p);
    p.csr(CSRRS, T0, Csr.SIE, ZERO).i(XORI, T0, T0, SOFTWARE_INTERRUPT).csr(CSRRW, ZERO, Csr.SIE, T0);
  }

  private void report() {
    console.begin();
    console.text("[firmware] ");
    console.decimal(ROUND);
    console.text(" ");
    console.hexadecimal(HASH);
    console.end();
  }
}
