package dev.kurki.cpu.hart;

import static dev.kurki.cpu.assembler.Register.A0;
import static dev.kurki.cpu.assembler.Register.A1;
import static dev.kurki.cpu.assembler.Register.A2;
import static dev.kurki.cpu.assembler.Register.T0;
import static dev.kurki.cpu.assembler.Register.ZERO;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

import dev.kurki.cpu.isa.Csr;
import dev.kurki.cpu.isa.Instruction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Loads, stores and atomics: widths, extension, misalignment. */
class MemoryInstructionsTest {
  private static final long END = HartBench.RAM + 0x1000;
  private static final long DATA = HartBench.RAM + 0x8000;
  private static final long PATTERN = 0x8877_6655_f4f3_f2f1L;

  private final HartBench bench = new HartBench();

  @AfterEach
  void close() {
    bench.close();
  }

  /** The second time the translation is known. */
  @ParameterizedTest
  @CsvSource({"LB, 0, fffffffffffffff1", "LBU, 0, f1", "LH, 0, fffffffffffff2f1", "LHU, 2, f4f3",
      "LW, 0, fffffffff4f3f2f1", "LWU, 4, 88776655", "LD, 0, 88776655f4f3f2f1", "LH, 3, 55f4", "LW, 1, 55f4f3f2",
      "LD, 1, 88776655f4f3f2"})
  void a_load_extends_what_it_reads(Instruction row, int offset, String expected) {
    bench.memory().write(DATA, bytes(PATTERN));
    bench.program(p -> p.li(A1, DATA).load(row, A0, offset, A1).load(row, A2, offset, A1));
    bench.runUntil(END);

    assertThat(Long.toHexString(bench.hart().register(10))).isEqualTo(expected);
    assertThat(bench.hart().register(12)).isEqualTo(bench.hart().register(10));
  }

  @ParameterizedTest
  @CsvSource({"SB, 0, f100000000000000", "SH, 0, f1f2000000000000", "SW, 0, f1f2f3f400000000",
      "SD, 0, f1f2f3f455667788",
      "SH, 1, 00f1f20000000000", "SW, 3, 000000f1f2f3f400"})
  void a_store_writes_its_low_bytes(Instruction row, int offset, String expected) {
    bench.program(p -> p.li(A1, DATA).li(A0, PATTERN).store(row, A0, offset, A1));
    bench.runUntil(END);

    assertThat(HexFormat.of().formatHex(bench.memory().read(DATA, 8))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
      "AMOSWAP_W, 5, 7, 7", "AMOADD_W, 7fffffff, 1, 80000000", "AMOXOR_W, ff, f, f0", "AMOAND_W, fc, 3f, 3c",
      "AMOOR_W, f0, f, ff", "AMOMIN_W, ffffffff, 1, ffffffff", "AMOMAX_W, ffffffff, 1, 1", "AMOMINU_W, ffffffff, 1, 1",
      "AMOMAXU_W, ffffffff, 1, ffffffff", "AMOSWAP_D, 5, 7, 7", "AMOADD_D, ffffffffffffffff, 2, 1",
      "AMOXOR_D, ff, f, f0", "AMOAND_D, fc, 3f, 3c", "AMOOR_D, f0, f, ff",
      "AMOMIN_D, ffffffffffffffff, 1, ffffffffffffffff",
      "AMOMAX_D, ffffffffffffffff, 1, 1", "AMOMINU_D, ffffffffffffffff, 1, 1",
      "AMOMAXU_D, ffffffffffffffff, 1, ffffffffffffffff"})
  void an_atomic_operation_answers_what_was_there(Instruction row, String before, String operand, String after) {
    boolean wide = row.name().endsWith("_D");
    long old = Long.parseUnsignedLong(before, 16);
    bench.memory().write(DATA, bytes(old));
    bench.program(p -> p.li(A1, DATA).li(A2, Long.parseUnsignedLong(operand, 16)).r(row, A0, A1, A2));
    bench.runUntil(END);

    assertThat(bench.hart().register(10)).isEqualTo(wide ? old : (int) old);
    long stored = ByteBuffer.wrap(bench.memory().read(DATA, 8)).order(ByteOrder.LITTLE_ENDIAN).getLong();
    assertThat(Long.toHexString(wide ? stored : stored & 0xffff_ffffL)).isEqualTo(after);
  }

  @ParameterizedTest
  @CsvSource({"LR_W, 2, 4", "LR_D, 4, 4", "SC_W, 2, 6", "SC_D, 4, 6", "AMOADD_W, 1, 6", "AMOADD_D, 4, 6"})
  void an_atomic_access_that_is_not_aligned_traps(Instruction row, int offset, int cause) {
    bench.program(p -> p.li(T0, HartBench.RAM + 0x100).csr(Instruction.CSRRW, ZERO, Csr.MTVEC, T0).li(A1, DATA + offset)
        .r(row, A0, A1, ZERO));
    bench.runUntil(HartBench.RAM + 0x100);

    assertThat(bench.hart().save().mcause()).isEqualTo(cause);
    assertThat(bench.hart().save().mtval()).isEqualTo(DATA + offset);
  }

  @ParameterizedTest
  @CsvSource({"SC_W, LR_W, 0, 0", "SC_D, LR_D, 0, 0", "SC_W, LR_W, 8, 1", "SC_D, LR_D, 8, 1"})
  void a_conditional_store_needs_a_reservation_of_its_address(Instruction store, Instruction load, int offset,
      long failed) {
    bench.program(p -> p.li(A1, DATA).r(load, A2, A1, ZERO).i(Instruction.ADDI, A1, A1, offset).r(store, A0, A1, A1)
        .r(store, A2, A1, A1));
    bench.runUntil(END);

    assertThat(bench.hart().register(10)).isEqualTo(failed);
    assertThat(bench.hart().register(12)).as("the reservation is used up").isEqualTo(1);
  }

  private static byte[] bytes(long value) {
    return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
  }
}
