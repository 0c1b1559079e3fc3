package dev.kurki.conf.firmware;

import static dev.kurki.cpu.assembler.Register.A0;
import static dev.kurki.cpu.assembler.Register.A1;
import static dev.kurki.cpu.assembler.Register.A2;
import static dev.kurki.cpu.assembler.Register.A6;
import static dev.kurki.cpu.assembler.Register.A7;
import static dev.kurki.cpu.assembler.Register.S0;
import static dev.kurki.cpu.assembler.Register.S1;
import static dev.kurki.cpu.assembler.Register.S2;
import static dev.kurki.cpu.assembler.Register.T0;
import static dev.kurki.cpu.assembler.Register.T1;
import static dev.kurki.cpu.assembler.Register.ZERO;
import static dev.kurki.cpu.isa.Instruction.ADD;
import static dev.kurki.cpu.isa.Instruction.BEQ;
import static dev.kurki.cpu.isa.Instruction.BNE;
import static dev.kurki.cpu.isa.Instruction.CSRRS;
import static dev.kurki.cpu.isa.Instruction.ECALL;
import static dev.kurki.cpu.isa.Instruction.LD;
import static dev.kurki.cpu.isa.Instruction.SD;
import static dev.kurki.cpu.isa.Instruction.XORI;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import dev.kurki.conf.golden.LoneMachine;
import dev.kurki.conf.machine.TestMachine;
import dev.kurki.cpu.assembler.Assembler;
import dev.kurki.cpu.assembler.Label;
import dev.kurki.cpu.isa.Csr;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Harts are suspended, started and stopped through OpenSBI (SBI specification, chapter "Hart State Management"). */
class HartStateTest {
  private static final Path OPENSBI = Path.of("/usr/lib/riscv64-linux-gnu/opensbi/generic/fw_dynamic.bin");
  private static final long BASE = 0x8020_0000L;
  private static final long FLAG = BASE + 0x1_0000;
  private static final int CONSOLE_PUTCHAR = 1;
  private static final int TIME = 0x5449_4d45;
  private static final int HSM = 0x48_534d;
  private static final int SYSTEM_RESET = 0x5352_5354;
  private static final int START = 0;
  private static final int STOP = 1;
  private static final int STATUS = 2;
  private static final int SUSPEND = 3;
  private static final int STOPPED = 1;
  private static final long RETENTIVE = 0;
  private static final long NON_RETENTIVE = 0x8000_0000L;
  private static final int OPAQUE = 0x77;
  private static final int SUPERVISOR_TIMER = 1 << 5;

  @TempDir
  private Path folder;

  @ParameterizedTest
  @CsvSource({"virt-0.1, false", "virt-0.2, true"})
  void a_hart_is_suspended_with_and_without_its_state_and_another_is_started_and_stops(String type,
      boolean hasStateEnables) throws IOException {
    boolean required = "required".equals(System.getProperty("kurki.real-input"));
    assumeTrue(required || Files.exists(OPENSBI), "skipped: install opensbi");
    Path elf = Files.write(folder.resolve("states.elf"), program());

    try (LoneMachine machine = TestMachine.poweredOn("name = states, type = \"" + type
        + "\", memory = 64 MiB, harts = 2, bios = \"" + OPENSBI + "\", kernel = \"" + elf + "\"")) {
      int status = machine.runToEnd();

      assertThat(machine.console()).endsWith("suspended kept, suspended lost, started, stopped.");
      assertThat(extensions(machine.console()).contains("smstateen")).isEqualTo(hasStateEnables);
      assertThat(status).isZero();
    }
  }

  /** What OpenSBI has found the hart to have. */
  private static List<String> extensions(String console) {
    return console.lines().filter(line -> line.startsWith("Boot HART ISA Extensions"))
        .flatMap(line -> Stream.of(line.substring(line.indexOf(':') + 1).strip().split(","))).toList();
  }

  private static byte[] program() {
    Assembler p = new Assembler(BASE);
    Label wrong = p.label("wrong");
    Label resumed = p.label("resumed");
    Label second = p.label("second");
    Label flag = p.label("flag");
    Label status = p.label("status");
    Label end = p.label("end");
    p.move(S0, A0).i(XORI, S1, A0, 1).li(T0, SUPERVISOR_TIMER).csr(CSRRS, ZERO, Csr.SIE, T0);
    wakeSoon(p);
    call(p.li(A0, RETENTIVE).li(A1, 0).li(A2, 0), HSM, SUSPEND).branch(BNE, A0, ZERO, wrong);
    say(p, "suspended kept, ");
    wakeSoon(p);
    call(p.li(A0, NON_RETENTIVE).la(A1, resumed).li(A2, OPAQUE), HSM, SUSPEND).jump(wrong);
    p.place(resumed).move(S0, A0).i(XORI, S1, A0, 1).li(T0, OPAQUE).branch(BNE, A1, T0, wrong);
    say(p, "suspended lost, ");
    call(p.move(A0, S1).la(A1, second).li(A2, OPAQUE), HSM, START).branch(BNE, A0, ZERO, wrong);
    p.li(S2, FLAG).li(T1, OPAQUE).place(flag).load(LD, T0, 0, S2).branch(BNE, T0, T1, flag);
    say(p, "started, ");
    p.place(status);
    call(p.move(A0, S1), HSM, STATUS).li(T0, STOPPED).branch(BNE, A1, T0, status);
    say(p, "stopped.");
    p.jump(end).place(wrong);
    say(p, "wrong.");
    p.place(end);
    call(p.li(A0, 0).li(A1, 0), SYSTEM_RESET, 0);
    // The other hart: it tells what it was given, and stops.
    p.place(second).li(T0, FLAG).store(SD, A1, 0, T0);
    call(p, HSM, STOP);
    Label stay = p.label("stay");
    p.place(stay).branch(BEQ, ZERO, ZERO, stay);
    return p.assemble().toElf();
  }

  private static void wakeSoon(Assembler p) {
    call(p.csr(CSRRS, A0, Csr.TIME, ZERO).li(T0, 100_000).r(ADD, A0, A0, T0), TIME, 0);
  }

  private static void say(Assembler p, String text) {
    text.chars().forEach(next -> call(p.li(A0, next), CONSOLE_PUTCHAR, 0));
  }

  private static Assembler call(Assembler p, int extension, int function) {
    return p.li(A7, extension).li(A6, function).plain(ECALL);
  }
}
