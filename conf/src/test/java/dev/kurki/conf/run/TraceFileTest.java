package dev.kurki.conf.run;

import static dev.kurki.cpu.assembler.Register.A0;
import static dev.kurki.cpu.assembler.Register.A1;
import static dev.kurki.cpu.assembler.Register.T0;
import static dev.kurki.cpu.assembler.Register.ZERO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import dev.kurki.actors.component.Attention;
import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.conf.input.BadInput;
import dev.kurki.cpu.assembler.Assembler;
import dev.kurki.cpu.hart.Bus;
import dev.kurki.cpu.hart.Hart;
import dev.kurki.cpu.hart.HartSettings;
import dev.kurki.cpu.hart.Outcome;
import dev.kurki.cpu.isa.Csr;
import dev.kurki.cpu.isa.Instruction;
import dev.kurki.cpu.isa.InstructionSet;
import dev.kurki.cpu.translate.Translator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceFileTest {
  private static final long RAM = 0x8000_0000L;
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

  @TempDir
  private Path folder;

  @Test
  void each_instruction_and_each_trap_has_its_line() throws IOException {
    Path file = folder.resolve("trace");
    Assembler program = new Assembler(RAM).li(T0, 64).csr(Instruction.CSRRW, ZERO, Csr.MTVEC, T0).move(A1, A0)
        .word(0x0000_0001).load(Instruction.LD, A0, 8, ZERO);

    try (GuestMemory memory = new GuestMemory(RAM, 1 << 16); TraceFile trace = TraceFile.open(file)) {
      memory.write(RAM, program.assemble().image().toArray());
      Hart hart = new Hart(new HartSettings(InstructionSet.full(), 3, RAM, 0, 0), memory, () -> 0, NO_DEVICE,
          new Attention(), Translator.OFF, Optional.of(trace));
      Outcome _ = hart.run(6);
    }

    assertThat(Files.readAllLines(file)).startsWith(
        "3 M 0 0000000080000000 04000293 addi t0,zero,64 ; t0=0000000000000040",
        "3 M 1 0000000080000004 30529073 csrrw zero,mtvec,t0",
        "3 M 2 0000000080000008 00050593 addi a1,a0,0 ; a1=0000000000000003",
        "3 M 3 000000008000000c 0001 addi zero,zero,0");
    assertThat(Files.readAllLines(file)).contains("3 M 4 000000008000000e trap cause=2 tval=0");
  }

  @Test
  void a_file_that_cannot_be_written_is_told() {
    assertThatThrownBy(() -> TraceFile.open(folder.resolve("missing").resolve("trace"))).isInstanceOf(BadInput.class)
        .hasMessageContaining("cannot be written");
  }
}
