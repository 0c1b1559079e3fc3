package dev.kurki.cpu.hart;

import static dev.kurki.cpu.assembler.Register.A0;
import static dev.kurki.cpu.assembler.Register.A1;
import static dev.kurki.cpu.assembler.Register.A2;
import static dev.kurki.cpu.assembler.Register.T0;
import static dev.kurki.cpu.assembler.Register.T1;
import static dev.kurki.cpu.assembler.Register.ZERO;
import static dev.kurki.cpu.isa.Instruction.CBO_CLEAN;
import static dev.kurki.cpu.isa.Instruction.CBO_ZERO;
import static dev.kurki.cpu.isa.Instruction.CSRRC;
import static dev.kurki.cpu.isa.Instruction.CSRRS;
import static dev.kurki.cpu.isa.Instruction.CSRRW;
import static dev.kurki.cpu.isa.Instruction.ECALL;
import static dev.kurki.cpu.isa.Instruction.LD;
import static dev.kurki.cpu.isa.Instruction.MRET;
import static dev.kurki.cpu.isa.Instruction.SD;
import static dev.kurki.cpu.isa.Instruction.WFI;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

import dev.kurki.cpu.assembler.Assembler;
import dev.kurki.cpu.assembler.Label;
import dev.kurki.cpu.isa.Csr;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Supervisor code runs behind page tables with RAM at its own address; one further page is what a test makes of it. */
class PagingTest {
  private static final long ROOT = HartBench.RAM + 0x10000;
  private static final long MIDDLE = HartBench.RAM + 0x11000;
  private static final long LAST = HartBench.RAM + 0x12000;
  private static final long FRAME = HartBench.RAM + 0x20000;
  private static final long UPPER = HartBench.RAM + 0x13000;
  private static final long UPPERMOST = HartBench.RAM + 0x14000;
  /** The virtual address of the further page. */
  private static final long PAGE = 0x5000;
  private static final int V = 1;
  private static final int R = 2;
  private static final int W = 4;
  private static final int X = 8;
  private static final int U = 16;
  private static final int A = 64;
  private static final int D = 128;
  private static final long NAPOT = 1L << 63;

  private final HartBench bench = new HartBench();
  private long mode = PageWalker.SV39;
  private long root = ROOT;

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void a_page_is_read_through_three_levels() {
    bench.memory().write(FRAME + 8, word(0x1234));
    map(V | R | A);

    supervisor(p -> p.li(A0, PAGE).load(LD, A1, 8, A0));

    assertThat(bench.hart().register(11)).isEqualTo(0x1234);
    assertThat(bench.hart().register(12)).isEqualTo(Cause.ECALL + Privilege.SUPERVISOR);
  }

  @Test
  void a_write_sets_accessed_and_dirty_in_the_entry() {
    map(V | R | W);

    supervisor(p -> p.li(A0, PAGE).store(SD, A0, 0, A0));

    assertThat(entry() & 0xff).isEqualTo(V | R | W | A | D);
    assertThat(ByteBuffer.wrap(bench.memory().read(FRAME, 8)).order(ByteOrder.LITTLE_ENDIAN).getLong()).isEqualTo(PAGE);
  }

  @Test
  void a_write_to_a_read_only_page_is_a_store_page_fault_at_its_address() {
    map(V | R);

    supervisor(p -> p.li(A0, PAGE + 16).store(SD, A0, 0, A0));

    assertThat(bench.hart().register(12)).isEqualTo(Cause.STORE_PAGE_FAULT);
    assertThat(bench.hart().save().mtval()).isEqualTo(PAGE + 16);
  }

  @Test
  void supervisor_mode_needs_sum_to_read_a_page_of_user_mode() {
    map(V | R | U);

    supervisor(p -> p.li(A0, PAGE).li(T0, Mstatus.SUM).csr(CSRRS, ZERO, Csr.SSTATUS, T0).load(LD, A1, 0, A0)
        .csr(CSRRC, ZERO, Csr.SSTATUS, T0).load(LD, A1, 0, A0));

    assertThat(bench.hart().register(12)).isEqualTo(Cause.LOAD_PAGE_FAULT);
    assertThat(bench.hart().save().mepc() & 0xfff).isEqualTo(0x100 + 5 * 4);
  }

