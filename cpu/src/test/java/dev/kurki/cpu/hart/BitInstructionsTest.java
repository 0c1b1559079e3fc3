package dev.kurki.cpu.hart;

import static dev.kurki.cpu.assembler.Register.A0;
import static dev.kurki.cpu.assembler.Register.A1;
import static dev.kurki.cpu.assembler.Register.A2;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;

import dev.kurki.cpu.isa.Instruction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Zba, Zbb, Zbc, Zbs and Zicond: an example of each, and the carry-less product against its definition. */
class BitInstructionsTest {
  private final HartBench bench = new HartBench();

  @AfterEach
  void close() {
    bench.close();
  }

  @ParameterizedTest
  @CsvSource({
      "ADD_UW, ffffffff80000001, 10, 80000011", "SH1ADD, 3, 10, 16", "SH2ADD, 3, 10, 1c", "SH3ADD, 3, 10, 28",
      "SH1ADD_UW, ffffffff80000000, 1, 100000001", "SH2ADD_UW, ffffffff80000000, 1, 200000001",
      "SH3ADD_UW, ffffffff80000000, 1, 400000001", "ANDN, ff, f, f0", "ORN, 0, fffffffffffffff0, f",
      "XNOR, ff, f, ffffffffffffff0f", "MAX, ffffffffffffffff, 1, 1", "MAXU, ffffffffffffffff, 1, ffffffffffffffff",
      "MIN, ffffffffffffffff, 1, ffffffffffffffff", "MINU, ffffffffffffffff, 1, 1",
      "ROL, 8000000000000001, 44, 18", "ROLW, 80000001, 24, 18", "ROR, 8000000000000001, 44, 1800000000000000",
      "RORW, 80000001, 24, 18000000", "BCLR, ff, 43, f7", "BEXT, 8, 43, 1", "BINV, ff, 48, 1ff",
      "BSET, 0, 7f, 8000000000000000",
      "CZERO_EQZ, 5, 0, 0", "CZERO_EQZ, 5, 1, 5", "CZERO_NEZ, 5, 0, 5", "CZERO_NEZ, 5, 1, 0"})
  void two_registers_give_a_third(Instruction row, String a, String b, String expected) {
    run(row, Long.parseUnsignedLong(a, 16), Long.parseUnsignedLong(b, 16));

    assertThat(Long.toHexString(bench.hart().register(A0.number()))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
      "CLZ, 0, 40", "CLZ, 1, 3f", "CTZ, 0, 40", "CTZ, 8, 3", "CPOP, ffffffffffffffff, 40", "CLZW, ff00000000, 20",
      "CTZW, ff00000000, 20", "CPOPW, ff0000000f, 4", "SEXT_B, 80, ffffffffffffff80", "SEXT_H, 8000, ffffffffffff8000",
      "ZEXT_H, ffffffffffffffff, ffff", "ORC_B, 100000008000f000, ff000000ff00ff00",
      "REV8, 102030405060708, 807060504030201"})
  void one_register_gives_another(Instruction row, String a, String expected) {
    bench.program(p -> p.li(A1, Long.parseUnsignedLong(a, 16)).unary(row, A0, A1));
    bench.runUntil(HartBench.RAM + 0x1000);

    assertThat(Long.toHexString(bench.hart().register(A0.number()))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"SLLI_UW, ffffffff80000001, 4, 800000010", "RORI, 1, 1, 8000000000000000",
      "RORIW, 1, 1, ffffffff80000000",
      "BCLRI, ff, 3, f7", "BEXTI, 8, 3, 1", "BINVI, 0, 3f, 8000000000000000", "BSETI, 0, 8, 100"})
  void a_register_and_a_shift_amount_give_another(Instruction row, String a, String amount, String expected) {
    bench.program(p -> p.li(A1, Long.parseUnsignedLong(a, 16)).i(row, A0, A1, Integer.parseInt(amount, 16)));
    bench.runUntil(HartBench.RAM + 0x1000);

    assertThat(Long.toHexString(bench.hart().register(A0.number()))).isEqualTo(expected);
  }

  @Property(tries = 300)
  void a_carry_less_product_is_the_sum_without_carries_of_shifted_factors(@ForAll long a, @ForAll long b) {
    BigInteger product = BigInteger.ZERO;
    BigInteger unsigned = new BigInteger(Long.toUnsignedString(a));
    for (int bit = 0; bit < Long.SIZE; bit++) {
      product = (b >>> bit & 1) != 0 ? product.xor(unsigned.shiftLeft(bit)) : product;
    }

    assertThat(CarryLess.low(a, b)).isEqualTo(product.longValue());
    assertThat(CarryLess.high(a, b)).isEqualTo(product.shiftRight(64).longValue());
    assertThat(CarryLess.reversed(a, b)).isEqualTo(product.shiftRight(63).longValue());
  }

  private void run(Instruction row, long a, long b) {
    bench.program(p -> p.li(A1, a).li(A2, b).r(row, A0, A1, A2));
    bench.runUntil(HartBench.RAM + 0x1000);
  }
}
