package dev.kurki.cpu.hart;

import static dev.kurki.cpu.assembler.Register.T0;
import static dev.kurki.cpu.assembler.Register.T1;
import static dev.kurki.cpu.assembler.Register.ZERO;
import static dev.kurki.cpu.isa.Instruction.ADDI;
import static dev.kurki.cpu.isa.Instruction.BNE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kurki.actors.component.Attention;
import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.Bytes;
import dev.kurki.actors.section.Longs;
import dev.kurki.actors.section.Section;
import dev.kurki.cpu.assembler.Assembler;
import dev.kurki.cpu.assembler.Label;
import dev.kurki.cpu.isa.InstructionSet;
import dev.kurki.cpu.translate.RegionSource;
import dev.kurki.cpu.translate.Translated;
import dev.kurki.cpu.translate.Translator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Hot code that one hart has found, on another with the same RAM, with another one, and from a liar. */
class HotCodeTest {
  private static final long RAM = 0x8000_0000L;
  private static final int RAM_BYTES = 1 << 20;
  private static final int THRESHOLD = 50;
  private static final int TURNS = 200;
  /** All turns of three instructions, and too few more to make what comes behind hot. */
  private static final long STEPS = 3L * TURNS + THRESHOLD / 2;

  private final GuestMemory here = new GuestMemory(RAM, RAM_BYTES);
  private final GuestMemory there = new GuestMemory(RAM, RAM_BYTES);
  private final Noting atSource = new Noting();
  private final Noting atTarget = new Noting();
  private final Hart source = hart(here, atSource);
  private final Hart target = hart(there, atTarget);

  @AfterEach
  void close() {
    here.close();
    there.close();
  }

  @Test
  void a_hart_that_was_told_has_translated_what_another_found_before_it_runs() {
    here.write(RAM, loop(ADDEND));
    there.write(RAM, loop(ADDEND));
    source.run(STEPS);
    assertThat(atSource.wanted).as("regions that the source has found by itself").hasSize(1);

    HotCode told = HotCode.of(source.hotCode().section(0));
    AtomicBoolean isDone = new AtomicBoolean();
    target.warmUp(told, () -> isDone.set(true));

    assertThat(isDone).isTrue();
    assertThat(atTarget.prepared).singleElement()
        .satisfies(prepared -> assertThat(prepared.entry()).isEqualTo(atSource.wanted.getFirst().entry()));
    target.run(STEPS);
    assertThat(atTarget.wanted).as("regions that the target had to ask for while it ran").isEmpty();
    assertThat(target.save()).isEqualTo(source.save());
  }

  @Test
  void what_stands_there_and_not_what_was_told_is_executed() {
    here.write(RAM, loop(ADDEND));
    there.write(RAM, loop(ADDEND + 1));
    source.run(STEPS);

    target.warmUp(source.hotCode(), () -> {});
    // The pages come again, with other contents, before the hart runs.
    there.write(RAM, loop(ADDEND + 2));
    target.load(hart(here, new Noting()).save());
    target.run(STEPS);

    assertThat(target.register(6)).isEqualTo((ADDEND + 2L) * TURNS);
  }

  @Test
  void a_liar_does_no_harm() {
    there.write(RAM, loop(ADDEND));
    long outside = (long) RAM_BYTES / GuestMemory.PAGE_BYTES << 32 | 1 << 16;
    HotCode lies = new HotCode(Longs.of(-1, outside, Long.MIN_VALUE, 2047L << 17 | 1 << 16,
        1L << 17 | 1 << 16));

    target.warmUp(HotCode.of(lies.section(0)), () -> {});
    target.run(STEPS);

    assertThat(target.register(6)).isEqualTo((long) ADDEND * TURNS);
  }

  @Test
  void what_is_no_hot_code_tells_of_nothing() {
    assertThat(HotCode.of(new Section("lamp", 0, 1, Bytes.EMPTY)).isEmpty()).isTrue();
    assertThat(HotCode.of(new Section(HotCode.SECTION, 0, 2, Bytes.of(new byte[8]))).isEmpty()).isTrue();
    assertThat(HotCode.of(new Section(HotCode.SECTION, 0, 1, Bytes.of(new byte[7]))).isEmpty()).isTrue();
    assertThat(HotCode.of(new Section(HotCode.SECTION, 0, 1, Bytes.of(new byte[8 * (HotCode.MOST_WORDS + 1)])))
        .isEmpty()).isTrue();
    assertThat(HotCode.of(new Section(HotCode.SECTION, 0, 1, Bytes.of(new byte[8]))).isEmpty()).isFalse();
  }

  private static final int ADDEND = 3;

  private static byte[] loop(int addend) {
    Assembler p = new Assembler(RAM);
    Label again = p.label("again");
    p.li(T0, TURNS).place(again).i(ADDI, T1, T1, addend).i(ADDI, T0, T0, -1).branch(BNE, T0, ZERO, again);
    Label end = p.label("end");
    p.place(end).jump(end);
    return p.assemble().image().toArray();
  }

  private static Hart hart(GuestMemory memory, Translator translator) {
    return new Hart(new HartSettings(InstructionSet.full(), 0, RAM, 0, 0), memory, () -> 12_345, new Bus() {
      @Override
      public boolean takes(long address, int width) {
        return false;
      }

      @Override
      public void write(long address, int width, long value) {
        throw new IllegalStateException("there is no device");
      }
    }, new Attention(), translator, Optional.empty());
  }

  /** Makes each region at once, and notes for what reason. */
  private static final class Noting implements Translator {
    private final Translator maker = Translator.immediate(THRESHOLD);
    private final List<RegionSource> wanted = new ArrayList<>();
    private final List<RegionSource> prepared = new ArrayList<>();

    @Override
    public int threshold() {
      return THRESHOLD;
    }

    @Override
    public void translate(RegionSource region, Consumer<Translated> done) {
      wanted.add(region);
      maker.translate(region, done);
    }

    @Override
    public void prepare(RegionSource region, Consumer<Translated> done) {
      prepared.add(region);
      maker.translate(region, done);
    }
  }
}
