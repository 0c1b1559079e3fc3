package dev.kurki.cpu.hart;

import static dev.kurki.cpu.assembler.Register.A0;
import static dev.kurki.cpu.assembler.Register.A1;
import static dev.kurki.cpu.assembler.Register.A2;
import static dev.kurki.cpu.assembler.Register.T0;
import static dev.kurki.cpu.assembler.Register.ZERO;
import static dev.kurki.cpu.isa.Instruction.ADDI;
import static dev.kurki.cpu.isa.Instruction.CSRRC;
import static dev.kurki.cpu.isa.Instruction.CSRRS;
import static dev.kurki.cpu.isa.Instruction.CSRRW;
import static dev.kurki.cpu.isa.Instruction.WFI;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;

import dev.kurki.cpu.assembler.Assembler;
import dev.kurki.cpu.isa.Csr;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What software can write to each register, what it reads back, and which mode may touch it. */
class CsrTest {
  private final HartBench bench = new HartBench();

  @AfterEach
  void close() {
    bench.close();
  }

  /** Each register after all ones and after all zeros have been written to it. */
  @ParameterizedTest
  @CsvSource({
      "FFLAGS, 1f, 0", "FRM, 7, 0", "FCSR, ff, 0", "SSTATUS, 80000002000c6122, 200000000", "STVEC, fffffffffffffffd, 0",
      "SCOUNTEREN, ffffffff, 0", "SENVCFG, f1, 0", "SSCRATCH, ffffffffffffffff, 0", "SEPC, fffffffffffffffe, 0",
      "SCAUSE, ffffffffffffffff, 0", "STVAL, ffffffffffffffff, 0", "STIMECMP, ffffffffffffffff, 0",
      "MSTATUS, 8000000a007e79aa, a00000000", "MISA, 800000000014112d, 800000000014112d", "MEDELEG, b3ff, 0",
      "MIDELEG, 222, 0", "MIE, aaa, 0", "MTVEC, fffffffffffffffd, 0", "MCOUNTEREN, ffffffff, 0",
      "MENVCFG, e0000000000000f1, 0", "MCOUNTINHIBIT, 5, 0", "MSCRATCH, ffffffffffffffff, 0",
      "MEPC, fffffffffffffffe, 0", "MCAUSE, ffffffffffffffff, 0", "MTVAL, ffffffffffffffff, 0", "MIP, 222, 0",
      "PMPADDR0, 3fffffffffffff, 0", "MHPMEVENT3, 0, 0", "MHPMCOUNTER3, 0, 0"})
  void only_the_fields_that_exist_are_kept(Csr csr, String afterOnes, String afterZeros) {
    machine(p -> p.li(T0, Mstatus.FS).csr(CSRRS, ZERO, Csr.MSTATUS, T0).li(T0, -1).csr(CSRRW, ZERO, csr, T0)
        .csr(CSRRS, A0, csr, ZERO).csr(CSRRW, ZERO, csr, ZERO).csr(CSRRS, A1, csr, ZERO));

    assertThat(Long.toHexString(register(10))).isEqualTo(afterOnes);
    assertThat(Long.toHexString(register(11))).isEqualTo(afterZeros);
  }

  @ParameterizedTest
  @CsvSource({"MVENDORID", "MARCHID", "MIMPID", "MHARTID", "MCONFIGPTR", "CYCLE", "TIME", "INSTRET", "HPMCOUNTER3"})
  void a_write_to_a_read_only_register_is_illegal_and_a_read_is_not(Csr csr) {
    machine(p -> p.csr(CSRRS, A0, csr, ZERO).csr(CSRRW, ZERO, csr, ZERO));

    assertThat(register(12)).isEqualTo(Cause.ILLEGAL_INSTRUCTION);
    assertThat(bench.hart().save().mtval()).isEqualTo((long) csr.number() << 20 | CSRRW.match());
  }

  /** Supervisor mode reads its own registers, not the machine's; user mode none of them. */
  @ParameterizedTest
  @CsvSource({"1, SSTATUS, true", "1, SIE, true", "1, SIP, true", "1, SATP, true", "1, MSTATUS, false",
      "1, CYCLE, false", "1, STIMECMP, false", "0, SSTATUS, false", "0, SEPC, false", "0, TIME, false",
      "3, CYCLE, true", "3, STIMECMP, true", "0, FCSR, false"})
  void a_mode_reads_what_is_its_own(int privilege, Csr csr, boolean allowed) {
    bench.runIn(privilege, p -> {}, p -> p.csr(CSRRS, A0, csr, ZERO));

    assertThat(register(12)).isEqualTo(allowed ? Cause.ECALL + privilege : Cause.ILLEGAL_INSTRUCTION);
  }

