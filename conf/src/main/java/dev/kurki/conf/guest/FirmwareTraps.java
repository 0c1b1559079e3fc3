package dev.kurki.conf.guest;

import static dev.kurki.conf.guest.FirmwareMap.CLINT;
import static dev.kurki.conf.guest.FirmwareMap.FINISHER;
import static dev.kurki.conf.guest.FirmwareMap.UART;
import static dev.kurki.cpu.assembler.Register.A0;
import static dev.kurki.cpu.assembler.Register.A1;
import static dev.kurki.cpu.assembler.Register.A6;
import static dev.kurki.cpu.assembler.Register.A7;
import static dev.kurki.cpu.assembler.Register.RA;
import static dev.kurki.cpu.assembler.Register.SP;
import static dev.kurki.cpu.assembler.Register.T0;
import static dev.kurki.cpu.assembler.Register.T1;
import static dev.kurki.cpu.assembler.Register.T2;
import static dev.kurki.cpu.assembler.Register.T3;
import static dev.kurki.cpu.assembler.Register.T4;
import static dev.kurki.cpu.assembler.Register.ZERO;
import static dev.kurki.cpu.isa.Instruction.ADD;
import static dev.kurki.cpu.isa.Instruction.ADDI;
import static dev.kurki.cpu.isa.Instruction.ANDI;
import static dev.kurki.cpu.isa.Instruction.BEQ;
import static dev.kurki.cpu.isa.Instruction.BGE;
import static dev.kurki.cpu.isa.Instruction.BGEU;
import static dev.kurki.cpu.isa.Instruction.BNE;
import static dev.kurki.cpu.isa.Instruction.CSRRC;
import static dev.kurki.cpu.isa.Instruction.CSRRS;
import static dev.kurki.cpu.isa.Instruction.CSRRW;
import static dev.kurki.cpu.isa.Instruction.LBU;
import static dev.kurki.cpu.isa.Instruction.LD;
import static dev.kurki.cpu.isa.Instruction.LW;
import static dev.kurki.cpu.isa.Instruction.MRET;
import static dev.kurki.cpu.isa.Instruction.OR;
import static dev.kurki.cpu.isa.Instruction.SB;
import static dev.kurki.cpu.isa.Instruction.SD;
import static dev.kurki.cpu.isa.Instruction.SH2ADD;
import static dev.kurki.cpu.isa.Instruction.SH3ADD;
import static dev.kurki.cpu.isa.Instruction.SLLI;
import static dev.kurki.cpu.isa.Instruction.SRLI;
import static dev.kurki.cpu.isa.Instruction.SW;
import static dev.kurki.cpu.isa.Instruction.WFI;
import static dev.kurki.cpu.isa.Instruction.XORI;

import java.util.List;

import dev.kurki.cpu.assembler.Assembler;
import dev.kurki.cpu.assembler.Label;
import dev.kurki.cpu.isa.Csr;
import dev.kurki.cpu.isa.Encoder;

/**
 * What the firmware does for the supervisor: SBI calls, the timer's and the software interrupts, and the counter
 * {@code cycle}, which it emulates.
 *
 * <pre>
 *   a hart's frame, at which mscratch points while the supervisor runs:
 *   0   ra and t0 to t4         64   the hart's number        72   timer interrupts, software interrupts, calls
 * </pre>
 */
final class FirmwareTraps {
  static final int HART = 64;

  private static final int TIMERS = 72;
  private static final int SIGNALS_TAKEN = 80;
  private static final int CALLS = 88;
  private static final int ALIGNMENT = 4;

  private static final int ILLEGAL_INSTRUCTION = 2;
  private static final int CALL_FROM_SUPERVISOR = 9;
  /** {@code csrr a0, cycle}. */
  private static final long READ_CYCLE = Integer
      .toUnsignedLong(Encoder.immediate(CSRRS, A0.number(), 0, Csr.CYCLE.number()));
  private static final int SOFTWARE = 3;
  private static final int TIMER = 7;
  private static final int SUPERVISOR_SOFTWARE = 1 << 1;
  private static final int SUPERVISOR_TIMER = 1 << 5;
  private static final int MACHINE_TIMER = 1 << TIMER;
  private static final int INSTRET = 4;
  private static final long MTIMECMP = CLINT + 0x4000;
  private static final int LINE_STATUS = 5;
  private static final int DATA_READY = 1;
  private static final int TRANSMITTER_EMPTY = 0x20;
  private static final int PASS = 0x5555;
  private static final int FAIL = 0x3333;
  private static final int FAIL_1 = 1 << 16 | FAIL;
  private static final int UNEXPECTED = 64;

