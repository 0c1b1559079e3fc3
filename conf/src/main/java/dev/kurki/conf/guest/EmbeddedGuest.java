package dev.kurki.conf.guest;

import static dev.kurki.cpu.assembler.Register.A0;
import static dev.kurki.cpu.assembler.Register.A1;
import static dev.kurki.cpu.assembler.Register.A2;
import static dev.kurki.cpu.assembler.Register.A3;
import static dev.kurki.cpu.assembler.Register.A4;
import static dev.kurki.cpu.assembler.Register.A5;
import static dev.kurki.cpu.assembler.Register.A6;
import static dev.kurki.cpu.assembler.Register.A7;
import static dev.kurki.cpu.assembler.Register.GP;
import static dev.kurki.cpu.assembler.Register.RA;
import static dev.kurki.cpu.assembler.Register.S0;
import static dev.kurki.cpu.assembler.Register.S1;
import static dev.kurki.cpu.assembler.Register.S10;
import static dev.kurki.cpu.assembler.Register.S11;
import static dev.kurki.cpu.assembler.Register.S2;
import static dev.kurki.cpu.assembler.Register.S3;
import static dev.kurki.cpu.assembler.Register.S4;
import static dev.kurki.cpu.assembler.Register.S5;
import static dev.kurki.cpu.assembler.Register.S6;
import static dev.kurki.cpu.assembler.Register.S7;
import static dev.kurki.cpu.assembler.Register.S8;
import static dev.kurki.cpu.assembler.Register.S9;
import static dev.kurki.cpu.assembler.Register.SP;
import static dev.kurki.cpu.assembler.Register.T0;
import static dev.kurki.cpu.assembler.Register.T1;
import static dev.kurki.cpu.assembler.Register.T2;
import static dev.kurki.cpu.assembler.Register.T3;
import static dev.kurki.cpu.assembler.Register.T4;
import static dev.kurki.cpu.assembler.Register.T5;
import static dev.kurki.cpu.assembler.Register.T6;
import static dev.kurki.cpu.assembler.Register.TP;
import static dev.kurki.cpu.assembler.Register.ZERO;
import static dev.kurki.cpu.isa.Instruction.ADD;
import static dev.kurki.cpu.isa.Instruction.ADDI;
import static dev.kurki.cpu.isa.Instruction.ANDI;
import static dev.kurki.cpu.isa.Instruction.BEQ;
import static dev.kurki.cpu.isa.Instruction.BGEU;
import static dev.kurki.cpu.isa.Instruction.BLTU;
import static dev.kurki.cpu.isa.Instruction.BNE;
import static dev.kurki.cpu.isa.Instruction.CSRRS;
import static dev.kurki.cpu.isa.Instruction.CSRRW;
import static dev.kurki.cpu.isa.Instruction.DIVU;
import static dev.kurki.cpu.isa.Instruction.JALR;
import static dev.kurki.cpu.isa.Instruction.LBU;
import static dev.kurki.cpu.isa.Instruction.LD;
import static dev.kurki.cpu.isa.Instruction.MRET;
import static dev.kurki.cpu.isa.Instruction.MUL;
import static dev.kurki.cpu.isa.Instruction.REMU;
import static dev.kurki.cpu.isa.Instruction.SB;
import static dev.kurki.cpu.isa.Instruction.SD;
import static dev.kurki.cpu.isa.Instruction.SUB;
import static dev.kurki.cpu.isa.Instruction.SW;
import static dev.kurki.cpu.isa.Instruction.WFI;

import dev.kurki.cpu.assembler.Assembler;
import dev.kurki.cpu.assembler.Label;
import dev.kurki.cpu.assembler.Program;
import dev.kurki.cpu.assembler.Register;
import dev.kurki.cpu.isa.Csr;

/**
 * The embedded guest's source. Its memory is one chain of words, each the hash of the one before, through all pages; a pass
 * checks the words of one generation and puts those of the next in their place, so that a word that is lost, stale or torn
 * is found wherever it is.
 *
 * <pre>
 *   s0, s1   the pattern's first byte, and one behind its last       s6   pages checked
 *   s2       where this pass is                                      s7   when the clock was last looked at
 *   s3, s4   the word to find and the word to put in its place       s8   the largest gap, s9 that of this second
 *   s5       the generation                                          s10  when the next line is due
 *   s11      pages left until the next tick, gp that many a tick     tp   lines printed
 *   a6, a7   the hash's multiplier and increment                     t5, t6 the timer interrupt's alone
 * </pre>
 */
public final class EmbeddedGuest {
  /** How a line begins that tells of memory that is not as the guest had left it. */
  static final String CORRUPTION = "[kurki] CORRUPTION";

