package dev.kurki.cpu.hart;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import dev.kurki.actors.component.Attention;
import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.cpu.isa.InstructionSet;
import dev.kurki.cpu.assembler.Assembler;

/** A hart with a mebibyte of RAM, a clock that stands at 12345 ns, and a device that notes what is written to it. */
final class HartBench implements AutoCloseable {
  static final long RAM = 0x8000_0000L;
  static final long DEVICE = 0x1000_0000L;

  record Write(long address, int width, long value) {}

  private final GuestMemory memory = new GuestMemory(RAM, 1 << 20);
  private final Attention attention = new Attention();
  private final List<Write> writes = new ArrayList<>();
  private final Hart hart = new Hart(new HartSettings(InstructionSet.full(), 0, RAM, 0, 0), memory, () -> 12_345,
      new Bus() {
        @Override
        public boolean takes(long address, int width) {
          return address >= DEVICE && address < DEVICE + 4096;
        }

        @Override
        public void write(long address, int width, long value) {
          writes.add(new Write(address, width, value));
        }
      }, attention);

  void program(Consumer<Assembler> code) {
    Assembler assembler = new Assembler(RAM);
    code.accept(assembler);
    memory.write(RAM, assembler.assemble().image().toArray());
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
