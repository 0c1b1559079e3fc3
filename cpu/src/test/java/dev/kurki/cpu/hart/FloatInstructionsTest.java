package dev.kurki.cpu.hart;

import static dev.kurki.cpu.assembler.Register.A0;
import static dev.kurki.cpu.assembler.Register.A1;
import static dev.kurki.cpu.assembler.Register.T0;
import static dev.kurki.cpu.assembler.Register.ZERO;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import dev.kurki.cpu.assembler.Assembler;
import dev.kurki.cpu.isa.Csr;
import dev.kurki.cpu.isa.Format;
import dev.kurki.cpu.isa.Instruction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * F, D and Zfhmin as instructions: an example of each with its flags, NaN boxing, canonical NaNs and rounding modes. The
 * arithmetic itself has its laws in {@code ArithmeticTest}.
 */
class FloatInstructionsTest {
  private static final long END = HartBench.RAM + 0x1000;
  private static final long DATA = HartBench.RAM + 0x8000;
  private static final int DYNAMIC = 7 << 12;

  private final HartBench bench = new HartBench();

  @AfterEach
  void close() {
    bench.close();
  }

  /** fa0, fa1 and fa2 to fa3; the flags are NV, DZ, OF, UF and NX from 16 to 1. */
  @ParameterizedTest
  @CsvSource({
      "FADD_D, 3ff0000000000000, 4000000000000000, 0, 4008000000000000, 0",
      "FSUB_D, 7ff0000000000000, 7ff0000000000000, 0, 7ff8000000000000, 16",
      "FMUL_D, 7fe0000000000000, 4000000000000000, 0, 7ff0000000000000, 5",
      "FDIV_D, 3ff0000000000000, 0, 0, 7ff0000000000000, 8",
      "FDIV_D, 3ff0000000000000, 4008000000000000, 0, 3fd5555555555555, 1",
      "FMIN_D, 8000000000000000, 0, 0, 8000000000000000, 0",
      "FMAX_D, 7ff8000000000000, 3ff0000000000000, 0, 3ff0000000000000, 0",
      "FMAX_D, 7ff0000000000001, 3ff0000000000000, 0, 3ff0000000000000, 16",
      "FSGNJ_D, 3ff0000000000000, 8000000000000000, 0, bff0000000000000, 0",
      "FSGNJN_D, 3ff0000000000000, 8000000000000000, 0, 3ff0000000000000, 0",
      "FSGNJX_D, bff0000000000000, 8000000000000000, 0, 3ff0000000000000, 0",
      "FMADD_D, 4000000000000000, 4000000000000000, 3ff0000000000000, 4014000000000000, 0",
      "FMSUB_D, 4000000000000000, 4000000000000000, 3ff0000000000000, 4008000000000000, 0",
      "FNMADD_D, 4000000000000000, 4000000000000000, 3ff0000000000000, c014000000000000, 0",
      "FNMSUB_D, 4000000000000000, 4000000000000000, 3ff0000000000000, c008000000000000, 0",
      "FADD_S, ffffffff3f800000, ffffffff40000000, 0, ffffffff40400000, 0",
      "FADD_S, 3f800000, ffffffff40000000, 0, ffffffff7fc00000, 0",
      "FSUB_S, ffffffff3f800000, ffffffff3f800000, 0, ffffffff00000000, 0",
      "FMUL_S, ffffffff00800000, ffffffff3f000000, 0, ffffffff00400000, 0",
      "FMUL_S, ffffffff00800001, ffffffff3f000000, 0, ffffffff00400000, 3",
      "FDIV_S, ffffffff3f800000, ffffffff40400000, 0, ffffffff3eaaaaab, 1",
      "FMIN_S, ffffffff3f800000, ffffffffbf800000, 0, ffffffffbf800000, 0",
      "FMAX_S, ffffffff3f800000, ffffffffbf800000, 0, ffffffff3f800000, 0",
      "FSGNJ_S, ffffffff3f800000, ffffffff80000000, 0, ffffffffbf800000, 0",
      "FSGNJN_S, ffffffff3f800000, ffffffff00000000, 0, ffffffffbf800000, 0",
      "FSGNJX_S, ffffffffbf800000, ffffffff80000000, 0, ffffffff3f800000, 0",
      "FMADD_S, ffffffff40000000, ffffffff40000000, ffffffff3f800000, ffffffff40a00000, 0",
      "FMSUB_S, ffffffff40000000, ffffffff40000000, ffffffff3f800000, ffffffff40400000, 0",
      "FNMADD_S, ffffffff40000000, ffffffff40000000, ffffffff3f800000, ffffffffc0a00000, 0",
      "FNMSUB_S, ffffffff40000000, ffffffff40000000, ffffffff3f800000, ffffffffc0400000, 0"})
  void floating_registers_give_another(Instruction row, String a, String b, String c, String expected, int flags) {
    run(row, 13, a, b, c);

    assertThat(Long.toHexString(bench.hart().save().f().toArray()[13])).isEqualTo(expected);
    assertThat(bench.hart().save().fflags()).isEqualTo(flags);
  }

