package dev.kurki.cpu.hart;

import static dev.kurki.cpu.assembler.Register.A0;
import static dev.kurki.cpu.assembler.Register.A1;
import static dev.kurki.cpu.assembler.Register.A2;
import static dev.kurki.cpu.assembler.Register.S0;
import static dev.kurki.cpu.assembler.Register.S1;
import static dev.kurki.cpu.assembler.Register.T0;
import static dev.kurki.cpu.assembler.Register.T1;
import static dev.kurki.cpu.assembler.Register.T2;
import static dev.kurki.cpu.assembler.Register.T3;
import static dev.kurki.cpu.assembler.Register.ZERO;
import static dev.kurki.cpu.isa.Instruction.ADD;
import static dev.kurki.cpu.isa.Instruction.ADDI;
import static dev.kurki.cpu.isa.Instruction.AMOADD_D;
import static dev.kurki.cpu.isa.Instruction.BLTU;
import static dev.kurki.cpu.isa.Instruction.BNE;
import static dev.kurki.cpu.isa.Instruction.CSRRS;
import static dev.kurki.cpu.isa.Instruction.CSRRW;
import static dev.kurki.cpu.isa.Instruction.DIVU;
import static dev.kurki.cpu.isa.Instruction.FENCE_I;
import static dev.kurki.cpu.isa.Instruction.LBU;
import static dev.kurki.cpu.isa.Instruction.LD;
import static dev.kurki.cpu.isa.Instruction.MRET;
import static dev.kurki.cpu.isa.Instruction.MULH;
import static dev.kurki.cpu.isa.Instruction.SB;
import static dev.kurki.cpu.isa.Instruction.SD;
import static dev.kurki.cpu.isa.Instruction.SW;
import static dev.kurki.cpu.isa.Instruction.XORI;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kurki.actors.component.Attention;
import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.cpu.assembler.Assembler;
import dev.kurki.cpu.assembler.Label;
import dev.kurki.cpu.isa.Csr;
import dev.kurki.cpu.isa.InstructionSet;
import dev.kurki.cpu.translate.RegionSource;
import dev.kurki.cpu.translate.Translated;
import dev.kurki.cpu.translate.Translator;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Programs that loop, call, trap and change themselves, translated and interpreted side by side. */
class TranslatedCodeTest {
  private static final long RAM = 0x8000_0000L;
  private static final int DATA = 0x8000;

  @Test
  void loops_over_memory_count_exactly() {
    compare(p -> {
      Label again = p.label("again");
      Label loop = p.label("loop");
      p.place(again).li(T0, RAM + DATA).li(T1, RAM + DATA + 700);
      p.place(loop).load(LBU, T2, 0, T0).i(ADDI, T2, T2, 3).store(SB, T2, 0, T0).r(ADD, S0, S0, T2)
          .csr(CSRRS, A0, Csr.MINSTRET, ZERO).r(ADD, S1, S1, A0).i(ADDI, T0, T0, 1).branch(BLTU, T0, T1, loop);
      p.r(MULH, S1, S1, S0).i(ADDI, T3, ZERO, 7).r(DIVU, S1, S1, T3).jump(again);
    });
  }

  @Test
  void calls_lead_from_page_to_page() {
    compare(p -> {
      Label loop = p.label("loop");
      Label near = p.label("near");
      Label far = p.label("far");
      p.li(T3, RAM + DATA).place(loop).call(near).call(far).i(ADDI, S0, S0, 1).jump(loop);
      p.place(near).i(ADDI, A0, A0, 3).i(XORI, A0, A0, 5).ret();
      p.align(4096).place(far).load(LD, A1, 8, T3).i(ADDI, A1, A1, 1).store(SD, A1, 8, T3).r(AMOADD_D, A2, T3, A1)
          .ret();
    });
  }

  @Test
  void a_trap_within_a_loop_is_taken_where_it_is() {
    compare(p -> {
      Label handler = p.label("handler");
      Label loop = p.label("loop");
      p.la(T0, handler).csr(CSRRW, ZERO, Csr.MTVEC, T0).li(T1, 0x100).place(loop).i(ADDI, S0, S0, 1)
          .load(LD, A0, 0, T1).i(ADDI, S1, S1, 1).branch(BNE, S0, ZERO, loop);
      p.align(4).place(handler).csr(CSRRS, A2, Csr.MEPC, ZERO).i(ADDI, A2, A2, 4).csr(CSRRW, ZERO, Csr.MEPC, A2)
          .plain(MRET);
    });
  }

  @Test
  void code_that_changes_itself_is_seen_from_the_fence_on() {
    compare(p -> {
      Label change = p.label("change");
      Label loop = p.label("loop");
      Label changed = p.label("changed");
      p.la(T0, changed).li(T1, 0x0010_0413).place(change).store(SW, T1, 0, T0).plain(FENCE_I).li(T3, 8);
      p.place(loop).i(ADDI, S1, S1, 1).place(changed).i(ADDI, S0, ZERO, 5).r(ADD, A0, A0, S0).i(ADDI, T3, T3, -1)
          .branch(BNE, T3, ZERO, loop);
      p.li(T2, 0x0010_0000).r(ADD, T1, T1, T2).jump(change);
    });
  }

  private static void compare(Consumer<Assembler> code) {
    Random random = new Random(7);
    try (GuestMemory one = memory(code); GuestMemory other = memory(code)) {
      Hart interpreted = hart(one, Translator.OFF);
      CountingTranslator translator = new CountingTranslator();
      Hart translated = hart(other, translator);
      for (int i = 0; i < 2000; i++) {
        int slice = 1 + random.nextInt(i % 3 == 0 ? 5 : 1000);
        Outcome outcome = interpreted.run(slice);

        assertThat(translated.run(slice)).isEqualTo(outcome);
        assertThat(translated.save()).isEqualTo(interpreted.save());
      }
      assertThat(other.read(RAM, 1 << 16)).isEqualTo(one.read(RAM, 1 << 16));
      assertThat(translator.made).as("regions").isPositive();
    }
  }

  /** Translates soon and at once. */
  private static final class CountingTranslator implements Translator {
    private int made;

    @Override
    public int threshold() {
      return 3;
    }

    @Override
    public void translate(RegionSource source, Consumer<Translated> done) {
      Translator.immediate(3).translate(source, region -> {
        made++;
        done.accept(region);
      });
    }
  }

  private static GuestMemory memory(Consumer<Assembler> code) {
    Assembler assembler = new Assembler(RAM);
    code.accept(assembler);
    GuestMemory memory = new GuestMemory(RAM, 1 << 20);
    memory.write(RAM, assembler.assemble().image().toArray());
    return memory;
  }

  private static Hart hart(GuestMemory memory, Translator translator) {
    return new Hart(new HartSettings(InstructionSet.full(), 0, RAM, 0, 0), memory, () -> 0, new Bus() {
      @Override
      public boolean takes(long address, int width) {
        return false;
      }

      @Override
      public void write(long address, int width, long value) {
        throw new AssertionError("there is no device");
      }
    }, new Attention(), translator, Optional.empty());
  }
}
