package dev.kurki.conf.guest;

import static dev.kurki.conf.guest.FirmwareMap.TEXT;
import static dev.kurki.conf.guest.SupervisorRegisters.OWN_PAGE;
import static dev.kurki.cpu.assembler.Register.A0;
import static dev.kurki.cpu.assembler.Register.A1;
import static dev.kurki.cpu.assembler.Register.A2;
import static dev.kurki.cpu.assembler.Register.A3;
import static dev.kurki.cpu.assembler.Register.SP;
import static dev.kurki.cpu.assembler.Register.T0;
import static dev.kurki.cpu.assembler.Register.T1;
import static dev.kurki.cpu.assembler.Register.T2;
import static dev.kurki.cpu.assembler.Register.ZERO;
import static dev.kurki.cpu.isa.Instruction.ADDI;
import static dev.kurki.cpu.isa.Instruction.ANDI;
import static dev.kurki.cpu.isa.Instruction.BEQ;
import static dev.kurki.cpu.isa.Instruction.BGE;
import static dev.kurki.cpu.isa.Instruction.BLTU;
import static dev.kurki.cpu.isa.Instruction.BNE;
import static dev.kurki.cpu.isa.Instruction.DIVU;
import static dev.kurki.cpu.isa.Instruction.LBU;
import static dev.kurki.cpu.isa.Instruction.REMU;
import static dev.kurki.cpu.isa.Instruction.SB;
import static dev.kurki.cpu.isa.Instruction.SRL;
import static dev.kurki.cpu.isa.Instruction.SUB;

import dev.kurki.cpu.assembler.Assembler;
import dev.kurki.cpu.assembler.Label;
import dev.kurki.cpu.assembler.Register;

/**
 * Prints through the firmware: a line is put together in the hart's own page. {@code a2} is where the text ends so far.
 */
final class SupervisorConsole {
  private static final int DECIMAL = 10;
  private static final int HIGHEST_DIGIT = 60;

  private final Assembler p;

  SupervisorConsole(Assembler p) {
    this.p = p;
  }

  void begin() {
    p.i(ADDI, A2, OWN_PAGE, TEXT);
  }

  /** A text that stands beside the code. */
  void text(String text) {
    Label content = p.label(text);
    Label next = p.label("next");
    Label behind = p.label("behind " + text);
    p.la(A1, content).place(next).load(LBU, T0, 0, A1).branch(BEQ, T0, ZERO, behind).store(SB, T0, 0, A2)
        .i(ADDI, A1, A1, 1).i(ADDI, A2, A2, 1).jump(next);
    p.place(content).text(text).place(behind);
  }

  /** A number in decimal; its digits are worked out from the last one on, on the stack. */
  void decimal(Register value) {
    Label divide = p.label("divide");
    Label digit = p.label("digit");
    p.move(T0, value).li(T1, DECIMAL).move(A3, SP);
    p.place(divide).r(REMU, T2, T0, T1).r(DIVU, T0, T0, T1).i(ADDI, T2, T2, '0').i(ADDI, A3, A3, -1)
        .store(SB, T2, 0, A3).branch(BNE, T0, ZERO, divide);
    p.place(digit).load(LBU, T0, 0, A3).store(SB, T0, 0, A2).i(ADDI, A2, A2, 1).i(ADDI, A3, A3, 1)
        .branch(BLTU, A3, SP, digit);
  }

  /** A number in sixteen hexadecimal digits, as it is at the begin. */
  void hexadecimal(Register value) {
    Label digit = p.label("digit");
    Label put = p.label("put");
    p.move(A3, value).li(T1, HIGHEST_DIGIT);
    p.place(digit).r(SRL, T0, A3, T1).i(ANDI, T0, T0, 0xf).i(ADDI, T0, T0, '0').li(T2, '9' + 1)
        .branch(BLTU, T0, T2, put).i(ADDI, T0, T0, 'a' - '9' - 1);
    p.place(put).store(SB, T0, 0, A2).i(ADDI, A2, A2, 1).i(ADDI, T1, T1, -4).branch(BGE, T1, ZERO, digit);
  }

  /** Sends what there is, and the line's end byte by byte. */
  void end() {
    p.i(ADDI, A1, OWN_PAGE, TEXT).r(SUB, A0, A2, A1).li(A2, 0);
    Sbi.DEBUG_CONSOLE_WRITE.call(p);
    p.li(A0, '\r');
    Sbi.CONSOLE_PUTCHAR.call(p);
    p.li(A0, '\n');
    Sbi.CONSOLE_PUTCHAR.call(p);
  }
}
