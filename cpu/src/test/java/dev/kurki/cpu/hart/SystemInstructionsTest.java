package dev.kurki.cpu.hart;

import static dev.kurki.cpu.assembler.Register.A0;
import static dev.kurki.cpu.assembler.Register.A1;
import static dev.kurki.cpu.assembler.Register.T0;
import static dev.kurki.cpu.assembler.Register.ZERO;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.Consumer;

import dev.kurki.cpu.assembler.Assembler;
import dev.kurki.cpu.assembler.Label;
import dev.kurki.cpu.isa.Csr;
import dev.kurki.cpu.isa.Instruction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which mode may execute what, and what it does: returns, fences, waiting, cache blocks, calls. */
class SystemInstructionsTest {
  private static final long HANDLER = HartBench.RAM + 0x200;
  private static final long DATA = HartBench.RAM + 0x8000;

  private final HartBench bench = new HartBench();

  @AfterEach
  void close() {
    bench.close();
  }

  /** The mode, and the bit of {@code mstatus} that is set: TVM 20, TW 21, TSR 22, none 0. */
  @ParameterizedTest
  @CsvSource({
      "MRET, 0, 0, false", "MRET, 1, 0, false", "SRET, 0, 0, false", "SRET, 1, 0, true", "SRET, 1, 22, false",
      "SRET, 3, 22, true", "SFENCE_VMA, 0, 0, false", "SFENCE_VMA, 1, 0, true", "SFENCE_VMA, 1, 20, false",
      "SFENCE_VMA, 3, 20, true", "SINVAL_VMA, 0, 0, false", "SINVAL_VMA, 1, 0, true", "SINVAL_VMA, 1, 20, false",
      "SFENCE_W_INVAL, 0, 0, false", "SFENCE_W_INVAL, 1, 20, true", "SFENCE_INVAL_IR, 0, 0, false",
      "SFENCE_INVAL_IR, 1, 0, true", "WFI, 0, 0, false", "WFI, 1, 0, true", "WFI, 1, 21, false", "WFI, 3, 21, true",
      "WRS_STO, 0, 0, true", "WRS_NTO, 0, 0, true", "WRS_NTO, 1, 21, false", "FENCE_I, 0, 0, true",
      "FENCE, 0, 0, true"})
  void a_mode_executes_what_it_may(Instruction row, int mode, int bit, boolean allowed) {
    bench.program(p -> in(p, mode, bit == 0 ? 0 : 1L << bit, code -> code.plain(row).plain(Instruction.ECALL)));
    bench.runUntil(HANDLER);

    boolean illegal = bench.hart().pc() == HANDLER && bench.hart().save().mcause() == Cause.ILLEGAL_INSTRUCTION;
    assertThat(illegal).isEqualTo(!allowed);
    if (!allowed) {
      assertThat(bench.hart().save().mtval()).isEqualTo(row.match() & 0xffff_ffffL);
    }
  }

  @ParameterizedTest
  @CsvSource({"ECALL, 0, 8, 0", "ECALL, 1, 9, 0", "ECALL, 3, 11, 0", "EBREAK, 0, 3, 1"})
  void a_call_and_a_breakpoint_say_where_they_come_from(Instruction row, int mode, int cause, int valueIsPc) {
    bench.program(p -> in(p, mode, 0, code -> code.plain(row)));
    bench.runUntil(HANDLER);

    HartSection state = bench.hart().save();
    assertThat(state.mcause()).isEqualTo(cause);
    assertThat(state.mtval()).isEqualTo(valueIsPc == 1 ? state.mepc() : 0);
    assertThat(state.mstatus() >>> Mstatus.MPP_SHIFT & 3).isEqualTo(mode);
  }

  @Test
  void sret_takes_mode_and_interrupt_enable_from_sstatus() {
    bench.program(p -> in(p, 1, Mstatus.SPIE, code -> {
      Label there = code.label("there");
      code.la(T0, there).csr(Instruction.CSRRW, ZERO, Csr.SEPC, T0).plain(Instruction.SRET).place(there).li(A0, 7)
          .plain(Instruction.ECALL);
    }));
    bench.runUntil(HANDLER);

    assertThat(bench.hart().register(10)).isEqualTo(7);
    assertThat(bench.hart().save().mcause()).as("a call from user mode").isEqualTo(Cause.ECALL);
    assertThat(bench.hart().save().mstatus() & (Mstatus.SIE | Mstatus.SPIE | Mstatus.SPP))
        .isEqualTo(Mstatus.SIE | Mstatus.SPIE);
  }

  /** Management where {@code menvcfg} allows it; each checks what a store, or a load, of its block would. */
  @ParameterizedTest
  @CsvSource({"CBO_ZERO, 0, 2", "CBO_ZERO, 80, 0", "CBO_CLEAN, 0, 2", "CBO_CLEAN, 40, 0", "CBO_FLUSH, 40, 0",
      "CBO_INVAL, 0, 2",
      "CBO_INVAL, 30, 0"})
  void a_cache_block_instruction_needs_its_enable(Instruction row, String enable, int cause) {
    bench.memory().write(DATA, new byte[]{1, 2, 3});
    bench.program(p -> {
      p.li(A1, DATA + 5).li(T0, Long.parseLong(enable, 16)).csr(Instruction.CSRRW, ZERO, Csr.MENVCFG, T0);
      in(p, 1, 0, code -> code.word(row.match() | A1.number() << 15).plain(Instruction.ECALL));
    });
    bench.runUntil(HANDLER);

    assertThat(bench.hart().save().mcause()).isEqualTo(cause == 0 ? Cause.ECALL + 1 : cause);
    boolean zeroed = row == Instruction.CBO_ZERO && cause == 0;
    assertThat(bench.memory().read(DATA, 3)).isEqualTo(zeroed ? new byte[3] : new byte[]{1, 2, 3});
  }

  @Test
  void cbo_zero_clears_exactly_its_block() {
    byte[] ones = new byte[192];
    Arrays.fill(ones, (byte) 1);
    bench.memory().write(DATA, ones);
    bench.program(p -> p.li(A1, DATA + 100).word(Instruction.CBO_ZERO.match() | A1.number() << 15));
    bench.runUntil(HartBench.RAM + 0x100);

    assertThat(bench.memory().read(DATA + 64, 64)).containsOnly(0);
    assertThat(bench.memory().read(DATA, 64)).containsOnly(1);
    assertThat(bench.memory().read(DATA + 128, 64)).containsOnly(1);
  }

  /** Sets the handler, lets all of memory be accessed, and goes on in a mode with these bits of {@code mstatus} set. */
  private static void in(Assembler p, int mode, long bits, Consumer<Assembler> code) {
    Label there = p.label("there");
    p.li(T0, HANDLER).csr(Instruction.CSRRW, ZERO, Csr.MTVEC, T0).li(T0, -1L >>> 10)
        .csr(Instruction.CSRRW, ZERO, Csr.PMPADDR0, T0).li(T0, 0x1f).csr(Instruction.CSRRW, ZERO, Csr.PMPCFG0, T0);
    p.la(T0, there).csr(Instruction.CSRRW, ZERO, Csr.MEPC, T0).li(T0, (long) mode << Mstatus.MPP_SHIFT | bits)
        .csr(Instruction.CSRRW, ZERO, Csr.MSTATUS, T0).plain(Instruction.MRET).place(there);
    code.accept(p);
  }
}
