package dev.kurki.conf.lockstep;

import static dev.kurki.cpu.assembler.Register.A0;
import static dev.kurki.cpu.assembler.Register.A1;
import static dev.kurki.cpu.assembler.Register.A2;
import static dev.kurki.cpu.assembler.Register.S0;
import static dev.kurki.cpu.assembler.Register.T0;
import static dev.kurki.cpu.assembler.Register.T1;
import static dev.kurki.cpu.assembler.Register.ZERO;
import static dev.kurki.cpu.isa.Instruction.ADD;
import static dev.kurki.cpu.isa.Instruction.ADDI;
import static dev.kurki.cpu.isa.Instruction.AND;
import static dev.kurki.cpu.isa.Instruction.BEQ;
import static dev.kurki.cpu.isa.Instruction.BNE;
import static dev.kurki.cpu.isa.Instruction.LBU;
import static dev.kurki.cpu.isa.Instruction.SD;
import static dev.kurki.cpu.isa.Instruction.SLLI;
import static dev.kurki.cpu.isa.Instruction.SW;
import static dev.kurki.cpu.isa.Instruction.WFI;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kurki.actors.section.Bytes;
import dev.kurki.conf.console.OperatorTerminal;
import dev.kurki.conf.lockstep.Difference.Value;
import dev.kurki.conf.lockstep.LockstepEnd.Differed;
import dev.kurki.conf.lockstep.LockstepEnd.Over;
import dev.kurki.conf.lockstep.Progress.Ended;
import dev.kurki.conf.machine.MachineConfig;
import dev.kurki.conf.machine.TestMachine;
import dev.kurki.cpu.assembler.Assembler;
import dev.kurki.cpu.assembler.Label;
import dev.kurki.cpu.translate.Translator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two machines of the same settings, one interpreted and one translated, by a translator that is right or wrong. */
class LockstepRunTest {
  private static final long RAM = 0x8000_0000L;
  private static final long UART = 0x1000_0000;
  private static final int LINE_STATUS = 5;
  private static final long FINISHER = 0x10_0000;
  private static final int PASS = 0x5555;
  private static final int FAIL = 0x3333;
  private static final int ROUNDS = 500;
  /** What {@link #work} executes before its loop. */
  private static final long ROUND = 6;
  private static final long PROLOGUE = 4;

  private final ByteArrayOutputStream console = new ByteArrayOutputStream();

  @TempDir
  private Path folder = Path.of("");

