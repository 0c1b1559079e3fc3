package com.example.lamps;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import com.typesafe.config.Config;
import dev.kurki.conf.machine.MachineConfig;
import dev.kurki.cpu.assembler.Assembler;
import dev.kurki.cpu.assembler.Label;
import dev.kurki.cpu.assembler.Register;
import dev.kurki.cpu.isa.Instruction;

/** A guest that lights the lamp, works for a while, and ends its machine with status 0 if the lamp is lit as it was. */
final class LampGuest {
  /** An instruction in the midst of its work. */
  static final long MIDST = 20_000;

  private static final long RAM = 0x8000_0000L;
  private static final long LAMP = 0x10_2000L;
  private static final long FINISHER = 0x10_0000L;
  private static final int PASS = 0x5555;
  private static final int FAIL = 1 << 16 | 0x3333;
  private static final int PERCENT = 40;
  private static final int ROUNDS = 20_000;

  private LampGuest() {}

  /**
   * A machine that runs it.
   *
   * @param type its type
   * @param elf where the guest is written to, as the machine's kernel
   */
  static MachineConfig machine(String type, Path elf, Config config) {
    try {
      Files.createDirectories(elf.resolveSibling(""));
      Files.write(elf, program());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return MachineConfig.parse("{ name = lit, type = \"" + type + "\", memory = 1 MiB, icount-shift = 4, kernel = \""
        + elf + "\" }", config);
  }

  private static byte[] program() {
    Assembler p = new Assembler(RAM);
    Label loop = p.label("loop");
    Label wrong = p.label("wrong");
    Label end = p.label("end");
    p.li(Register.S0, LAMP).li(Register.S1, PERCENT)
        .store(Instruction.SW, Register.S1, DimmableLamp.LEVEL, Register.S0).li(Register.T1, ROUNDS).place(loop)
        .i(Instruction.ADDI, Register.T1, Register.T1, -1).branch(Instruction.BNE, Register.T1, Register.ZERO, loop);
    p.load(Instruction.LW, Register.T2, DimmableLamp.LEVEL, Register.S0).li(Register.A0, FINISHER)
        .li(Register.A1, PASS).branch(Instruction.BNE, Register.T2, Register.S1, wrong)
        .store(Instruction.SW, Register.A1, 0, Register.A0);
    p.place(wrong).li(Register.A1, FAIL).store(Instruction.SW, Register.A1, 0, Register.A0).place(end).jump(end);
    return p.assemble().toElf();
  }
}
