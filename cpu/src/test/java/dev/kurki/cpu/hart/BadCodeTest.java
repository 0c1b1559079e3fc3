package dev.kurki.cpu.hart;

import static dev.kurki.cpu.assembler.Register.A2;
import static dev.kurki.cpu.assembler.Register.A3;
import static dev.kurki.cpu.assembler.Register.A4;
import static dev.kurki.cpu.assembler.Register.RA;
import static dev.kurki.cpu.assembler.Register.S0;
import static dev.kurki.cpu.assembler.Register.S1;
import static dev.kurki.cpu.assembler.Register.T0;
import static dev.kurki.cpu.assembler.Register.T1;
import static dev.kurki.cpu.assembler.Register.T2;
import static dev.kurki.cpu.assembler.Register.ZERO;
import static dev.kurki.cpu.isa.Instruction.ADD;
import static dev.kurki.cpu.isa.Instruction.ADDI;
import static dev.kurki.cpu.isa.Instruction.BLTU;
import static dev.kurki.cpu.isa.Instruction.CSRRS;
import static dev.kurki.cpu.isa.Instruction.CSRRW;
import static dev.kurki.cpu.isa.Instruction.FENCE_I;
import static dev.kurki.cpu.isa.Instruction.JALR;
import static dev.kurki.cpu.isa.Instruction.MRET;
import static dev.kurki.cpu.isa.Instruction.SW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.cpu.assembler.Assembler;
import dev.kurki.cpu.assembler.Label;
import dev.kurki.cpu.isa.Csr;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/** Code where none can be, or that does not stay: hot, by both tiers. */
class BadCodeTest {
  private static final int RAM_BYTES = 1 << 20;
  private static final long RAM_END = TwoTiers.RAM + RAM_BYTES;
  private static final long INSTRUCTIONS = 30_000;
  private static final int X_S0 = 8;
  private static final int X_S1 = 9;
  private static final int X_A2 = 12;
  private static final int X_A3 = 13;
  private static final int X_A4 = 14;
  /** {@code addi s1,s1,1}, then the first half of a {@code nop}. */
  private static final byte[] ADD_AND_A_HALF = bytes(0x0014_8493, 0x0013);

  private static final long ROOT = TwoTiers.RAM + 0x10000;
  private static final long MIDDLE = TwoTiers.RAM + 0x11000;
  private static final long LAST = TwoTiers.RAM + 0x12000;
  private static final long FRAME = TwoTiers.RAM + 0x20000;
  /** The virtual address of a page behind which none is mapped. */
  private static final long PAGE = 0x5000;
  private static final int POINTER = 0x01;
  private static final int CODE = 0xcb;
  private static final int ALL = 0xcf;

  @Test
  void code_on_a_devices_page_is_an_access_fault_each_time() {
    try (TwoTiers tiers = new TwoTiers(RAM_BYTES, 1, p -> callForEver(p, TwoTiers.DEVICE))) {
      HartSection end = tiers.run(INSTRUCTIONS);

      assertTrapped(tiers, end, Cause.FETCH_ACCESS_FAULT, TwoTiers.DEVICE, TwoTiers.DEVICE);
    }
  }

  @Test
  void an_instruction_that_goes_on_behind_ram_is_an_access_fault_there() {
    try (TwoTiers tiers = new TwoTiers(RAM_BYTES, 1, p -> callForEver(p, RAM_END - ADD_AND_A_HALF.length))) {
      tiers.write(RAM_END - ADD_AND_A_HALF.length, ADD_AND_A_HALF);
      HartSection end = tiers.run(INSTRUCTIONS);

      assertTrapped(tiers, end, Cause.FETCH_ACCESS_FAULT, RAM_END, RAM_END - 2);
      assertThat(end.x().get(X_S1)).isGreaterThan(1000);
    }
  }

  @Test
  void an_instruction_that_goes_on_on_a_page_that_is_not_mapped_is_a_page_fault_there() {
    long start = PAGE + GuestMemory.PAGE_BYTES - ADD_AND_A_HALF.length;
    try (TwoTiers tiers = new TwoTiers(RAM_BYTES, 1, p -> {
      Label supervisor = p.label("supervisor");
      p.li(T0, -1).csr(CSRRW, ZERO, Csr.PMPADDR0, T0).li(T0, 0x1f).csr(CSRRW, ZERO, Csr.PMPCFG0, T0);
      p.li(T0, PageWalker.SV39 << 60 | ROOT >>> 12).csr(CSRRW, ZERO, Csr.SATP, T0);
      p.li(T0, 1 << 11).csr(CSRRS, ZERO, Csr.MSTATUS, T0);
      p.la(T0, supervisor).csr(CSRRW, ZERO, Csr.MEPC, T0);
      Label handler = p.label("handler");
      p.la(T0, handler).csr(CSRRW, ZERO, Csr.MTVEC, T0).plain(MRET).place(supervisor);
      call(p, start);
      p.align(4).place(handler);
      handle(p);
    })) {
      tiers.write(ROOT, bytes((int) (MIDDLE >>> 12 << 10) | POINTER));
      tiers.write(ROOT + 2 * Long.BYTES, bytes((int) (TwoTiers.RAM >>> 12 << 10) | ALL));
      tiers.write(MIDDLE, bytes((int) (LAST >>> 12 << 10) | POINTER));
      tiers.write(LAST + (PAGE >>> 12) * Long.BYTES, bytes((int) (FRAME >>> 12 << 10) | CODE));
      tiers.write(FRAME + GuestMemory.PAGE_BYTES - ADD_AND_A_HALF.length, ADD_AND_A_HALF);
      HartSection end = tiers.run(INSTRUCTIONS);

      assertTrapped(tiers, end, Cause.FETCH_PAGE_FAULT, PAGE + GuestMemory.PAGE_BYTES,
          PAGE + GuestMemory.PAGE_BYTES - 2);
      assertThat(end.x().get(X_S1)).isGreaterThan(1000);
    }
  }

