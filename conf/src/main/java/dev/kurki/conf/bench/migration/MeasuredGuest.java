package dev.kurki.conf.bench.migration;

import static dev.kurki.cpu.assembler.Register.A0;
import static dev.kurki.cpu.assembler.Register.A1;
import static dev.kurki.cpu.assembler.Register.A2;
import static dev.kurki.cpu.assembler.Register.A3;
import static dev.kurki.cpu.assembler.Register.A4;
import static dev.kurki.cpu.assembler.Register.A5;
import static dev.kurki.cpu.assembler.Register.A6;
import static dev.kurki.cpu.assembler.Register.A7;
import static dev.kurki.cpu.assembler.Register.S0;
import static dev.kurki.cpu.assembler.Register.S1;
import static dev.kurki.cpu.assembler.Register.S2;
import static dev.kurki.cpu.assembler.Register.S3;
import static dev.kurki.cpu.assembler.Register.S4;
import static dev.kurki.cpu.assembler.Register.S5;
import static dev.kurki.cpu.assembler.Register.S6;
import static dev.kurki.cpu.assembler.Register.S7;
import static dev.kurki.cpu.assembler.Register.S8;
import static dev.kurki.cpu.assembler.Register.S9;
import static dev.kurki.cpu.assembler.Register.T0;
import static dev.kurki.cpu.assembler.Register.T1;
import static dev.kurki.cpu.assembler.Register.T2;
import static dev.kurki.cpu.assembler.Register.T3;
import static dev.kurki.cpu.assembler.Register.T4;
import static dev.kurki.cpu.assembler.Register.T5;
import static dev.kurki.cpu.assembler.Register.T6;
import static dev.kurki.cpu.assembler.Register.ZERO;
import static dev.kurki.cpu.isa.Instruction.ADD;
import static dev.kurki.cpu.isa.Instruction.ADDI;
import static dev.kurki.cpu.isa.Instruction.ANDI;
import static dev.kurki.cpu.isa.Instruction.BEQ;
import static dev.kurki.cpu.isa.Instruction.BGE;
import static dev.kurki.cpu.isa.Instruction.BGEU;
import static dev.kurki.cpu.isa.Instruction.BLTU;
import static dev.kurki.cpu.isa.Instruction.BNE;
import static dev.kurki.cpu.isa.Instruction.CSRRS;
import static dev.kurki.cpu.isa.Instruction.JALR;
import static dev.kurki.cpu.isa.Instruction.LBU;
import static dev.kurki.cpu.isa.Instruction.MUL;
import static dev.kurki.cpu.isa.Instruction.SB;
import static dev.kurki.cpu.isa.Instruction.SD;
import static dev.kurki.cpu.isa.Instruction.SRL;
import static dev.kurki.cpu.isa.Instruction.SUB;

import dev.kurki.cpu.assembler.Assembler;
import dev.kurki.cpu.assembler.Label;
import dev.kurki.cpu.assembler.Program;
import dev.kurki.cpu.assembler.Register;
import dev.kurki.cpu.isa.Csr;

/**
 * The measured guest's source. It fills its RAM, so that every page is touched before anything is measured. Then it does
 * units of work without a rest, looks at the clock after each, changes its pages each millisecond and writes a
 * {@link Beat} each 100 ms. It waits for no interrupt: a guest of QEMU 7.2's {@code virt} that does is not woken again after
 * a move.
 *
 * <pre>
 *   s0, s1, s2   the page to change next, one behind the working set's last, its first
 *   s3, s4       when pages are changed next, and how many
 *   s5, s9       units of work done, and what they work on
 *   s6, s7       when the clock was last looked at, the largest gap since the last beat
 *   s8           when the next beat is due
 *   a6, a7       the multiplier and increment of random numbers
 * </pre>
 */
final class MeasuredGuest {
  private static final long RAM = 0x8000_0000L;
  private static final long DATA = RAM + (1 << 20);
  private static final long WORKING_SET_BYTES = 256L << 20;
  private static final long UART = 0x1000_0000L;
  private static final int LINE_STATUS = 5;
  private static final int TRANSMITTER_EMPTY = 0x20;
  private static final int PAGE_BYTES = 4096;
  private static final int WORDS_A_TURN = 8;
  private static final int STEPS_A_UNIT = 256;
  private static final long TICKS_PER_MILLI = 10_000;
  private static final long TICKS_PER_BEAT = Beat.INTERVAL_NANOS / Beat.NANOS_PER_TICK;
  /** Pages that are due for longer than this are let off, so that a guest that was held up does not make up for it. */
  private static final long MOST_MILLIS_LATE = 10;
  private static final int HEX_LETTERS = 'a' - '0' - 10;
  private static final long MULTIPLIER = 6_364_136_223_846_793_005L;
  private static final long INCREMENT = 1_442_695_040_888_963_407L;

  private final Scenario scenario;
  private final Assembler p = new Assembler(RAM);
  private final Label turn = p.label("turn");
  private final Label putHex = p.label("putHex");
  private final Label putChar = p.label("putChar");

