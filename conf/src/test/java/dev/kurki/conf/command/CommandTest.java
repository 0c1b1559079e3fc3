package dev.kurki.conf.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;

import dev.kurki.cpu.assembler.Assembler;
import dev.kurki.cpu.assembler.Label;
import dev.kurki.cpu.assembler.Program;
import dev.kurki.cpu.assembler.Register;
import dev.kurki.cpu.isa.Instruction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CommandTest {
  private static final long RAM = 0x8000_0000L;
  private static final long FINISHER = 0x10_0000L;
  private static final int BAD_INPUT = 2;

  @TempDir
  private Path folder = Path.of("");

  private final StringWriter err = new StringWriter();

  @Test
  void an_elf_that_passes_ends_the_command_with_0() throws IOException {
    assertThat(run("--kernel", elf(p -> finish(p, 0x5555)))).isZero();
  }

  @Test
  void an_elf_that_fails_ends_it_with_its_own_status() throws IOException {
    assertThat(run("--kernel", elf(p -> finish(p, 42 << 16 | 0x3333)))).isEqualTo(42);
  }

  @Test
  void a_raw_image_runs_from_the_start_of_ram() throws IOException {
    Path raw = folder.resolve("pass.bin");
    Files.write(raw, assemble(p -> finish(p, 7 << 16 | 0x3333)).image().toArray());

    assertThat(run("-k", raw.toString())).isEqualTo(7);
  }

  @Test
  void a_loop_without_end_is_bounded_by_instructions() throws IOException {
    String loop = elf(p -> {
      Label here = p.label("here");
      p.place(here).jump(here);
    });

    assertThat(run("-k", loop, "--max-instructions", "200000")).isEqualTo(124);
    assertThat(err.toString()).contains("200000 instructions");
  }

  @Test
  void a_hart_that_waits_for_ever_is_bounded_by_time() throws IOException {
    assertThat(run("-k", elf(p -> p.plain(Instruction.WFI)), "--timeout", "1")).isEqualTo(124);
  }

  @Test
  void a_wrong_key_is_told_with_its_file_and_line() throws IOException {
    Path file = folder.resolve("machine.conf");
    Files.writeString(file, "machine {\n  memory = 32 MiB\n  hart = 2\n}\n");

    assertThat(run(file.toString())).isEqualTo(BAD_INPUT);
    assertThat(err.toString()).startsWith("kurki: " + file + ":3: unknown key \"machine.hart\"").hasLineCount(1);
  }

  @Test
  void a_machine_type_that_is_not_known_is_told_with_its_file_and_line() throws IOException {
    Path file = folder.resolve("machine.conf");
    Files.writeString(file, "machine {\n  memory = 2 MiB\n  type = \"virt-9.9\"\n}\n");

    assertThat(run(file.toString())).isEqualTo(BAD_INPUT);
    assertThat(err.toString())
        .startsWith("kurki: " + file + ":3: machine.type names no machine type \"virt-9.9\"; there are virt-0.1")
        .hasLineCount(1);
  }

  @Test
  void a_folder_in_the_place_of_a_file_is_told() {
    assertThat(run(folder.toString())).isEqualTo(BAD_INPUT);
    assertThat(err.toString()).isEqualTo("kurki: " + folder + ": this is a folder, and has to be a file\n");
  }

  @Test
  void an_embedded_guest_that_is_not_known_is_told_with_its_file_and_line() throws IOException {
    Path file = folder.resolve("machine.conf");
    Files.writeString(file, "machine {\n  guest.kind = hardware\n}\n");

    assertThat(run(file.toString())).isEqualTo(BAD_INPUT);
    assertThat(err.toString())
        .startsWith("kurki: " + file + ":2: machine.guest.kind has to be one of [embedded, firmware]")
        .hasLineCount(1);
  }

  @Test
  void more_harts_than_the_embedded_firmware_has_room_for_are_told_with_what_they_take() throws IOException {
    Path file = folder.resolve("machine.conf");
    Files.writeString(file, "machine {\n  memory = 1 MiB\n  harts = 30\n  guest.kind = firmware\n}\n");

    assertThat(run(file.toString())).isEqualTo(BAD_INPUT);
    assertThat(err.toString())
        .startsWith("kurki: " + file + ":2: machine.memory is too small for the embedded firmware "
            + "on 30 harts; it takes 1376256 bytes")
        .hasLineCount(1);
  }

  @Test
  void an_image_larger_than_ram_is_told_in_one_line() throws IOException {
    Path big = folder.resolve("big.bin");
    Files.write(big, new byte[3 << 20]);

    assertThat(run("-k", big.toString(), "-m", "2 MiB")).isEqualTo(BAD_INPUT);
    assertThat(err.toString()).contains("do not fit the machine's RAM of 2 MiB").hasLineCount(1);
  }

  @Test
  void overlapping_devices_are_told_by_their_addresses() throws IOException {
    Path file = folder.resolve("machine.conf");
    Files.writeString(file, "machine.devices = [ { name = uart1, type = ns16550a, base = \"0x10000080\" } ]\n");

    assertThat(run(file.toString())).isEqualTo(BAD_INPUT);
    assertThat(err.toString()).contains("uart0 (0x10000000-0x100000ff) overlaps uart1").hasLineCount(1);
  }

  @Test
  void a_node_that_is_not_there_is_told_in_one_line() {
    assertThat(command("ps", "--node", "127.0.0.1:1")).isEqualTo(BAD_INPUT);
    assertThat(err.toString()).contains("no node answers at http://127.0.0.1:1").hasLineCount(1);
  }

  @Test
  void both_tiers_in_lockstep_end_with_the_guests_status() throws IOException {
    assertThat(run("--lockstep", "-k", elf(p -> finish(p, 42 << 16 | 0x3333)))).isEqualTo(42);
    assertThat(err.toString()).contains("interpreter and translator agree over");
  }

  @Test
  void lockstep_without_a_translator_is_told_in_one_line() {
    assertThat(run("--lockstep", "--translate", "off")).isEqualTo(BAD_INPUT);
    assertThat(err.toString()).contains("it needs --translate on").hasLineCount(1);
  }

  @Test
  void lockstep_under_a_debugger_or_a_trace_is_told_in_one_line() {
    assertThat(run("--lockstep", "--gdb", "1234")).isEqualTo(BAD_INPUT);
    assertThat(run("--lockstep", "--trace", folder.resolve("trace").toString())).isEqualTo(BAD_INPUT);
    assertThat(err.toString()).contains("--gdb is for one").contains("--trace is for one").hasLineCount(2);
  }

  @Test
  void a_step_of_no_instruction_is_told_in_one_line() {
    assertThat(run("--lockstep", "--lockstep-step", "0")).isEqualTo(BAD_INPUT);
    assertThat(err.toString()).contains("from 1 on, not 0").hasLineCount(1);
  }

  @Test
  void a_step_without_lockstep_is_told_in_one_line() {
    assertThat(run("--lockstep-step", "10")).isEqualTo(BAD_INPUT);
    assertThat(err.toString()).contains("give both").hasLineCount(1);
  }

  @Test
  void a_guest_that_the_cpu_benchmark_does_not_have_is_told_with_those_that_there_are() {
    assertThat(command("bench", "cpu", "--guests", "integer,doom")).isEqualTo(BAD_INPUT);
    assertThat(err.toString()).contains("there is no guest \"doom\"; there are integer, memory").hasLineCount(1);
  }

  @Test
  void rounds_of_the_cpu_benchmark_are_at_least_one() {
    assertThat(command("bench", "cpu", "--rounds", "0")).isEqualTo(BAD_INPUT);
    assertThat(err.toString()).contains("option --rounds: has to be 1 to 1000, not 0").hasLineCount(1);
  }

  private int run(String... arguments) {
    return command(Stream.concat(Stream.of("run", "--no-input"), Stream.of(arguments)).toArray(String[]::new));
  }

  private int command(String... arguments) {
    CommandLine line = Kurki.commandLine();
    line.setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }

  private String elf(Consumer<Assembler> code) throws IOException {
    Path file = folder.resolve("program.elf");
    Files.write(file, assemble(code).toElf());
    return file.toString();
  }

  private static Program assemble(Consumer<Assembler> code) {
    Assembler assembler = new Assembler(RAM);
    code.accept(assembler);
    return assembler.assemble();
  }

  private static void finish(Assembler p, int value) {
    Label here = p.label("here");
    p.li(Register.A0, FINISHER).li(Register.A1, value).store(Instruction.SW, Register.A1, 0, Register.A0).place(here)
        .jump(here);
  }
}