  @Test
  void an_address_that_is_not_canonical_faults() {
    map(V | R);

    supervisor(p -> p.li(A0, 1L << 40).load(LD, A1, 0, A0));

    assertThat(bench.hart().register(12)).isEqualTo(Cause.LOAD_PAGE_FAULT);
  }

  @Test
  void memory_that_no_pmp_entry_opens_is_closed_to_supervisor_mode() {
    map(V | R);
    machine(p -> {}, p -> p.li(A0, PAGE).load(LD, A1, 0, A0));

    assertThat(bench.hart().register(12)).isEqualTo(Cause.FETCH_ACCESS_FAULT);
  }

  @Test
  void without_adue_a_page_that_was_not_accessed_faults() {
    map(V | R);

    machine(p -> open(p, 0), p -> p.li(A0, PAGE).load(LD, A1, 0, A0));

    assertThat(bench.hart().register(12)).isEqualTo(Cause.LOAD_PAGE_FAULT);
    assertThat(entry() & 0xff).isEqualTo(V | R);
  }

  @Test
  void four_levels_are_walked_under_sv48_and_five_under_sv57() {
    bench.memory().write(FRAME, word(77));
    map(V | R | A);
    bench.memory().write(UPPER, word(ROOT >>> 2 | V));
    bench.memory().write(UPPERMOST, word(UPPER >>> 2 | V));

    root = UPPER;
    mode = PageWalker.SV48;
    supervisor(p -> p.li(A0, PAGE).load(LD, A1, 0, A0));
    assertThat(bench.hart().register(11)).isEqualTo(77);

    bench.hart().reset();
    root = UPPERMOST;
    mode = PageWalker.SV57;
    supervisor(p -> p.li(A0, PAGE).load(LD, A1, 0, A0));
    assertThat(bench.hart().register(11)).isEqualTo(77);
    assertThat(bench.hart().save().satp() >>> 60).isEqualTo(PageWalker.SV57);
  }

  @Test
  void a_napot_entry_maps_sixteen_pages_from_their_first() {
    bench.memory().write(FRAME + 5 * 4096, word(99));
    map(NAPOT | (FRAME + 0x8000 >>> 2) | V | R | A);

    supervisor(p -> p.li(A0, PAGE).load(LD, A1, 0, A0));

    assertThat(bench.hart().register(11)).isEqualTo(99);
  }

  @Test
  void a_napot_entry_of_another_size_is_reserved() {
    map(NAPOT | (FRAME + 0x4000 >>> 2) | V | R | A);

    supervisor(p -> p.li(A0, PAGE).load(LD, A1, 0, A0));

    assertThat(bench.hart().register(12)).isEqualTo(Cause.LOAD_PAGE_FAULT);
  }

  @ParameterizedTest
  @CsvSource({"1, true", "2, true", "3, false"})
  void a_memory_type_is_taken_unless_it_is_reserved(long type, boolean taken) {
    bench.memory().write(FRAME, word(5));
    map(type << 61 | FRAME >>> 2 | V | R | A);

    supervisor(p -> p.li(A0, PAGE).load(LD, A1, 0, A0));

    assertThat(bench.hart().register(11) == 5).isEqualTo(taken);
    assertThat(bench.hart().register(12)).isEqualTo(taken ? Cause.ECALL + 1 : Cause.LOAD_PAGE_FAULT);
  }

  @Test
  void a_memory_type_is_reserved_without_pbmte() {
    map(1L << 61 | FRAME >>> 2 | V | R | A);

    machine(p -> open(p, Envcfg.ADUE), p -> p.li(A0, PAGE).load(LD, A1, 0, A0));

    assertThat(bench.hart().register(12)).isEqualTo(Cause.LOAD_PAGE_FAULT);
  }

