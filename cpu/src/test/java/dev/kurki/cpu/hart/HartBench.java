package dev.kurki.cpu.hart;

import static dev.kurki.cpu.assembler.Register.A2;
import static dev.kurki.cpu.assembler.Register.T0;
import static dev.kurki.cpu.assembler.Register.ZERO;
import static dev.kurki.cpu.isa.Instruction.CSRRS;
import static dev.kurki.cpu.isa.Instruction.CSRRW;
import static dev.kurki.cpu.isa.Instruction.ECALL;
import static dev.kurki.cpu.isa.Instruction.MRET;
import static dev.kurki.cpu.isa.Instruction.WFI;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import dev.kurki.actors.component.Attention;
import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.cpu.assembler.Assembler;
import dev.kurki.cpu.assembler.Label;
import dev.kurki.cpu.isa.Csr;
import dev.kurki.cpu.isa.InstructionSet;

/** A hart with a mebibyte of RAM, a clock that stands at 12345 ns, and a device that notes what is written to it. */
final class HartBench implements AutoCloseable {
  static final long RAM = 0x8000_0000L;
  static final long DEVICE = 0x1000_0000L;

  record Write(long address, int width, long value) {}

  private final GuestMemory memory = new GuestMemory(RAM, 1 << 20);
  private final Attention attention = new Attention();
  private final List<Write> writes = new ArrayList<>();
  private final Hart hart;

  HartBench() {
    this(InstructionSet.full());
  }

  HartBench(InstructionSet isa) {
    this.hart = new Hart(new HartSettings(isa, 0, RAM, 0, 0), memory, () -> 12_345, new Bus() {
      @Override
      public boolean takes(long address, int width) {
        return address >= DEVICE && address < DEVICE + 4096;
      }

      @Override
      public void write(long address, int width, long value) {
        writes.add(new Write(address, width, value));
      }
    }, attention);
  }

  void program(Consumer<Assembler> code) {
    Assembler assembler = new Assembler(RAM);
    code.accept(assembler);
    memory.write(RAM, assembler.assemble().image().toArray());
  }

  /** Runs code in a mode, with all memory open to it; a trap comes back with its cause in a2. */
  void runIn(int privilege, Consumer<Assembler> setUp, Consumer<Assembler> code) {
    program(p -> {
      Label handler = p.label("handler");
      Label there = p.label("there");
      p.li(T0, -1).csr(CSRRW, ZERO, Csr.PMPADDR0, T0).li(T0, 0x1f).csr(CSRRW, ZERO, Csr.PMPCFG0, T0);
      setUp.accept(p);
      p.la(T0, handler).csr(CSRRW, ZERO, Csr.MTVEC, T0);
      p.li(T0, (long) privilege << Mstatus.MPP_SHIFT).csr(CSRRS, ZERO, Csr.MSTATUS, T0);
      p.la(T0, there).csr(CSRRW, ZERO, Csr.MEPC, T0).plain(MRET);
      p.align(4).place(handler).csr(CSRRS, A2, Csr.MCAUSE, ZERO).plain(WFI);
      p.place(there);
      code.accept(p);
      p.plain(ECALL);
    });
    hart.run(200);
  }

  /** Runs instruction by instruction to an address; a thousand are enough for every test. */
  void runUntil(long pc) {
    for (int i = 0; i < 1000 && hart.pc() != pc; i++) {
      hart.run(1);
    }
  }

  Hart hart() {
    return hart;
  }

  GuestMemory memory() {
    return memory;
  }

  Attention attention() {
    return attention;
  }

  List<Write> writes() {
    return writes;
  }

  @Override
  public void close() {
    memory.close();
  }
}
