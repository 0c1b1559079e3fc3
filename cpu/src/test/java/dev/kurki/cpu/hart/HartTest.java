package dev.kurki.cpu.hart;

import static dev.kurki.cpu.assembler.Register.A0;
import static dev.kurki.cpu.assembler.Register.A1;
import static dev.kurki.cpu.assembler.Register.A2;
import static dev.kurki.cpu.assembler.Register.A3;
import static dev.kurki.cpu.assembler.Register.T0;
import static dev.kurki.cpu.assembler.Register.T1;
import static dev.kurki.cpu.assembler.Register.ZERO;
import static dev.kurki.cpu.isa.Instruction.ADD;
import static dev.kurki.cpu.isa.Instruction.ADDI;
import static dev.kurki.cpu.isa.Instruction.AMOADD_W;
import static dev.kurki.cpu.isa.Instruction.BNE;
import static dev.kurki.cpu.isa.Instruction.CSRRS;
import static dev.kurki.cpu.isa.Instruction.CSRRW;
import static dev.kurki.cpu.isa.Instruction.EBREAK;
import static dev.kurki.cpu.isa.Instruction.ECALL;
import static dev.kurki.cpu.isa.Instruction.FENCE_I;
import static dev.kurki.cpu.isa.Instruction.LD;
import static dev.kurki.cpu.isa.Instruction.LR_D;
import static dev.kurki.cpu.isa.Instruction.LW;
import static dev.kurki.cpu.isa.Instruction.MRET;
import static dev.kurki.cpu.isa.Instruction.SC_D;
import static dev.kurki.cpu.isa.Instruction.SD;
import static dev.kurki.cpu.isa.Instruction.SW;
import static dev.kurki.cpu.isa.Instruction.WFI;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kurki.cpu.assembler.Label;
import dev.kurki.cpu.isa.Csr;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HartTest {
  private static final long DATA = HartBench.RAM + 0x8000;

  private final HartBench bench = new HartBench();

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void a_loop_runs_to_its_end_and_every_instruction_is_counted() {
    bench.program(p -> {
      Label loop = p.label("loop");
      p.li(A0, 10).li(A1, 0).place(loop).r(ADD, A1, A1, A0).i(ADDI, A0, A0, -1).branch(BNE, A0, ZERO, loop);
    });

    bench.hart().run(32);

    assertThat(bench.hart().register(11)).isEqualTo(55);
    assertThat(bench.hart().retired()).isEqualTo(32);
    assertThat(bench.hart().pc()).isEqualTo(HartBench.RAM + 5 * 4);
  }

  @Test
  void a_slice_ends_after_exactly_its_instructions() {
    bench.program(p -> p.li(A0, 1).li(A0, 2).li(A0, 3));

    Outcome outcome = bench.hart().run(2);

    assertThat(outcome).isEqualTo(Outcome.SLICE_ENDED);
    assertThat(bench.hart().register(10)).isEqualTo(2);
  }

  @Test
  void an_ecall_traps_to_mtvec_and_mret_returns_behind_it() {
    bench.program(p -> {
      Label handler = p.label("handler");
      p.la(T0, handler).csr(CSRRW, ZERO, Csr.MTVEC, T0).plain(ECALL).li(A1, 7).plain(WFI);
      p.place(handler).csr(CSRRS, A0, Csr.MCAUSE, ZERO).csr(CSRRS, T1, Csr.MEPC, ZERO).i(ADDI, T1, T1, 4)
          .csr(CSRRW, ZERO, Csr.MEPC, T1).plain(MRET);
    });

    Outcome outcome = bench.hart().run(100);

    assertThat(outcome).isEqualTo(Outcome.WAITING);
    assertThat(bench.hart().register(10)).isEqualTo(Cause.ECALL + Privilege.MACHINE);
    assertThat(bench.hart().register(11)).isEqualTo(7);
  }

  @Test
  void an_illegal_instruction_shows_its_word_in_mtval() {
    bench.program(p -> {
      Label handler = p.label("handler");
      p.la(T0, handler).csr(CSRRW, ZERO, Csr.MTVEC, T0).word(0xffff_ffff);
      p.place(handler).csr(CSRRS, A0, Csr.MCAUSE, ZERO).csr(CSRRS, A1, Csr.MTVAL, ZERO).plain(WFI);
    });

    bench.hart().run(100);

    assertThat(bench.hart().register(10)).isEqualTo(Cause.ILLEGAL_INSTRUCTION);
    assertThat(bench.hart().register(11)).isEqualTo(0xffff_ffffL);
  }

  @Test
  void a_raised_timer_line_wakes_a_waiting_hart_and_is_taken() {
    bench.program(p -> {
      Label handler = p.label("handler");
      p.la(T0, handler).csr(CSRRW, ZERO, Csr.MTVEC, T0).li(T0, 0x80).csr(CSRRW, ZERO, Csr.MIE, T0).li(T0, 8)
          .csr(CSRRS, ZERO, Csr.MSTATUS, T0).plain(WFI);
      p.place(handler).csr(CSRRS, A0, Csr.MCAUSE, ZERO).csr(CSRRW, ZERO, Csr.MIE, ZERO).plain(WFI);
    });
    assertThat(bench.hart().run(100)).isEqualTo(Outcome.WAITING);

    bench.hart().setInterrupt(Cause.MACHINE_TIMER, true);
    bench.hart().run(100);

    assertThat(bench.hart().register(10)).isEqualTo(1L << 63 | Cause.MACHINE_TIMER);
  }

  @Test
  void a_load_from_a_device_parks_the_hart_until_it_is_answered() {
    bench.program(p -> p.li(A0, HartBench.DEVICE).load(LW, A1, 4, A0).i(ADDI, A1, A1, 1));

    Outcome outcome = bench.hart().run(100);
    PendingAccess read = bench.hart().pendingAccess();
    bench.hart().completeAccess(0xffff_fffeL);
    bench.hart().run(1);

    assertThat(outcome).isEqualTo(Outcome.ACCESS_PENDING);
    assertThat(read).isEqualTo(new PendingAccess.Load(HartBench.DEVICE + 4, 4));
    assertThat(bench.hart().register(11)).isEqualTo(-1);
  }

  @Test
  void a_store_to_a_device_is_posted_with_its_low_bytes() {
    bench.program(p -> p.li(A0, HartBench.DEVICE).li(A1, -1).store(SW, A1, 8, A0));

    bench.hart().run(3);

    assertThat(bench.writes()).containsExactly(new HartBench.Write(HartBench.DEVICE + 8, 4, 0xffff_ffffL));
  }

  @Test
  void an_address_that_nothing_answers_is_an_access_fault() {
    bench.program(p -> {
      Label handler = p.label("handler");
      p.la(T0, handler).csr(CSRRW, ZERO, Csr.MTVEC, T0).li(A0, 0x4000_0000).load(LD, A1, 0, A0);
      p.place(handler).csr(CSRRS, A0, Csr.MCAUSE, ZERO).csr(CSRRS, A1, Csr.MTVAL, ZERO).plain(WFI);
    });

    bench.hart().run(100);

    assertThat(bench.hart().register(10)).isEqualTo(Cause.LOAD_ACCESS_FAULT);
    assertThat(bench.hart().register(11)).isEqualTo(0x4000_0000);
  }

  @Test
  void a_store_marks_its_page_dirty_again_after_write_protection() {
    bench.program(p -> {
      Label loop = p.label("loop");
      p.li(A0, DATA).place(loop).store(SD, A0, 0, A0).jump(loop);
    });
    bench.hart().run(20);
    bench.memory().dirty().testAndClear(0, bench.memory().pages());

    bench.hart().writeProtect();
    bench.hart().run(20);

    assertThat(bench.memory().dirty().isDirty(8)).isTrue();
    assertThat(bench.memory().dirty().count()).isEqualTo(1);
  }

  @Test
  void a_misaligned_store_across_a_page_end_is_read_back_and_dirties_both_pages() {
    bench.program(p -> p.li(A0, DATA - 3).li(A1, 0x1122_3344_5566_7788L).store(SD, A1, 0, A0).load(LD, A2, 0, A0));
    bench.memory().dirty().testAndClear(0, bench.memory().pages());

    bench.hart().run(100);

    assertThat(bench.hart().register(12)).isEqualTo(0x1122_3344_5566_7788L);
    assertThat(bench.memory().dirty().isDirty(7)).isTrue();
    assertThat(bench.memory().dirty().isDirty(8)).isTrue();
  }

  @Test
  void an_instruction_across_a_page_end_is_executed_whole() {
    bench.memory().write(HartBench.RAM + 4094, new byte[]{0x13, 0x05, (byte) 0xa0, 0x02});
    bench.program(p -> p.li(T0, HartBench.RAM + 4094).i(dev.kurki.cpu.isa.Instruction.JALR, ZERO, T0, 0));

    bench.runUntil(HartBench.RAM + 4098);

    assertThat(bench.hart().register(10)).isEqualTo(42);
  }

  @Test
  void a_reservation_lets_one_store_through() {
    bench.program(p -> p.li(A0, DATA).li(A1, 9).word(LR_D.match() | 10 << 15 | 12 << 7).r(SC_D, A2, A0, A1)
        .r(SC_D, A3, A0, A1).load(LD, T0, 0, A0));

    bench.hart().run(100);

    assertThat(bench.hart().register(12)).isZero();
    assertThat(bench.hart().register(13)).isEqualTo(1);
    assertThat(bench.hart().register(5)).isEqualTo(9);
  }

  @Test
  void an_atomic_addition_answers_the_old_value() {
    bench.program(p -> p.li(A0, DATA).li(A1, -1).store(SW, A1, 0, A0).li(A2, 5).r(AMOADD_W, A3, A0, A2).load(LW, T0, 0,
        A0));

    bench.hart().run(100);

    assertThat(bench.hart().register(13)).isEqualTo(-1);
    assertThat(bench.hart().register(5)).isEqualTo(4);
  }

  @Test
  void changed_code_is_seen_after_a_fence_i() {
    bench.program(p -> {
      Label routine = p.label("routine");
      p.la(T1, routine).call(routine).move(A2, A0).li(T0, 0x0020_0513).store(SW, T0, 0, T1).plain(FENCE_I).call(routine)
          .plain(WFI);
      p.place(routine).li(A0, 1).ret();
    });

    bench.hart().run(100);

    assertThat(bench.hart().register(12)).isEqualTo(1);
    assertThat(bench.hart().register(10)).isEqualTo(2);
  }

  @Test
  void attention_ends_a_loop_that_never_ends() {
    bench.program(p -> {
      Label loop = p.label("loop");
      p.place(loop).jump(loop);
    });
    bench.attention().demand();

    assertThat(bench.hart().run(Long.MAX_VALUE)).isEqualTo(Outcome.ATTENTION);
  }

  @Test
  void a_loaded_state_goes_on_where_it_was_saved() {
    bench.program(p -> p.li(A0, 1).li(A1, 2).r(ADD, A2, A0, A1).plain(EBREAK));
    bench.hart().run(2);
    HartSection saved = bench.hart().save();
    bench.hart().run(5);

    bench.hart().load(saved);

    assertThat(bench.hart().save()).isEqualTo(saved);
    bench.hart().run(1);
    assertThat(bench.hart().register(12)).isEqualTo(3);
  }

  @Test
  void an_illegal_compressed_instruction_shows_its_own_bits() {
    // c.fsd, with mstatus.FS off
    bench.program(p -> p.li(T0, HartBench.RAM + 0x100).csr(CSRRW, ZERO, Csr.MTVEC, T0).word(0xa000));

    bench.runUntil(HartBench.RAM + 0x100);

    assertThat(bench.hart().save().mcause()).isEqualTo(Cause.ILLEGAL_INSTRUCTION);
    assertThat(bench.hart().save().mtval()).isEqualTo(0xa000);
  }
}
