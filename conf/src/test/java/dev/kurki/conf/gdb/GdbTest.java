package dev.kurki.conf.gdb;

import static dev.kurki.cpu.assembler.Register.A0;
import static dev.kurki.cpu.assembler.Register.A1;
import static dev.kurki.cpu.assembler.Register.A2;
import static dev.kurki.cpu.assembler.Register.S0;
import static dev.kurki.cpu.assembler.Register.ZERO;
import static dev.kurki.cpu.isa.Instruction.ADDI;
import static dev.kurki.cpu.isa.Instruction.BNE;
import static dev.kurki.cpu.isa.Instruction.LD;
import static dev.kurki.cpu.isa.Instruction.SB;
import static dev.kurki.cpu.isa.Instruction.SD;
import static dev.kurki.cpu.isa.Instruction.SW;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

import dev.kurki.conf.cluster.Ports;
import dev.kurki.conf.golden.LoneMachine;
import dev.kurki.conf.machine.TestMachine;
import dev.kurki.cpu.assembler.Assembler;
import dev.kurki.cpu.assembler.Label;
import dev.kurki.cpu.isa.Csr;
import dev.kurki.cpu.isa.InstructionSet;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stub as GDB meets it: packets over TCP, and what they do to the machine. */
class GdbTest {
  private static final long RAM = 0x8000_0000L;
  private static final long DATA = RAM + 0x8000;
  private static final long UART = 0x1000_0000L;
  private static final InstructionSet ISA = InstructionSet.parse("rv64imafdc_sstc");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ActorTestKit actors = ActorTestKit.create();
  private Optional<LoneMachine> machine = Optional.empty();
  private final TestProbe<GdbServer.Event> listener = actors.createTestProbe(GdbServer.Event.class);
  private final int port = Ports.anyFree("127.0.0.1");

  @TempDir
  private Path folder;

  @AfterEach
  void shutDown() {
    actors.shutdownTestKit();
    machine.ifPresent(LoneMachine::close);
  }

  @Test
  void registers_and_memory_are_read_and_written() throws IOException {
    try (GdbClient gdb = debug(1, p -> p.li(A0, 5).li(A1, 6))) {
      assertThat(gdb.ask("?")).isEqualTo("T05thread:1;");
      assertThat(gdb.ask("p20")).isEqualTo(register(RAM));
      assertThat(gdb.ask("Pa=" + register(0x1234))).isEqualTo("OK");
      assertThat(gdb.ask("g")).startsWith(register(0) + register(0)).hasSize(33 * 16).contains(register(0x1234));
      // mstatus, f1, the privilege mode
      assertThat(gdb.ask("p341")).isEqualTo(register(0xa_0000_0000L));
      assertThat(gdb.ask("P22=" + register(0x3ff0_0000_0000_0000L))).isEqualTo("OK");
      assertThat(gdb.ask("p22")).isEqualTo(register(0x3ff0_0000_0000_0000L));
      assertThat(gdb.ask("p1041")).isEqualTo(register(3));
      assertThat(gdb.ask("M80008000,4:01020304")).isEqualTo("OK");
      assertThat(gdb.ask("m80008000,6")).isEqualTo("010203040000");
    }
  }

  @Test
  void the_description_has_the_registers_of_the_harts_extensions_and_no_others() throws IOException {
    try (GdbClient gdb = debug(1, p -> p.li(A0, 5))) {
      StringBuilder description = new StringBuilder();
      String part = "m";
      while (part.startsWith("m")) {
        part = gdb.ask("qXfer:features:read:target.xml:" + Integer.toHexString(description.length()) + ",800");
        description.append(part.substring(1));
      }

      assertThat(description).contains("\"stimecmp\"", "\"pmpaddr15\"", "\"fcsr\"")
          .doesNotContain("mstateen", "sstateen");
      assertThat(gdb.ask("p" + Integer.toHexString(65 + Csr.MSTATEEN0.number()))).startsWith("E");
    }
  }

  @Test
  void a_step_executes_one_instruction_also_one_that_reaches_a_device() throws IOException {
    try (GdbClient gdb = debug(1, p -> p.li(A0, UART).load(LD, A1, 0, ZERO).i(ADDI, A1, A1, 1))) {
      assertThat(gdb.ask("s")).isEqualTo("T05thread:1;");
      assertThat(gdb.ask("p20")).isEqualTo(register(RAM + 4));
      // The load has no address: its trap is the step.
      assertThat(gdb.ask("vCont;s:1")).isEqualTo("T05thread:1;");
      assertThat(gdb.ask("p20")).isEqualTo(register(0));
      assertThat(gdb.ask("p" + Integer.toHexString(65 + 0x342))).isEqualTo(register(5));
    }
  }

  @Test
  void a_breakpoint_stops_every_hart_and_goes_again() throws IOException {
    try (GdbClient gdb = debug(2, GdbTest::countForEver)) {
      long loop = RAM + 8;
      assertThat(gdb.ask("Z0," + Long.toHexString(loop) + ",4")).isEqualTo("OK");
      assertThat(gdb.ask("c")).startsWith("T05thread:");
      assertThat(gdb.ask("p20")).isEqualTo(register(loop));
      assertThat(gdb.ask("z0," + Long.toHexString(loop) + ",4")).isEqualTo("OK");
      gdb.send("c");
      gdb.raw("\u0003");
      assertThat(gdb.answer()).startsWith("T02thread:");
    }
  }