  @ParameterizedTest
  @CsvSource({
      "FSQRT_D, 4010000000000000, 4000000000000000, 0", "FSQRT_D, bff0000000000000, 7ff8000000000000, 16",
      "FSQRT_S, ffffffff40800000, ffffffff40000000, 0", "FCVT_S_D, 3ff0000000000001, ffffffff3f800000, 1",
      "FCVT_D_S, ffffffff7f800001, 7ff8000000000000, 16", "FCVT_S_H, ffffffffffff3c00, ffffffff3f800000, 0",
      "FCVT_H_S, ffffffff477ff000, ffffffffffff7c00, 5", "FCVT_D_H, ffffffffffff0001, 3e70000000000000, 0",
      "FCVT_H_D, 3ff0000000000000, ffffffffffff3c00, 0"})
  void a_floating_register_gives_another(Instruction row, String a, String expected, int flags) {
    run(row, 13, a, "0", "0");

    assertThat(Long.toHexString(bench.hart().save().f().toArray()[13])).isEqualTo(expected);
    assertThat(bench.hart().save().fflags()).isEqualTo(flags);
  }

  @ParameterizedTest
  @CsvSource({
      "FEQ_D, 7ff8000000000000, 0, 0, 0", "FLT_D, 7ff8000000000000, 0, 0, 16", "FLE_D, 8000000000000000, 0, 1, 0",
      "FEQ_S, ffffffff3f800000, ffffffff3f800000, 1, 0", "FLT_S, ffffffffbf800000, ffffffff3f800000, 1, 0",
      "FLE_S, ffffffff7fc00000, ffffffff3f800000, 0, 16", "FCLASS_D, fff0000000000000, 0, 1, 0",
      "FCLASS_D, 7ff0000000000001, 0, 100, 0", "FCLASS_S, ffffffff00000001, 0, 20, 0", "FCLASS_S, 0, 0, 200, 0",
      "FMV_X_D, 8000000000000000, 0, 8000000000000000, 0", "FMV_X_W, 80000000, 0, ffffffff80000000, 0",
      "FMV_X_H, 8000, 0, ffffffffffff8000, 0", "FCVT_W_D, 41e0000000000000, 0, 7fffffff, 16",
      "FCVT_WU_D, bff0000000000000, 0, 0, 16", "FCVT_L_D, c3e0000000000000, 0, 8000000000000000, 0",
      "FCVT_LU_D, 7ff8000000000000, 0, ffffffffffffffff, 16", "FCVT_W_S, ffffffff3fc00000, 0, 2, 1",
      "FCVT_WU_S, ffffffff4f800000, 0, ffffffffffffffff, 16", "FCVT_L_S, ffffffffff800000, 0, 8000000000000000, 16",
      "FCVT_LU_S, ffffffff3f800000, 0, 1, 0"})
  void floating_registers_give_an_integer(Instruction row, String a, String b, String expected, int flags) {
    run(row, A0.number(), a, b, "0");

    assertThat(Long.toHexString(bench.hart().register(10))).isEqualTo(expected);
    assertThat(bench.hart().save().fflags()).isEqualTo(flags);
  }

  @ParameterizedTest
  @CsvSource({"FCVT_D_W, ffffffff, bff0000000000000", "FCVT_D_WU, ffffffffffffffff, 41efffffffe00000",
      "FCVT_D_L, ffffffffffffffff, bff0000000000000", "FCVT_D_LU, ffffffffffffffff, 43f0000000000000",
      "FCVT_S_W, 1, ffffffff3f800000", "FCVT_S_WU, ffffffff, ffffffff4f800000", "FCVT_S_L, 1, ffffffff3f800000",
      "FCVT_S_LU, 1, ffffffff3f800000", "FMV_D_X, 1234, 1234", "FMV_W_X, 3f800000, ffffffff3f800000",
      "FMV_H_X, 3c00, ffffffffffff3c00"})
  void an_integer_gives_a_floating_register(Instruction row, String a, String expected) {
    bench.program(p -> p.li(T0, Mstatus.FS).csr(Instruction.CSRRS, ZERO, Csr.MSTATUS, T0)
        .li(A1, Long.parseUnsignedLong(a, 16)).word(row.match() | 13 << 7 | A1.number() << 15));
    bench.runUntil(END);

    assertThat(Long.toHexString(bench.hart().save().f().toArray()[13])).isEqualTo(expected);
  }