  private static final long RAM = 0x8000_0000L;
  private static final long STACK_TOP = RAM + 0x1_0000;
  private static final long PATTERN = RAM + 0x10_0000;
  private static final long UART = 0x1000_0000L;
  private static final long FINISHER = 0x10_0000L;
  private static final long MTIMECMP = 0x200_4000L;
  private static final int PASS = 0x5555;
  private static final int FAIL_1 = 1 << 16 | 0x3333;
  private static final int PAGE_BYTES = 4096;
  private static final long TICKS_PER_SECOND = 10_000_000;
  private static final long TIMERS_PER_SECOND = 100;
  private static final int TICKS_PER_MICRO = 10;
  private static final int MTIE = 1 << 7;
  private static final int MIE = 1 << 3;
  private static final int LINE_STATUS = 5;
  private static final int TRANSMITTER_EMPTY = 0x20;
  private static final long MULTIPLIER = 6_364_136_223_846_793_005L;
  private static final long INCREMENT = 1_442_695_040_888_963_407L;

  private final GuestSettings settings;
  private final Assembler p = new Assembler(RAM);
  private final Label start = p.label("start");
  private final Label fill = p.label("fill");
  private final Label work = p.label("work");
  private final Label timer = p.label("timer");
  private final Label putChar = p.label("putChar");
  private final Label putText = p.label("putText");
  private final Label putNumber = p.label("putNumber");
  private final Label report = p.label("report");
  private final Label corrupt = p.label("corrupt");
  private final Label done = p.label("done");

  private EmbeddedGuest(GuestSettings settings) {
    this.settings = settings;
  }

  /** How much RAM a machine needs for this work, in bytes. */
  public static long ramBytes(GuestSettings settings) {
    return PATTERN - RAM + (long) settings.pages() * PAGE_BYTES;
  }

  /** The program, for the machine type {@code virt}. */
  public static Program assemble(GuestSettings settings) {
    EmbeddedGuest guest = new EmbeddedGuest(settings);
    guest.begin();
    guest.fillMemory();
    guest.workOnPages();
    guest.reportEachSecond();
    guest.takeTimer();
    guest.print();
    guest.end();
    return guest.p.assemble();
  }

  /** Hart 0 works; the others wait for ever. */
  private void begin() {
    Label parked = p.label("parked");
    p.branch(BEQ, A0, ZERO, start).place(parked).plain(WFI).jump(parked);
    p.place(start).li(SP, STACK_TOP).li(S0, PATTERN).li(S1, PATTERN + (long) settings.pages() * PAGE_BYTES);
    p.li(A6, MULTIPLIER).li(A7, INCREMENT).li(S5, 1).li(S6, 0).li(S8, 0).li(S9, 0).li(TP, 0);
    long perTick = settings.pagesPerSecond() == 0
        ? Integer.MAX_VALUE
        : Math.max(1, settings.pagesPerSecond() / TIMERS_PER_SECOND);
    p.li(GP, perTick).move(S11, GP);
    p.la(T0, timer).csr(CSRRW, ZERO, Csr.MTVEC, T0);
  }

  /** Generation 1 is written once without a look at what was there. */
  private void fillMemory() {
    p.move(S2, S0);
    chainStart(S3, S5);
    p.place(fill).store(SD, S3, 0, S2);
    advance(S3);
    p.i(ADDI, S2, S2, Long.BYTES).branch(BLTU, S2, S1, fill);
    p.li(T0, MTIE).csr(CSRRW, ZERO, Csr.MIE, T0).csr(CSRRS, S7, Csr.TIME, ZERO);
    p.li(T1, TICKS_PER_SECOND).r(ADD, S10, S7, T1);
    p.li(T0, MTIMECMP).store(SD, S7, 0, T0);
    p.li(T0, MIE).csr(CSRRS, ZERO, Csr.MSTATUS, T0);
  }

  /** One pass after the other over all pages, as fast as the ticks allow. */
  private void workOnPages() {
    Label pass = p.label("pass");
    Label page = p.label("page");
    Label idle = p.label("idle");
    Label word = p.label("word");
    Label notDue = p.label("not due");
    p.place(work).place(pass).move(S2, S0);
    chainStart(S3, S5);
    p.i(ADDI, S5, S5, 1);
    chainStart(S4, S5);
    p.place(page).place(idle);
    noteGap();
    p.branch(BLTU, S7, S10, notDue).call(report).place(notDue);
    p.branch(BEQ, S11, ZERO, idle).i(ADDI, S11, S11, -1);
    p.li(T3, PAGE_BYTES).r(ADD, T3, T3, S2);
    p.place(word).load(LD, T0, 0, S2).branch(BNE, T0, S3, corrupt).store(SD, S4, 0, S2);
    advance(S3);
    advance(S4);
    p.i(ADDI, S2, S2, Long.BYTES).branch(BLTU, S2, T3, word);
    p.i(ADDI, S6, S6, 1).branch(BLTU, S2, S1, page).jump(pass);
  }