  @Test
  void a_watchpoint_stops_behind_the_store() throws IOException {
    try (GdbClient gdb = debug(1, GdbTest::countForEver)) {
      assertThat(gdb.ask("Z2," + Long.toHexString(DATA) + ",8")).isEqualTo("OK");

      assertThat(gdb.ask("c")).isEqualTo("T05watch:80008000;thread:1;");
      String first = gdb.ask("m80008000,8");
      assertThat(gdb.ask("c")).isEqualTo("T05watch:80008000;thread:1;");

      assertThat(gdb.ask("m80008000,8")).isNotEqualTo(first);
      assertThat(gdb.ask("z2," + Long.toHexString(DATA) + ",8")).isEqualTo("OK");
      assertThat(gdb.ask("Z3," + Long.toHexString(DATA) + ",1")).isEqualTo("OK");
      assertThat(gdb.ask("c")).isEqualTo("T05rwatch:80008000;thread:1;");
    }
  }

  @Test
  void harts_are_threads() throws IOException {
    try (GdbClient gdb = debug(3, GdbTest::countForEver)) {
      assertThat(gdb.ask("qfThreadInfo")).isEqualTo("m1,2,3");
      assertThat(gdb.ask("qsThreadInfo")).isEqualTo("l");
      assertThat(gdb.ask("Hg3")).isEqualTo("OK");
      assertThat(gdb.ask("p" + Integer.toHexString(65 + 0xf14))).isEqualTo(register(2));
      assertThat(gdb.ask("T4")).isEqualTo("E01");
    }
  }

  @Test
  void what_makes_no_sense_is_answered_and_harms_nothing() throws IOException {
    try (GdbClient gdb = debug(1, GdbTest::countForEver)) {
      gdb.raw("$g#00");
      assertThat(gdb.ask("m,")).isEqualTo("E01");
      assertThat(gdb.ask("m80000000,ffffffff")).isEqualTo("E01");
      assertThat(gdb.ask("m10000000,4")).isEqualTo("E14");
      assertThat(gdb.ask("M80000000,4:01")).isEqualTo("E01");
      assertThat(gdb.ask("pffffff")).isEqualTo("E01");
      assertThat(gdb.ask("Z0,zz,4")).isEqualTo("E01");
      assertThat(gdb.ask("Z7,0,4")).isEmpty();
      assertThat(gdb.ask("vUnknown")).isEmpty();
      gdb.raw("$" + "x".repeat(100_000) + "#00");
      assertThat(gdb.ask("?")).isEqualTo("T05thread:1;");
    }
  }

  @Test
  void the_machine_runs_on_without_its_debugger_and_one_is_let_in_at_a_time() throws IOException {
    try (GdbClient gdb = debug(1, GdbTest::countForEver); GdbClient other = new GdbClient(port)) {
      assertThat(other.read()).isEqualTo(-1);
      assertThat(gdb.ask("m80008000,8")).isEqualTo(register(0));
    }
    awaitCounting();
  }

  @Test
  void the_end_of_the_machine_is_told() throws IOException {
    try (GdbClient gdb = debug(1, p -> p.li(A0, 0x10_0000).li(A1, 0x5555).store(SW, A1, 0, A0))) {
      gdb.send("c");
      int status = machine.orElseThrow().awaitEnd();
      server.tell(new GdbServer.Ended(status, actors.<GdbServer.Told>createTestProbe().getRef()));

      assertThat(gdb.answer()).isEqualTo("W00");
      assertThat(gdb.read()).isEqualTo(-1);
    }
  }

  private ActorRef<GdbServer.Message> server = actors.<GdbServer.Message>createTestProbe().getRef();

  private void awaitCounting() throws IOException {
    String first = counter();
    String second = first;
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (second.equals(first)) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      second = counter();
    }
  }

  /** What the guest has counted, as a debugger sees it who comes and goes. */
  private String counter() throws IOException {
    while (true) {
      try (GdbClient gdb = new GdbClient(port)) {
        return gdb.ask("m80008000,8");
      } catch (IOException _) {
        // The one before has not gone yet.
        Thread.onSpinWait();
      }
    }
  }

  /** A debugger on a machine that has not executed anything yet. */
  private GdbClient debug(int harts, Consumer<Assembler> code) throws IOException {
    Assembler program = new Assembler(RAM);
    code.accept(program);
    Path elf = Files.write(folder.resolve("guest.elf"), program.assemble().toElf());
    machine = Optional.of(
        TestMachine.poweredOn("name = m, memory = 1 MiB, harts = " + harts + ", kernel = \"" + elf + "\""));
    server = actors.spawn(GdbServer.create(machine.get().actor(), harts, ISA, port, listener.getRef()));
    listener.expectMessage(PATIENCE, new GdbServer.Listening(Optional.empty()));
    return new GdbClient(port);
  }

  private static void countForEver(Assembler p) {
    Label loop = p.label("loop");
    p.li(S0, DATA).place(loop).load(LD, A2, 0, S0).i(ADDI, A2, A2, 1).store(SD, A2, 0, S0).branch(BNE, A2, ZERO, loop)
        .store(SB, A2, 0, S0);
  }

  private static String register(long value) {
    return Hex.ofRegister(value);
  }
}