  @Test
  void the_embedded_guest_is_the_same_by_both_tiers_at_every_thousandth_instruction() {
    LockstepEnd end = run("memory = 4 MiB, guest { pages = 256, pages-per-second = 2000, stop-after-seconds = 1 }",
        1000, LockstepSettings.translatorOfAll());

    assertThat(end).isInstanceOfSatisfying(Over.class, over -> {
      assertThat(over.end().status()).isZero();
      assertThat(over.instructions()).isGreaterThan(1_000_000);
    });
    assertThat(console.toString(StandardCharsets.ISO_8859_1)).contains("[kurki] done");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void the_embedded_firmware_is_the_same_by_both_tiers_at_every_thousandth_instruction(int harts) {
    LockstepEnd end = run("memory = 4 MiB, guest { kind = firmware, rounds = 100 }, harts = " + harts, 1000,
        LockstepSettings.translatorOfAll());

    assertThat(end).isInstanceOfSatisfying(Over.class, over -> assertThat(over.end().status()).isZero());
  }

  @ParameterizedTest
  @ValueSource(ints = {30, 100, 1000})
  void an_instruction_with_a_wrong_result_is_found(int step) throws IOException {
    Translator wrong = new Mistranslator(instruction(p -> p.i(ADDI, A0, A0, 3)), instruction(p -> p.i(ADDI, A0, A0, 4)),
        true);

    Difference found = differenceOf(run(kernel(LockstepRunTest::work), step, wrong));

    assertThat(found.isExact()).isTrue();
    assertThat(found.before()).isEqualTo(PROLOGUE);
    assertThat(found.values()).containsExactly(
        new Value("hart/0 x[10] (a0)", "0000000000000003", "0000000000000004"));
    assertThat(found.text()).contains("differ by one instruction, the one after 4 ").contains(": addi a0,a0,3\n");
  }

  @Test
  void an_instruction_that_stores_to_a_wrong_place_is_found() throws IOException {
    Translator wrong = new Mistranslator(instruction(p -> p.store(SD, A1, 8, S0)),
        instruction(p -> p.store(SD, A1, 16, S0)),
        true);

    Difference found = differenceOf(run(kernel(LockstepRunTest::work), 100, wrong));

    assertThat(found.isExact()).isTrue();
    assertThat(found.before()).as("the first store to a page is the interpreter's").isEqualTo(PROLOGUE + ROUND + 2);
    assertThat(found.values()).containsExactly(
        new Value("ram 0000000080001008", "0000000000000006", "0000000000000003"));
    assertThat(found.text()).contains(": sd a1,8(s0)\n");
  }

  @Test
  void a_difference_that_no_instruction_makes_alone_is_told_with_its_step() throws IOException {
    Translator wrong = new Mistranslator(instruction(p -> p.i(ADDI, A0, A0, 3)), instruction(p -> p.i(ADDI, A0, A0, 4)),
        false);

    Difference found = differenceOf(run(kernel(LockstepRunTest::work), 100, wrong));

    assertThat(found.isExact()).isFalse();
    assertThat(found.after() - found.before()).isEqualTo(100);
    assertThat(found.values()).extracting(Value::name).contains("hart/0 x[10] (a0)").doesNotContain("hart/0 pc");
    assertThat(found.text()).contains("differ within 100 instructions after the first 0 ");
  }

  @Test
  void a_machine_that_ends_by_one_tier_only_differs() throws IOException {
    Translator wrong = new Mistranslator(instruction(p -> p.i(ADDI, T1, T1, -1)),
        instruction(p -> p.i(ADDI, T1, T1, 0)),
        false);

    Difference found = differenceOf(run(kernel(LockstepRunTest::work), 100_000, wrong));

    assertThat(found.values()).extracting(Value::name).contains("progress");
  }

  @Test
  void a_machine_that_never_ends_is_bounded_by_time() throws IOException {
    LockstepEnd end = LockstepRun.run(config(kernel(p -> p.plain(WFI))), OperatorTerminal.outputTo(console),
        new LockstepSettings(1000, Duration.ofSeconds(1), LockstepSettings.translatorOfAll()));

    assertThat(end).isInstanceOfSatisfying(Over.class, over -> assertThat(over.end().status()).isEqualTo(124));
  }

  @Test
  void both_receive_what_is_typed_at_the_same_instruction() throws IOException {
    MachineConfig machine = config(kernel(LockstepRunTest::waitForKey));
    try (MachinePair pair = MachinePair.poweredOn(machine, LockstepSettings.translatorOfAll())) {
      pair.hold();
      Steps before = pair.advance(100, 1000);
      pair.type(Bytes.utf8("7"));
      Steps after = pair.advance(100, 1000);

      assertThat(before.instructions()).isEqualTo(100_000);
      assertThat(before.values()).isEmpty();
      assertThat(after.values()).isEmpty();
      assertThat(after.progress()).isEqualTo(new Ended('7'));
      pair.pause();
      assertThat(pair.compareAll()).isEmpty();
    }
  }

  /** Adds and stores in a loop, then ends the machine. */
  private static void work(Assembler p) {
    Label loop = p.label("loop");
    Label data = p.label("data");
    p.la(S0, data).i(ADDI, T1, ZERO, ROUNDS).i(ADDI, A0, ZERO, 0);
    p.place(loop).i(ADDI, A0, A0, 3).i(ADDI, A1, A0, 0).store(SD, A1, 8, S0).r(ADD, A2, A2, A1).i(ADDI, T1, T1, -1)
        .branch(BNE, T1, ZERO, loop);
    finish(p, PASS);
    p.align(4096).place(data).word(0);
  }

  /** Ends the machine with the status of the key that is typed. */
  private static void waitForKey(Assembler p) {
    Label wait = p.label("wait");
    p.li(S0, UART).place(wait).load(LBU, A0, LINE_STATUS, S0).i(ADDI, A1, ZERO, 1).r(AND, A0, A0, A1)
        .branch(BEQ, A0, ZERO, wait).load(LBU, A0, 0, S0).i(SLLI, A0, A0, 16).li(T0, FAIL).r(ADD, A0, A0, T0);
    Label here = p.label("here");
    p.li(T0, FINISHER).store(SW, A0, 0, T0).place(here).jump(here);
  }

  private static void finish(Assembler p, int value) {
    Label here = p.label("here");
    p.li(T0, FINISHER).li(T1, value).store(SW, T1, 0, T0).place(here).jump(here);
  }

  private LockstepEnd run(String settings, long step, Translator translator) {
    return LockstepRun.run(config(settings), OperatorTerminal.outputTo(console),
        new LockstepSettings(step, Duration.ZERO, translator));
  }

  private static MachineConfig config(String settings) {
    return TestMachine.config("name = twice, icount-shift = 4, " + settings);
  }

  private String kernel(Consumer<Assembler> code) throws IOException {
    Path elf = folder.resolve("program.elf");
    Assembler assembler = new Assembler(RAM);
    code.accept(assembler);
    Files.write(elf, assembler.assemble().toElf());
    return "memory = 1 MiB, kernel = \"" + elf + "\"";
  }

  private static int instruction(Consumer<Assembler> code) {
    Assembler assembler = new Assembler(RAM);
    code.accept(assembler);
    return ByteBuffer.wrap(assembler.assemble().image().toArray()).order(ByteOrder.LITTLE_ENDIAN).getInt();
  }

  private static Difference differenceOf(LockstepEnd end) {
    assertThat(end).isInstanceOf(Differed.class);
    return ((Differed) end).difference();
  }
}