  private void reportEachSecond() {
    Label noLarger = p.label("no larger");
    Label more = p.label("more");
    Label onTime = p.label("on time");
    p.place(report).i(ADDI, SP, SP, -16).store(SD, RA, 0, SP).i(ADDI, TP, TP, 1);
    p.move(A5, S9).li(S9, 0);
    p.branch(BGEU, S8, A5, noLarger).move(S8, A5).place(noLarger);
    say("[kurki] ");
    number(TP, 1);
    say(" s: ");
    number(S6, 1);
    say(" pages checked, clock ");
    number(S7, TICKS_PER_MICRO);
    say(" us, gap ");
    number(A5, TICKS_PER_MICRO);
    say(" us, largest gap ");
    number(S8, TICKS_PER_MICRO);
    say(" us\r\n");
    p.li(T0, TICKS_PER_SECOND).r(ADD, S10, S10, T0);
    // After a pause of more than a second the lines go on from now, not one for each second missed.
    p.branch(BLTU, S7, S10, onTime).r(ADD, S10, S7, T0).place(onTime);
    if (settings.stopAfterSeconds() > 0) {
      p.li(T0, settings.stopAfterSeconds()).branch(BLTU, TP, T0, more).jump(done).place(more);
    }
    p.load(LD, RA, 0, SP).i(ADDI, SP, SP, 16).ret();
  }

  /** The timer interrupt: the next tick, and its pages. */
  private void takeTimer() {
    p.place(timer).csr(CSRRS, T5, Csr.TIME, ZERO).li(T6, TICKS_PER_SECOND / TIMERS_PER_SECOND).r(ADD, T5, T5, T6);
    p.li(T6, MTIMECMP).store(SD, T5, 0, T6).move(S11, GP).plain(MRET);
  }

  /** {@code putChar} is called by {@code jal t4}; all keep to temporaries and a0 to a5. */
  private void print() {
    Label busy = p.label("busy");
    p.place(putChar).li(T0, UART).place(busy);
    noteGap();
    p.load(LBU, T1, LINE_STATUS, T0).i(ANDI, T1, T1, TRANSMITTER_EMPTY).branch(BEQ, T1, ZERO, busy);
    p.store(SB, A0, 0, T0).i(JALR, ZERO, T4, 0);

    Label next = p.label("next character");
    Label textEnd = p.label("text end");
    p.place(putText).place(next).load(LBU, A0, 0, A1).branch(BEQ, A0, ZERO, textEnd).jal(T4, putChar);
    p.i(ADDI, A1, A1, 1).jump(next).place(textEnd).ret();

    Label divide = p.label("divide");
    Label digit = p.label("digit");
    p.place(putNumber).li(A2, 10).move(A3, SP);
    p.place(divide).r(REMU, A4, A0, A2).r(DIVU, A0, A0, A2).i(ADDI, A4, A4, '0').i(ADDI, A3, A3, -1);
    p.store(SB, A4, 0, A3).branch(BNE, A0, ZERO, divide);
    p.place(digit).load(LBU, A0, 0, A3).jal(T4, putChar).i(ADDI, A3, A3, 1).branch(BLTU, A3, SP, digit).ret();
  }

  private void end() {
    p.place(corrupt).move(A5, T0).i(ADDI, SP, SP, -16);
    say(CORRUPTION + ": at ");
    number(S2, 1);
    say(" stands ");
    number(A5, 1);
    say(" and not ");
    number(S3, 1);
    say("\r\n");
    finish(FAIL_1);
    p.place(done);
    say("[kurki] done\r\n");
    finish(PASS);
  }

  private void finish(int value) {
    Label forever = p.label("forever");
    p.li(T0, FINISHER).li(T1, value).store(SW, T1, 0, T0).place(forever).plain(WFI).jump(forever);
  }

  private void say(String text) {
    Label content = p.label(text);
    Label behind = p.label("behind " + text);
    p.la(A1, content).call(putText).jump(behind).place(content).text(text).place(behind);
  }

  private void number(Register value, int divisor) {
    p.move(A0, value);
    if (divisor > 1) {
      p.li(A2, divisor).r(DIVU, A0, A0, A2);
    }
    p.call(putNumber);
  }

  /** Looks at the clock and remembers the longest time since the look before. */
  private void noteGap() {
    Label noLarger = p.label("no larger");
    p.csr(CSRRS, T1, Csr.TIME, ZERO).r(SUB, T2, T1, S7).move(S7, T1);
    p.branch(BGEU, S9, T2, noLarger).move(S9, T2).place(noLarger);
  }

  /** A generation's first word. */
  private void chainStart(Register word, Register generation) {
    p.move(word, generation);
    advance(word);
  }

  private void advance(Register word) {
    p.r(MUL, word, word, A6).r(ADD, word, word, A7);
  }
}