  @Test
  void cbo_zero_clears_its_block_and_no_more() {
    for (int i = 0; i < 24; i++) {
      bench.memory().write(FRAME + i * 8L, word(i + 1));
    }
    map(V | R | W);

    supervisor(p -> p.li(A0, PAGE + 64 + 24).word(CBO_ZERO.match() | A0.number() << 15).load(LD, A1, 96, A0));

    assertThat(bench.hart().register(12)).isEqualTo(Cause.ECALL + 1);
    assertThat(bench.memory().read(FRAME + 64, 64)).containsOnly(0);
    assertThat(bench.memory().read(FRAME + 56, 1)[0]).isEqualTo((byte) 8);
    assertThat(bench.memory().read(FRAME + 128, 1)[0]).isEqualTo((byte) 17);
  }

  @Test
  void cbo_zero_on_a_read_only_page_is_a_store_page_fault_and_cbo_clean_is_none() {
    map(V | R);

    supervisor(p -> p.li(A0, PAGE + 8).word(CBO_CLEAN.match() | A0.number() << 15)
        .word(CBO_ZERO.match() | A0.number() << 15));

    assertThat(bench.hart().register(12)).isEqualTo(Cause.STORE_PAGE_FAULT);
    assertThat(bench.hart().save().mtval()).isEqualTo(PAGE + 8);
    assertThat(bench.hart().save().mepc() & 0xfff).isEqualTo(0x100 + 3 * 4);
  }

  private void supervisor(Consumer<Assembler> code) {
    machine(p -> open(p, Envcfg.ADUE | Envcfg.PBMTE | Envcfg.CBCFE | Envcfg.CBZE), code);
  }

  /** All memory is opened to supervisor mode. */
  private static void open(Assembler p, long environment) {
    p.li(T0, environment).csr(CSRRW, ZERO, Csr.MENVCFG, T0).li(T0, -1).csr(CSRRW, ZERO, Csr.PMPADDR0, T0).li(T0, 0x1f)
        .csr(CSRRW, ZERO, Csr.PMPCFG0, T0);
  }

  /** Machine mode sets paging up and enters supervisor mode at 0x100; any trap comes back with its cause in a2. */
  private void machine(Consumer<Assembler> setUp, Consumer<Assembler> code) {
    bench.program(p -> {
      Label handler = p.label("handler");
      Label inSupervisorMode = p.label("in supervisor mode");
      setUp.accept(p);
      p.la(T0, handler).csr(CSRRW, ZERO, Csr.MTVEC, T0);
      p.li(T0, mode << 60 | root >>> 12).csr(CSRRW, ZERO, Csr.SATP, T0);
      p.li(T0, Mstatus.MPP).csr(CSRRC, ZERO, Csr.MSTATUS, T0);
      p.li(T1, 1L << Mstatus.MPP_SHIFT).csr(CSRRS, ZERO, Csr.MSTATUS, T1);
      p.la(T0, inSupervisorMode).csr(CSRRW, ZERO, Csr.MEPC, T0).plain(MRET);
      p.place(handler).csr(CSRRS, A2, Csr.MCAUSE, ZERO).plain(WFI);
      p.align(256).place(inSupervisorMode);
      code.accept(p);
      p.plain(ECALL);
    });
    bench.hart().run(200);
  }

  /** The further page is FRAME with these flags. */
  private void map(int flags) {
    map(FRAME >>> 2 | flags);
  }

  /** RAM's gigabyte at its own address, and the further page's entry. */
  private void map(long entry) {
    bench.memory().write(ROOT + 2 * 8, word(HartBench.RAM >>> 2 | V | R | W | X | A | D));
    bench.memory().write(ROOT, word(MIDDLE >>> 2 | V));
    bench.memory().write(MIDDLE, word(LAST >>> 2 | V));
    bench.memory().write(LAST + (PAGE >>> 12) * 8, word(entry));
  }

  private long entry() {
    return ByteBuffer.wrap(bench.memory().read(LAST + (PAGE >>> 12) * 8, 8)).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  private static byte[] word(long value) {
    return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
  }
}