  private final Assembler p;
  private final TrapFrame frame;
  private final Label leave;
  private final Label succeed;
  private final Label advance;
  private final Label unexpected;
  private final Label finish;
  private final Label putByte;

  FirmwareTraps(Assembler p) {
    this.p = p;
    this.frame = new TrapFrame(p, Csr.MSCRATCH, List.of(RA, T0, T1, T2, T3, T4));
    this.leave = p.label("leave");
    this.succeed = p.label("succeed");
    this.advance = p.label("advance");
    this.unexpected = p.label("unexpected");
    this.finish = p.label("finish");
    this.putByte = p.label("put byte");
  }

  /** The handler, at {@code trap}. */
  void emit(Label trap) {
    Label exception = p.label("exception");
    Label timer = p.label("timer");
    Label software = p.label("software");
    Label call = p.label("call");
    Label illegal = p.label("illegal");
    p.align(ALIGNMENT).place(trap);
    frame.save();
    p.csr(CSRRS, T0, Csr.MCAUSE, ZERO).branch(BGE, T0, ZERO, exception).i(SLLI, T0, T0, 1);
    p.li(T1, 2 * TIMER).branch(BEQ, T0, T1, timer).li(T1, 2 * SOFTWARE).branch(BEQ, T0, T1, software);
    p.jump(unexpected).place(exception);
    p.li(T1, CALL_FROM_SUPERVISOR).branch(BEQ, T0, T1, call).li(T1, ILLEGAL_INSTRUCTION).branch(BEQ, T0, T1, illegal);
    p.jump(unexpected);
    takeTimer(timer);
    takeSignal(software);
    emulateCycle(illegal);
    serve(call);
    end();
    putByte();
  }

  /** Hands it on; {@code minstret} stands still between one and the next, and runs between that and the one after. */
  private void takeTimer(Label timer) {
    p.place(timer).li(T0, MACHINE_TIMER).csr(CSRRC, ZERO, Csr.MIE, T0).li(T0, SUPERVISOR_TIMER)
        .csr(CSRRS, ZERO, Csr.MIP, T0);
    p.csr(CSRRS, T0, Csr.MCOUNTINHIBIT, ZERO).i(XORI, T0, T0, INSTRET).csr(CSRRW, ZERO, Csr.MCOUNTINHIBIT, T0);
    frame.count(TIMERS);
    p.jump(leave);
  }

  /** The device's line is down when the read behind the write is answered. */
  private void takeSignal(Label software) {
    p.place(software).load(LD, T0, HART, SP).li(T1, CLINT).r(SH2ADD, T0, T0, T1).store(SW, ZERO, 0, T0)
        .load(LW, ZERO, 0, T0);
    p.li(T0, SUPERVISOR_SOFTWARE).csr(CSRRS, ZERO, Csr.MIP, T0);
    frame.count(SIGNALS_TAKEN);
    p.jump(leave);
  }

  /** {@code mtval} has the instruction's bits. */
  private void emulateCycle(Label illegal) {
    p.place(illegal).csr(CSRRS, T0, Csr.MTVAL, ZERO).li(T1, READ_CYCLE);
    p.branch(BNE, T0, T1, unexpected).csr(CSRRS, A0, Csr.MCYCLE, ZERO).jump(advance);
  }