  /** One third in single precision, by each mode: to nearest even, to zero, down, up, to nearest away. */
  @ParameterizedTest
  @CsvSource({"0, 3eaaaaab", "1, 3eaaaaaa", "2, 3eaaaaaa", "3, 3eaaaaab", "4, 3eaaaaab"})
  void a_quotient_is_rounded_by_the_instructions_mode_and_by_frm(int mode, String expected) {
    bench.memory().write(DATA, operands("ffffffff3f800000", "ffffffff40400000", "0"));
    bench.program(p -> {
      load(p).li(T0, mode).csr(Instruction.CSRRW, ZERO, Csr.FRM, T0);
      p.word(divide(13) | mode << 12).word(divide(14) | DYNAMIC);
    });
    bench.runUntil(END);

    assertThat(Long.toHexString(bench.hart().save().f().toArray()[13])).isEqualTo("ffffffff" + expected);
    assertThat(Long.toHexString(bench.hart().save().f().toArray()[14])).isEqualTo("ffffffff" + expected);
  }

  @ParameterizedTest
  @CsvSource({"5", "6", "7"})
  void a_reserved_rounding_mode_is_illegal(int mode) {
    bench.program(p -> {
      load(p).li(T0, 5).csr(Instruction.CSRRW, ZERO, Csr.FRM, T0).li(T0, HartBench.RAM + 0x200)
          .csr(Instruction.CSRRW, ZERO, Csr.MTVEC, T0);
      p.word(divide(13) | mode << 12);
    });
    bench.runUntil(HartBench.RAM + 0x200);

    assertThat(bench.hart().save().mcause()).isEqualTo(Cause.ILLEGAL_INSTRUCTION);
  }

  @Test
  void loads_box_and_stores_unbox() {
    bench.memory().write(DATA, operands("1122334455667788", "0", "0"));
    bench.program(p -> {
      load(p);
      p.word(Instruction.FLH.match() | 13 << 7 | A1.number() << 15)
          .word(Instruction.FLW.match() | 14 << 7 | A1.number() << 15);
      p.word(Instruction.FSH.match() | A1.number() << 15 | 10 << 20 | 16 << 7);
    });
    bench.runUntil(END);

    long[] f = bench.hart().save().f().toArray();
    assertThat(f[10]).isEqualTo(0x1122_3344_5566_7788L);
    assertThat(f[13]).isEqualTo(0xffff_ffff_ffff_7788L);
    assertThat(f[14]).isEqualTo(0xffff_ffff_5566_7788L);
    assertThat(bench.memory().read(DATA + 16, 4)).containsExactly(0x88, 0x77, 0, 0);
  }

  @Test
  void an_instruction_makes_the_state_dirty() {
    bench.program(p -> p.li(T0, 1 << 13).csr(Instruction.CSRRS, ZERO, Csr.MSTATUS, T0)
        .word(Instruction.FMV_D_X.match() | 1 << 7 | A1.number() << 15).csr(Instruction.CSRRS, A0, Csr.MSTATUS, ZERO));
    bench.runUntil(END);

    assertThat(bench.hart().register(10) & (Mstatus.FS | Mstatus.SD)).isEqualTo(Mstatus.FS | Mstatus.SD);
  }

  private void run(Instruction row, int rd, String a, String b, String c) {
    bench.memory().write(DATA, operands(a, b, c));
    boolean unary = switch (row.format()) {
      case FP_UNARY, FP_MOVE -> true;
      default -> false;
    };
    int sources = 10 << 15 | (unary ? 0 : 11 << 20)
        | (row.format() == Format.R4 ? 12 << 27 : 0);
    bench.program(p -> load(p).word(row.match() | rd << 7 | sources));
    bench.runUntil(END);
  }

  /** fa0 to fa2 from the data, with FS on. */
  private static Assembler load(Assembler p) {
    p.li(T0, Mstatus.FS).csr(Instruction.CSRRS, ZERO, Csr.MSTATUS, T0).li(A1, DATA);
    for (int i = 0; i < 3; i++) {
      p.word(Instruction.FLD.match() | 10 + i << 7 | A1.number() << 15 | 8 * i << 20);
    }
    return p;
  }

  private static int divide(int rd) {
    return Instruction.FDIV_S.match() | rd << 7 | 10 << 15 | 11 << 20;
  }

  private static byte[] operands(String... values) {
    ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (String value : values) {
      bytes.putLong(Long.parseUnsignedLong(value, 16));
    }
    return bytes.array();
  }
}