  @Test
  void code_that_changes_itself_without_end_takes_no_more_and_more_memory() {
    try (TwoTiers tiers = new TwoTiers(RAM_BYTES, 1, p -> {
      Label change = p.label("change");
      Label changed = p.label("changed");
      p.la(T0, changed).li(T1, 0x0010_0413).li(T2, 0x0010_0000).place(change).store(SW, T1, 0, T0).plain(FENCE_I)
          .place(changed).i(ADDI, S0, ZERO, 5).r(ADD, S1, S1, S0).r(ADD, T1, T1, T2).jump(change);
    })) {
      HartSection _ = tiers.run(4 * 6 * 250);
      int before = tiers.regions();
      long used = Metaspace.usedAfterCollection();
      HartSection _ = tiers.run(4 * 6 * 1000);

      assertThat(tiers.regions() - before).isGreaterThan(1000);
      assertThat(Metaspace.usedAfterCollection() - used).isLessThan(1 << 20);
    }
  }

  @Test
  void each_of_very_many_functions_is_hot() {
    heat(10_000);
  }

  @Test
  void what_functions_hold_that_are_hot_is_bounded() {
    assumeTrue(Integer.getInteger("kurki.soak.seconds", 0) > 0,
        "skipped, as it takes a minute: -Dkurki.soak.seconds=20");
    long used = Metaspace.usedAfterCollection();

    long most = heat(60_000);

    // Each takes 1.9 KB; a hart holds 16,384 at a time.
    assertThat(most - used).isLessThan(50L << 20);
  }

  /** Calls each of so many functions five times; answers how much metaspace is used then. */
  private static long heat(int functions) {
    int bytes = 4 * Integer.BYTES;
    try (TwoTiers tiers = new TwoTiers(RAM_BYTES, 2, p -> {
      Label round = p.label("round");
      Label next = p.label("next");
      Label first = p.label("first");
      p.place(round).la(T0, first).li(T1, (long) functions * bytes).r(ADD, T1, T1, T0);
      p.place(next).load(JALR, RA, 0, T0).i(ADDI, T0, T0, bytes).branch(BLTU, T0, T1, next).jump(round);
      p.align(16).place(first);
      for (int i = 0; i < functions; i++) {
        p.i(ADDI, S0, S0, i % 2000).r(ADD, S1, S1, S0).i(ADDI, A2, A2, 1).ret();
      }
    })) {
      HartSection end = tiers.run(functions * 7L * 5);

      assertThat(tiers.regions()).isGreaterThan(functions);
      assertThat(end.x().get(X_A2)).isGreaterThan(4L * functions);
      return Metaspace.usedAfterCollection();
    }
  }

  private static void callForEver(Assembler p, long address) {
    Label handler = p.label("handler");
    p.la(T0, handler).csr(CSRRW, ZERO, Csr.MTVEC, T0);
    call(p, address);
    p.align(4).place(handler);
    handle(p);
  }

  private static void call(Assembler p, long address) {
    Label again = p.label("again");
    p.li(T1, address).place(again).i(ADDI, S0, S0, 1).load(JALR, RA, 0, T1).jump(again);
  }

  /** Notes the trap and goes on behind the call. */
  private static void handle(Assembler p) {
    p.csr(CSRRS, A2, Csr.MCAUSE, ZERO).csr(CSRRS, A3, Csr.MTVAL, ZERO).csr(CSRRS, A4, Csr.MEPC, ZERO)
        .csr(CSRRW, ZERO, Csr.MEPC, RA).plain(MRET);
  }

  private static void assertTrapped(TwoTiers tiers, HartSection end, long cause, long value, long pc) {
    assertThat(tiers.regions()).isPositive();
    assertThat(end.x().get(X_S0)).isGreaterThan(1000);
    assertThat(end.x().get(X_A2)).isEqualTo(cause);
    assertThat(end.x().get(X_A3)).isEqualTo(value);
    assertThat(end.x().get(X_A4)).isEqualTo(pc);
  }

  private static byte[] bytes(int word) {
    return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(word).array();
  }

  private static byte[] bytes(int word, int half) {
    return ByteBuffer.allocate(Integer.BYTES + Short.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(word)
        .putShort((short) half).array();
  }
}
