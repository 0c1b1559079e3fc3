package dev.kurki.cpu.hart;

import static dev.kurki.cpu.assembler.Register.A0;
import static dev.kurki.cpu.assembler.Register.S0;
import static dev.kurki.cpu.assembler.Register.S1;
import static dev.kurki.cpu.assembler.Register.S2;
import static dev.kurki.cpu.assembler.Register.S3;
import static dev.kurki.cpu.assembler.Register.S4;
import static dev.kurki.cpu.assembler.Register.S5;
import static dev.kurki.cpu.assembler.Register.T0;
import static dev.kurki.cpu.assembler.Register.T1;
import static dev.kurki.cpu.assembler.Register.T2;
import static dev.kurki.cpu.assembler.Register.ZERO;
import static dev.kurki.cpu.isa.Instruction.ADD;
import static dev.kurki.cpu.isa.Instruction.ADDI;
import static dev.kurki.cpu.isa.Instruction.AMOADD_D;
import static dev.kurki.cpu.isa.Instruction.AMOSWAP_W;
import static dev.kurki.cpu.isa.Instruction.BEQ;
import static dev.kurki.cpu.isa.Instruction.BGEU;
import static dev.kurki.cpu.isa.Instruction.SLLI;
import static dev.kurki.cpu.isa.Instruction.XORI;
import static dev.kurki.cpu.isa.Instruction.BLT;
import static dev.kurki.cpu.isa.Instruction.BNE;
import static dev.kurki.cpu.isa.Instruction.FENCE;
import static dev.kurki.cpu.isa.Instruction.LD;
import static dev.kurki.cpu.isa.Instruction.LR_D;
import static dev.kurki.cpu.isa.Instruction.OR;
import static dev.kurki.cpu.isa.Instruction.SC_D;
import static dev.kurki.cpu.isa.Instruction.SD;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import dev.kurki.actors.component.Attention;
import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.cpu.assembler.Assembler;
import dev.kurki.cpu.assembler.Label;
import dev.kurki.cpu.isa.InstructionSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Harts on threads of their own see each other's stores as RVWMO allows (unprivileged specification, appendix A). */
class MemoryOrderTest {
  private static final long RAM = 0x8000_0000L;
  private static final long DATA = RAM + 0x8000;
  private static final int ROUNDS = 200_000;
  private static final long SLICE = 10_000;
  private static final int PATIENCE_SECONDS = 120;
  private static final Bus NO_DEVICE = new Bus() {
    @Override
    public boolean takes(long address, int width) {
      return false;
    }

    @Override
    public void write(long address, int width, long value) {
      throw new IllegalStateException("there is no device");
    }
  };

  private final GuestMemory memory = new GuestMemory(RAM, 1 << 16);

  @AfterEach
  void close() {
    memory.close();
  }

  /** Hart 0 counts x and then y up; whoever reads y and then x never finds x behind y. */
  @Test
  void a_message_is_there_when_its_flag_is() {
    run(2, p -> {
      Label reader = p.label("reader");
      Label write = p.label("write");
      Label read = p.label("read");
      Label right = p.label("right");
      begin(p);
      p.branch(BNE, A0, ZERO, reader).place(write).i(ADDI, S3, S3, 1).store(SD, S3, 0, S0).plain(FENCE)
          .store(SD, S3, 64, S0).branch(BLT, S3, S2, write);
      end(p);
      p.place(reader).place(read).load(LD, T0, 64, S0).plain(FENCE).load(LD, T1, 0, S0).i(ADDI, S5, S5, 1);
      // x may be ahead, never behind.
      p.branch(BGEU, T1, T0, right).i(ADDI, S4, S4, 1).place(right).branch(BLT, T0, S2, read);
      end(p);
    });

    assertThat(wrong(1)).isZero();
  }