  @Test
  void counters_are_shown_downwards_by_mcounteren_and_scounteren() {
    bench.runIn(Privilege.USER,
        p -> p.li(T0, 7).csr(CSRRW, ZERO, Csr.MCOUNTEREN, T0).csr(CSRRW, ZERO, Csr.SCOUNTEREN, T0),
        p -> p.csr(CSRRS, A0, Csr.TIME, ZERO).csr(CSRRS, A1, Csr.HPMCOUNTER3, ZERO));

    assertThat(register(10)).isEqualTo(123);
    assertThat(register(12)).isEqualTo(Cause.ILLEGAL_INSTRUCTION);
  }

  @Test
  void satp_is_out_of_the_supervisors_reach_under_tvm() {
    bench.runIn(Privilege.SUPERVISOR, p -> p.li(T0, Mstatus.TVM).csr(CSRRS, ZERO, Csr.MSTATUS, T0),
        p -> p.csr(CSRRS, A0, Csr.SATP, ZERO));

    assertThat(register(12)).isEqualTo(Cause.ILLEGAL_INSTRUCTION);
  }

  @Test
  void setting_bits_of_mip_does_not_keep_a_lines_level() {
    bench.hart().setInterrupt(Cause.SUPERVISOR_EXTERNAL, true);
    machine(p -> p.li(T0, 1L << Cause.SUPERVISOR_SOFTWARE).csr(CSRRS, A0, Csr.MIP, T0));
    bench.hart().setInterrupt(Cause.SUPERVISOR_EXTERNAL, false);

    assertThat(register(10)).isEqualTo(1L << Cause.SUPERVISOR_EXTERNAL);
    assertThat(bench.hart().save().mip()).isEqualTo(1L << Cause.SUPERVISOR_SOFTWARE);
  }

  @Test
  void the_supervisors_timer_is_pending_once_time_has_reached_stimecmp() {
    machine(p -> p.li(T0, Envcfg.STCE).csr(CSRRW, ZERO, Csr.MENVCFG, T0).li(T0, 124)
        .csr(CSRRW, ZERO, Csr.STIMECMP, T0).csr(CSRRS, A0, Csr.MIP, ZERO).li(T0, 123)
        .csr(CSRRW, ZERO, Csr.STIMECMP, T0).csr(CSRRS, A1, Csr.MIP, ZERO));

    assertThat(register(10)).isZero();
    assertThat(register(11)).isEqualTo(1L << Cause.SUPERVISOR_TIMER);
  }

  @Test
  void a_waiting_hart_tells_when_its_timer_will_wake_it() {
    machine(p -> p.li(T0, Envcfg.STCE).csr(CSRRW, ZERO, Csr.MENVCFG, T0).li(T0, 5000)
        .csr(CSRRW, ZERO, Csr.STIMECMP, T0).li(T0, 1L << Cause.SUPERVISOR_TIMER).csr(CSRRS, ZERO, Csr.MIE, T0)
        .plain(WFI));

    assertThat(bench.hart().run(1)).isEqualTo(Outcome.WAITING);
    assertThat(bench.hart().wakesAt()).isEqualTo(500_000);
  }

  @Test
  void an_inhibited_counter_stands_and_goes_on_where_it_stood() {
    machine(p -> p.li(T0, 5).csr(CSRRW, ZERO, Csr.MCOUNTINHIBIT, T0).li(T0, 1000).csr(CSRRW, ZERO, Csr.MINSTRET, T0)
        .i(ADDI, A2, ZERO, 1).csr(CSRRS, A0, Csr.INSTRET, ZERO).csr(CSRRC, ZERO, Csr.MCOUNTINHIBIT, T0)
        .csr(CSRRW, ZERO, Csr.MCOUNTINHIBIT, ZERO).i(ADDI, A2, ZERO, 1).csr(CSRRS, A1, Csr.INSTRET, ZERO));

    assertThat(register(10)).isEqualTo(1000);
    assertThat(register(11)).isEqualTo(1002);
  }

  @Test
  void a_floating_point_register_is_out_of_reach_while_fs_is_off() {
    machine(p -> p.csr(CSRRS, A0, Csr.FCSR, ZERO));

    assertThat(register(12)).isEqualTo(Cause.ILLEGAL_INSTRUCTION);
  }

  private long register(int number) {
    return bench.hart().register(number);
  }

  private void machine(Consumer<Assembler> code) {
    bench.runIn(Privilege.MACHINE, p -> {}, code);
  }
}
