package dev.kurki.cpu.hart;

import static dev.kurki.cpu.assembler.Register.A0;
import static dev.kurki.cpu.assembler.Register.A1;
import static dev.kurki.cpu.assembler.Register.A2;
import static dev.kurki.cpu.assembler.Register.T0;
import static dev.kurki.cpu.assembler.Register.ZERO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.Longs;
import dev.kurki.cpu.assembler.Assembler;
import dev.kurki.cpu.assembler.FloatRegister;
import dev.kurki.cpu.isa.Csr;
import dev.kurki.cpu.isa.Instruction;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A hart that meets a page which has not come yet leaves with nothing changed, and executes the instruction when it is there. */
class MissingPageTest {
  private static final int PAGE = 16;
  private static final long ADDRESS = HartBench.RAM + PAGE * (long) GuestMemory.PAGE_BYTES;

  private final HartBench bench = new HartBench();

  @AfterEach
  void close() {
    bench.close();
  }

  /** An instruction that reaches the page, with an address in a0. */
  record Reach(String name, long address, Consumer<Assembler> instruction) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Reach> reaches() {
    return Stream.of(
        new Reach("load", ADDRESS, p -> p.load(Instruction.LD, A1, 0, A0)),
        new Reach("load across two pages", ADDRESS - 4, p -> p.load(Instruction.LD, A1, 0, A0)),
        new Reach("store", ADDRESS, p -> p.store(Instruction.SD, A1, 0, A0)),
        new Reach("store across two pages", ADDRESS - 4, p -> p.store(Instruction.SD, A1, 0, A0)),
        new Reach("load of floating point", ADDRESS, p -> p.load(Instruction.FLD, FloatRegister.FA1, 0, A0)),
        new Reach("store of floating point", ADDRESS, p -> p.word(0x00b5_3027)),
        new Reach("load reserved", ADDRESS, p -> p.r(Instruction.LR_D, A1, A0, ZERO)),
        new Reach("store conditional", ADDRESS, p -> p.r(Instruction.SC_D, A1, A0, A2)),
        new Reach("atomic addition", ADDRESS, p -> p.r(Instruction.AMOADD_D, A1, A0, A2)),
        new Reach("cbo.zero", ADDRESS, p -> p.unary(Instruction.CBO_ZERO, ZERO, A0)),
        new Reach("fetch", ADDRESS, p -> p.i(Instruction.JALR, ZERO, A0, 0)));
  }

  @ParameterizedTest
  @MethodSource("reaches")
  void it_leaves_before_the_instruction_and_goes_on_with_it(Reach reach) {
    // A jump there finds an instruction: addi x0, x0, 0.
    bench.memory().write(ADDRESS, word(0x0000_0013_0000_0013L));
    bench.program(p -> {
      p.li(T0, 1 << 13).csr(Instruction.CSRRS, ZERO, Csr.MSTATUS, T0).li(A0, reach.address()).li(A1, 7).li(A2, 1);
      reach.instruction().accept(p);
      p.plain(Instruction.WFI);
    });
    byte[] before = bench.memory().read(HartBench.RAM, PAGE * GuestMemory.PAGE_BYTES);
    byte[] held = missing(PAGE);

    Outcome outcome = bench.hart().run(100);
    HartSection parked = bench.hart().save();
    Outcome again = bench.hart().run(100);

    assertThat(List.of(outcome, again)).containsOnly(Outcome.PAGE_MISSING);
    assertThat(bench.hart().missingPage()).isEqualTo(PAGE);
    assertThat(bench.hart().save()).isEqualTo(parked);
    assertThat(bench.memory().read(HartBench.RAM, PAGE * GuestMemory.PAGE_BYTES)).isEqualTo(before);
    assertThat(bench.memory().dirty().isDirty(PAGE)).isFalse();

    long retired = bench.hart().retired();
    assertThat(bench.memory().missing().fill(PAGE, MemorySegment.ofArray(held))).isTrue();
    assertThat(bench.hart().run(1)).isNotEqualTo(Outcome.PAGE_MISSING);
    assertThat(bench.hart().retired() - retired).isLessThanOrEqualTo(1);
    assertThat(bench.hart().pc()).isNotEqualTo(parked.pc());
  }

  @Test
  void a_walk_waits_for_a_page_table_and_sets_accessed_and_dirty_when_it_is_there() {
    int table = 32;
    long root = HartBench.RAM + table * (long) GuestMemory.PAGE_BYTES;
    // One leaf of a gibibyte that maps RAM onto itself: valid, readable, writable, executable, accessed.
    bench.memory().write(root + (HartBench.RAM >>> 30) * 8, word(HartBench.RAM >>> 12 << 10 | 0x4f));
    bench.runIn(Privilege.SUPERVISOR, p -> paging(p, root), p -> {});
    assertThat(bench.hart().register(12)).isEqualTo(Cause.ECALL + Privilege.SUPERVISOR);
    bench.hart().reset();
    byte[] held = missing(table);

    bench.runIn(Privilege.SUPERVISOR, p -> paging(p, root),
        p -> p.li(A0, ADDRESS).li(A1, 9).store(Instruction.SD, A1, 0, A0));
    assertThat(bench.hart().run(100)).isEqualTo(Outcome.PAGE_MISSING);
    assertThat(bench.hart().missingPage()).isEqualTo(table);
    bench.memory().missing().fill(table, MemorySegment.ofArray(held));
    bench.hart().run(100);

    assertThat(ByteBuffer.wrap(bench.memory().read(ADDRESS, 8)).order(ByteOrder.LITTLE_ENDIAN).getLong()).isEqualTo(9);
    assertThat(bench.memory().read(root + (HartBench.RAM >>> 30) * 8, 1)[0] & 0xff).isEqualTo(0xcf);
  }

  private static void paging(Assembler p, long root) {
    p.li(T0, Envcfg.ADUE).csr(Instruction.CSRRS, ZERO, Csr.MENVCFG, T0);
    p.li(T0, PageWalker.SV39 << 60 | root >>> 12).csr(Instruction.CSRRW, ZERO, Csr.SATP, T0);
  }

  /** Takes a page away; what it held comes back later. */
  private byte[] missing(int page) {
    byte[] held = bench.memory().read(HartBench.RAM + (long) page * GuestMemory.PAGE_BYTES, GuestMemory.PAGE_BYTES);
    bench.memory().write(HartBench.RAM + (long) page * GuestMemory.PAGE_BYTES, new byte[GuestMemory.PAGE_BYTES]);
    bench.memory().dirty().testAndClear(0, bench.memory().pages());
    long[] marks = new long[Math.toIntExact(bench.memory().pages() / 64)];
    marks[page / 64] = 1L << page;
    bench.memory().missing().expect(Longs.of(marks), _ -> {});
    return held;
  }

  private static byte[] word(long value) {
    return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
  }
}