  /** Each stores its own and reads the other's: with fences between, one of them at least sees the other. */
  @Test
  void two_stores_with_fences_behind_them_are_not_both_missed() {
    run(2, p -> {
      Label round = p.label("round");
      Label meet = p.label("meet");
      begin(p);
      // s1 is this hart's word, s3 the other's; rounds are counted in them, and both wait for each other between rounds.
      p.i(SLLI, T0, A0, 6).r(ADD, S1, S0, T0).i(XORI, T0, A0, 1)
          .i(SLLI, T0, T0, 6).r(ADD, S3, S0, T0);
      p.place(round).i(ADDI, S5, S5, 1).store(SD, S5, 0, S1).plain(FENCE).load(LD, T0, 0, S3);
      // What was read goes into a third word of each, and the sum is looked at by hart 0 when both have met.
      p.store(SD, T0, 256, S1).plain(FENCE).i(ADDI, T1, S0, 512).li(T2, 1).r(AMOADD_D, ZERO, T1, T2);
      p.r(ADD, T2, S5, S5).place(meet).load(LD, T0, 512, S0).branch(BLT, T0, T2, meet);
      p.load(LD, T0, 256, S1).load(LD, T1, 256, S3);
      Label fine = p.label("fine");
      p.branch(BEQ, T0, S5, fine).branch(BEQ, T1, S5, fine).branch(BLT, S5, T0, fine).branch(BLT, S5, T1, fine)
          .i(ADDI, S4, S4, 1).place(fine);
      // Nobody begins the next round before both have looked.
      Label part = p.label("part");
      p.i(ADDI, T1, S0, 576).li(T2, 1).r(AMOADD_D, ZERO, T1, T2).r(ADD, T2, S5, S5).place(part).load(LD, T0, 576, S0)
          .branch(BLT, T0, T2, part).branch(BLT, S5, S2, round);
      end(p);
    });

    assertThat(wrong(0)).isZero();
    assertThat(wrong(1)).isZero();
  }

  @Test
  void no_atomic_addition_and_no_conditional_store_is_lost() {
    run(4, p -> {
      Label round = p.label("round");
      Label retry = p.label("retry");
      begin(p);
      p.i(ADDI, S1, S0, 64).li(T1, 1).place(round).r(AMOADD_D, ZERO, S0, T1).place(retry).r(LR_D, T0, S1, ZERO)
          .i(ADDI, T0, T0, 1).r(SC_D, T2, S1, T0).branch(BNE, T2, ZERO, retry).i(ADDI, S5, S5, 1)
          .branch(BLT, S5, S2, round);
      end(p);
    });

    assertThat(word(DATA)).isEqualTo(4L * ROUNDS);
    assertThat(word(DATA + 64)).isEqualTo(4L * ROUNDS);
  }

  /** A lock of one word: what is done inside is done by one at a time. */
  @Test
  void a_spin_lock_keeps_everyone_else_out() {
    run(3, p -> {
      Label round = p.label("round");
      Label spin = p.label("spin");
      begin(p);
      p.i(ADDI, S1, S0, 64).li(T1, 1).place(round).place(spin)
          .word(AMOSWAP_W.match() | 1 << 26 | T0.number() << 7 | S0.number() << 15 | T1.number() << 20)
          .branch(BNE, T0, ZERO, spin).load(LD, T2, 0, S1).i(ADDI, T2, T2, 1).store(SD, T2, 0, S1)
          .word(AMOSWAP_W.match() | 1 << 25 | S0.number() << 15).i(ADDI, S5, S5, 1).branch(BLT, S5, S2, round);
      end(p);
    });

    assertThat(word(DATA + 64)).isEqualTo(3L * ROUNDS);
  }

  /** s0 the data, s2 the rounds, s3 to s5 zero. */
  private static void begin(Assembler p) {
    p.li(S0, DATA).li(S2, ROUNDS).li(S3, 0).li(S4, 0).li(S5, 0);
  }

  /** Leaves s4, what was found wrong, and one more for being through, and stays. */
  private static void end(Assembler p) {
    Label stay = p.label("stay");
    p.li(T0, DATA + 0x1000).i(SLLI, T1, A0, 4).r(ADD, T0, T0, T1).store(SD, S4, 0, T0).li(T1, 1)
        .store(SD, T1, 8, T0).place(stay).r(OR, ZERO, ZERO, ZERO).jump(stay);
  }

  private long wrong(int hart) {
    return word(DATA + 0x1000 + 16L * hart);
  }

  private boolean isThrough(int hart) {
    return word(DATA + 0x1008 + 16L * hart) != 0;
  }

  private long word(long address) {
    return ByteBuffer.wrap(memory.read(address, 8)).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  private void run(int harts, Consumer<Assembler> code) {
    Assembler program = new Assembler(RAM);
    code.accept(program);
    memory.write(RAM, program.assemble().image().toArray());
    try (ExecutorService threads = Executors.newFixedThreadPool(harts)) {
      List<CompletableFuture<Void>> all = new ArrayList<>();
      for (int i = 0; i < harts; i++) {
        int id = i;
        Hart hart = new Hart(new HartSettings(InstructionSet.full(), id, RAM, 0, 0), memory, () -> 0, NO_DEVICE,
            new Attention());
        all.add(CompletableFuture.runAsync(() -> {
          while (!isThrough(id) && !Thread.currentThread().isInterrupted()) {
            Outcome _ = hart.run(SLICE);
          }
        }, threads));
      }
      all.forEach(done -> done.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join());
    }
  }
}