  private void serve(Label call) {
    p.place(call);
    frame.count(CALLS);
    serve(Sbi.SET_TIMER, this::setTimer);
    serve(Sbi.SEND_IPI, this::sendIpi);
    serve(Sbi.DEBUG_CONSOLE_WRITE, this::writeConsole);
    serve(Sbi.CONSOLE_PUTCHAR, this::putChar);
    serve(Sbi.CONSOLE_GETCHAR, this::getChar);
    serve(Sbi.GET_SPEC_VERSION, this::specVersion);
    serve(Sbi.SYSTEM_RESET, this::shutDown);
    p.li(A0, Sbi.ERR_NOT_SUPPORTED).jump(advance);
    p.place(succeed).li(A0, 0);
    p.place(advance).csr(CSRRS, T0, Csr.MEPC, ZERO).i(ADDI, T0, T0, Integer.BYTES).csr(CSRRW, ZERO, Csr.MEPC, T0);
    p.place(leave);
    frame.restore();
    p.plain(MRET);
  }

  private void serve(Sbi function, Runnable service) {
    Label other = p.label("other");
    p.li(T0, function.extension()).branch(BNE, A7, T0, other).li(T0, function.function()).branch(BNE, A6, T0, other);
    service.run();
    p.place(other);
  }

  private void setTimer() {
    p.load(LD, T0, HART, SP).li(T1, MTIMECMP).r(SH3ADD, T0, T0, T1).store(SD, A0, 0, T0).load(LD, ZERO, 0, T0);
    p.li(T0, SUPERVISOR_TIMER).csr(CSRRC, ZERO, Csr.MIP, T0).li(T0, MACHINE_TIMER).csr(CSRRS, ZERO, Csr.MIE, T0);
    p.jump(succeed);
  }

  private void sendIpi() {
    Label next = p.label("next hart");
    Label notThis = p.label("not this hart");
    p.li(T0, CLINT).r(SH2ADD, T0, A1, T0).move(T1, A0).li(T3, 1);
    p.place(next).branch(BEQ, T1, ZERO, succeed).i(ANDI, T2, T1, 1).branch(BEQ, T2, ZERO, notThis).store(SW, T3, 0, T0);
    p.place(notThis).i(SRLI, T1, T1, 1).i(ADDI, T0, T0, Integer.BYTES).jump(next);
  }

  private void writeConsole() {
    Label next = p.label("next byte");
    Label over = p.label("over");
    p.move(T3, A1).r(ADD, T4, A1, A0).move(A1, A0);
    p.place(next).branch(BGEU, T3, T4, over).load(LBU, T0, 0, T3).call(putByte).i(ADDI, T3, T3, 1).jump(next);
    p.place(over).jump(succeed);
  }

  private void putChar() {
    p.move(T0, A0).call(putByte).li(A0, 0).jump(advance);
  }

  private void getChar() {
    Label none = p.label("none");
    p.li(A0, -1).li(T0, UART).load(LBU, T1, LINE_STATUS, T0).i(ANDI, T1, T1, DATA_READY).branch(BEQ, T1, ZERO, none)
        .load(LBU, A0, 0, T0).place(none).jump(advance);
  }

  private void specVersion() {
    p.li(A1, Sbi.SPEC_VERSION_2_0).jump(succeed);
  }

  private void shutDown() {
    p.li(T0, PASS).branch(BEQ, A1, ZERO, finish).li(T0, FAIL_1).jump(finish);
  }

  private void end() {
    Label forever = p.label("forever");
    p.place(unexpected).csr(CSRRS, T0, Csr.MCAUSE, ZERO).i(ANDI, T0, T0, UNEXPECTED - 1).i(ADDI, T0, T0, UNEXPECTED)
        .i(SLLI, T0, T0, 16).li(T1, FAIL).r(OR, T0, T0, T1);
    p.place(finish).li(T1, FINISHER).store(SW, T0, 0, T1).place(forever).plain(WFI).jump(forever);
  }

  /** Sends {@code t0}, by {@code t1} and {@code t2}. */
  private void putByte() {
    Label busy = p.label("busy");
    p.place(putByte).li(T1, UART).place(busy).load(LBU, T2, LINE_STATUS, T1).i(ANDI, T2, T2, TRANSMITTER_EMPTY)
        .branch(BEQ, T2, ZERO, busy).store(SB, T0, 0, T1).ret();
  }
}