  private MeasuredGuest(Scenario scenario) {
    this.scenario = scenario;
  }

  /** The program, for the machine type {@code virt} of either emulator. */
  static Program assemble(Scenario scenario) {
    MeasuredGuest guest = new MeasuredGuest(scenario);
    guest.fillMemory();
    guest.work();
    guest.changePages();
    guest.beat();
    guest.print();
    return guest.p.assemble();
  }

  private void fillMemory() {
    Label fill = p.label("fill");
    p.li(A6, MULTIPLIER).li(A7, INCREMENT).li(S9, 1).li(T0, DATA).li(T1, RAM + scenario.memoryBytes());
    int likeWords = scenario.workload().likeWords();
    p.li(T2, likeWords > 0 ? WORDS_A_TURN * Long.BYTES : PAGE_BYTES).place(fill);
    if (likeWords > 0) {
      for (int word = 0; word < WORDS_A_TURN; word++) {
        if (word % likeWords == 0) {
          p.r(MUL, S9, S9, A6).r(ADD, S9, S9, A7);
        }
        p.store(SD, S9, word * Long.BYTES, T0);
      }
    } else {
      p.store(SD, ZERO, 0, T0);
    }
    p.r(ADD, T0, T0, T2).branch(BLTU, T0, T1, fill);
    p.li(S2, DATA).move(S0, S2).li(S1, DATA + WORKING_SET_BYTES).li(S4, scenario.workload().pagesPerMilli());
    p.li(S5, 0).li(S7, 0).csr(CSRRS, S6, Csr.TIME, ZERO).move(S3, S6).move(S8, S6);
  }

  private void work() {
    Label step = p.label("step");
    p.place(turn).li(T0, STEPS_A_UNIT).place(step).r(MUL, S9, S9, A6).r(ADD, S9, S9, A7).i(ADDI, T0, T0, -1);
    p.branch(BNE, T0, ZERO, step).i(ADDI, S5, S5, 1);
    noteGap();
  }

  private void changePages() {
    Label onTime = p.label("on time");
    Label notDue = p.label("not due");
    Label page = p.label("page");
    Label inside = p.label("inside");
    p.branch(BLTU, S6, S3, notDue).li(T1, TICKS_PER_MILLI).r(ADD, S3, S3, T1);
    p.li(T2, MOST_MILLIS_LATE * TICKS_PER_MILLI).r(ADD, T2, S3, T2).branch(BGEU, T2, S6, onTime).move(S3, S6);
    p.place(onTime).move(T3, S4).li(T4, PAGE_BYTES).branch(BEQ, T3, ZERO, notDue);
    p.place(page).store(SD, S9, 0, S0).r(ADD, S0, S0, T4).branch(BLTU, S0, S1, inside).move(S0, S2);
    p.place(inside).i(ADDI, T3, T3, -1).branch(BNE, T3, ZERO, page).place(notDue);
  }

  private void beat() {
    Label onTime = p.label("beat on time");
    p.branch(BLTU, S6, S8, turn).li(T1, TICKS_PER_BEAT).r(ADD, S8, S8, T1).branch(BLTU, S6, S8, onTime);
    p.r(ADD, S8, S6, T1).place(onTime).move(A2, S6).move(A3, S7).li(S7, 0);
    p.li(A0, 'k').jal(T5, putChar);
    hex(A2, Beat.LONG_DIGITS);
    hex(S5, Beat.LONG_DIGITS);
    hex(A3, Beat.SHORT_DIGITS);
    p.li(A0, '\n').jal(T5, putChar).jump(turn);
  }

  private void hex(Register value, int digits) {
    p.move(A1, value).li(A4, (digits - 1) * 4L).jal(T6, putHex);
  }

  /** {@code putHex} writes a1 from bit a4 + 3 down and is called by {@code jal t6}, {@code putChar} by {@code jal t5}. */
  private void print() {
    Label decimal = p.label("decimal");
    p.place(putHex).r(SRL, A0, A1, A4).i(ANDI, A0, A0, 15).i(ADDI, A0, A0, '0').li(T0, '9');
    p.branch(BGEU, T0, A0, decimal).i(ADDI, A0, A0, HEX_LETTERS).place(decimal).jal(T5, putChar);
    p.i(ADDI, A4, A4, -4).branch(BGE, A4, ZERO, putHex).i(JALR, ZERO, T6, 0);

    Label busy = p.label("busy");
    p.place(putChar).li(A5, UART).place(busy);
    noteGap();
    p.load(LBU, T1, LINE_STATUS, A5).i(ANDI, T1, T1, TRANSMITTER_EMPTY).branch(BEQ, T1, ZERO, busy);
    p.store(SB, A0, 0, A5).i(JALR, ZERO, T5, 0);
  }

  /** Looks at the clock and remembers the longest time since the look before. */
  private void noteGap() {
    Label noLarger = p.label("no larger");
    p.csr(CSRRS, T1, Csr.TIME, ZERO).r(SUB, T2, T1, S6).move(S6, T1);
    p.branch(BGEU, S7, T2, noLarger).move(S7, T2).place(noLarger);
  }
}
