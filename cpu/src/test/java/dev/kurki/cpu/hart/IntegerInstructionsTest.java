package dev.kurki.cpu.hart;

import static dev.kurki.cpu.assembler.Register.A0;
import static dev.kurki.cpu.assembler.Register.A1;
import static dev.kurki.cpu.assembler.Register.A2;
import static dev.kurki.cpu.assembler.Register.RA;
import static dev.kurki.cpu.assembler.Register.ZERO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kurki.cpu.assembler.Label;
import dev.kurki.cpu.isa.Instruction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The base instructions and M: examples at the edges of each (unprivileged specification, chapters "RV64I" and "M"). */
class IntegerInstructionsTest {
  private static final long END = HartBench.RAM + 0x1000;

  private final HartBench bench = new HartBench();

  @AfterEach
  void close() {
    bench.close();
  }

  @ParameterizedTest
  @CsvSource({
      "ADD, ffffffffffffffff, 1, 0", "SUB, 0, 1, ffffffffffffffff", "SLL, 1, 7f, 8000000000000000",
      "SLT, ffffffffffffffff, 0, 1", "SLTU, ffffffffffffffff, 0, 0", "XOR, ff, f, f0",
      "SRL, 8000000000000000, 43, 1000000000000000", "SRA, 8000000000000000, 43, f000000000000000", "OR, f0, f, ff",
      "AND, fc, 3f, 3c", "ADDW, 7fffffff, 1, ffffffff80000000", "SUBW, 80000000, 1, 7fffffff",
      "SLLW, 1, 3f, ffffffff80000000", "SRLW, ffffffff80000000, 24, 8000000", "SRAW, 80000000, 24, fffffffff8000000",
      "MUL, ffffffffffffffff, 3, fffffffffffffffd", "MULH, ffffffffffffffff, 3, ffffffffffffffff",
      "MULHU, ffffffffffffffff, 3, 2", "MULHSU, ffffffffffffffff, 3, ffffffffffffffff",
      "MULHSU, 3, ffffffffffffffff, 2", "MULW, 10000, 8000, ffffffff80000000",
      "DIV, fffffffffffffff9, 2, fffffffffffffffd",
      "DIV, 5, 0, ffffffffffffffff", "DIV, 8000000000000000, ffffffffffffffff, 8000000000000000",
      "DIVU, fffffffffffffffe, 2, 7fffffffffffffff", "DIVU, 5, 0, ffffffffffffffff",
      "REM, fffffffffffffff9, 2, ffffffffffffffff", "REM, 5, 0, 5", "REM, 8000000000000000, ffffffffffffffff, 0",
      "REMU, fffffffffffffff9, 2, 1", "REMU, 5, 0, 5", "DIVW, 80000000, ffffffffffffffff, ffffffff80000000",
      "DIVW, 5, 100000000, ffffffffffffffff", "DIVUW, ffffffff, 1, ffffffffffffffff",
      "REMW, fffffff9, 2, ffffffffffffffff",
      "REMW, 80000000, ffffffff, 0", "REMUW, fffffff9, 2, 1", "REMUW, 80000001, 0, ffffffff80000001"})
  void two_registers_give_a_third(Instruction row, String a, String b, String expected) {
    bench.program(p -> p.li(A1, unsigned(a)).li(A2, unsigned(b)).r(row, A0, A1, A2));
    bench.runUntil(END);

    assertThat(Long.toHexString(bench.hart().register(10))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
      "ADDI, 1, -2, ffffffffffffffff", "SLTI, 0, -1, 0", "SLTIU, 0, -1, 1", "XORI, ff, -1, ffffffffffffff00",
      "ORI, f0, -16, fffffffffffffff0", "ANDI, ff, -16, f0", "SLLI, 1, 63, 8000000000000000",
      "SRLI, 8000000000000000, 63, 1", "SRAI, 8000000000000000, 63, ffffffffffffffff",
      "ADDIW, 7fffffff, 1, ffffffff80000000",
      "ADDIW, 100000000, 0, 0", "SLLIW, 1, 31, ffffffff80000000", "SRLIW, ffffffff80000000, 4, 8000000",
      "SRAIW, 80000000, 4, fffffffff8000000"})
  void a_register_and_an_immediate_give_another(Instruction row, String a, int immediate, String expected) {
    bench.program(p -> p.li(A1, unsigned(a)).i(row, A0, A1, immediate));
    bench.runUntil(END);

    assertThat(Long.toHexString(bench.hart().register(10))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"BEQ, 1, 1, true", "BEQ, 1, 2, false", "BNE, 1, 2, true", "BNE, 1, 1, false",
      "BLT, ffffffffffffffff, 0, true", "BLT, 0, 0, false", "BGE, 0, ffffffffffffffff, true",
      "BGE, ffffffffffffffff, 0, false",
      "BLTU, 0, ffffffffffffffff, true", "BLTU, ffffffffffffffff, 0, false", "BGEU, ffffffffffffffff, 0, true",
      "BGEU, 0, 1, false"})
  void a_branch_is_taken_as_its_registers_compare(Instruction row, String a, String b, boolean taken) {
    bench.program(p -> {
      Label over = p.label("over");
      p.li(A1, unsigned(a)).li(A2, unsigned(b)).li(A0, 1).branch(row, A1, A2, over).li(A0, 0).place(over);
    });
    bench.runUntil(END);

    assertThat(bench.hart().register(10)).isEqualTo(taken ? 1 : 0);
  }

  @Test
  void upper_immediates_are_sign_extended_and_one_counts_from_pc() {
    bench.program(p -> p.word(0x80000537).word(0x00001597));
    bench.runUntil(END);

    assertThat(bench.hart().register(10)).isEqualTo(0xffff_ffff_8000_0000L);
    assertThat(bench.hart().register(11)).isEqualTo(HartBench.RAM + 4 + 0x1000);
  }

  @Test
  void jumps_link_behind_themselves_and_jalr_drops_the_lowest_bit() {
    bench.program(p -> {
      Label on = p.label("on");
      p.jal(RA, on).word(0).place(on).la(A1, on).i(Instruction.JALR, A2, A1, 13).word(0);
    });
    bench.runUntil(END);

    assertThat(bench.hart().register(1)).isEqualTo(HartBench.RAM + 4);
    assertThat(bench.hart().register(12)).isEqualTo(HartBench.RAM + 20);
  }

  @Test
  void a_jump_to_its_own_source_register_uses_the_old_value() {
    bench.program(p -> {
      Label to = p.label("to");
      p.la(RA, to).i(Instruction.JALR, RA, RA, 0).word(0).place(to).li(A0, 1);
    });
    bench.runUntil(END);

    assertThat(bench.hart().register(10)).isEqualTo(1);
    assertThat(bench.hart().register(1)).isEqualTo(HartBench.RAM + 12);
  }

  @Test
  void what_is_written_to_x0_is_gone() {
    bench.program(p -> p.i(Instruction.ADDI, ZERO, ZERO, 5).r(Instruction.ADD, A0, ZERO, ZERO));
    bench.runUntil(END);

    assertThat(bench.hart().register(0)).isZero();
    assertThat(bench.hart().register(10)).isZero();
  }

  private static long unsigned(String hex) {
    return Long.parseUnsignedLong(hex, 16);
  }
}
