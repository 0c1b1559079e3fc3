package dev.kurki.cpu.hart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurki.actors.component.Attention;
import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.cpu.assembler.Assembler;
import dev.kurki.cpu.isa.InstructionSet;
import dev.kurki.cpu.translate.RegionSource;
import dev.kurki.cpu.translate.Translated;
import dev.kurki.cpu.translate.Translator;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/** A program by both tiers of the hart, side by side, with RAM of their own and a page of a device. */
final class TwoTiers implements AutoCloseable {
  static final long RAM = 0x8000_0000L;
  static final long DEVICE = 0x1000_0000L;
  private static final int LONGEST_SLICE = 1000;

  private final GuestMemory interpretedMemory;
  private final GuestMemory translatedMemory;
  private final Hart interpreted;
  private final Hart translated;
  private final int threshold;
  private int regions;

  /**
   * Both before the program's first instruction.
   *
   * @param ramBytes how much RAM, from {@link #RAM} on
   * @param threshold how often an instruction is jumped to before it is translated, at once
   */
  TwoTiers(int ramBytes, int threshold, Consumer<Assembler> program) {
    this.threshold = threshold;
    this.interpretedMemory = memory(ramBytes, program);
    this.translatedMemory = memory(ramBytes, program);
    this.interpreted = hart(interpretedMemory, Translator.OFF);
    this.translated = hart(translatedMemory, new Counting());
  }

  /** Writes into the RAM of both. */
  void write(long address, byte... bytes) {
    interpretedMemory.write(address, bytes);
    translatedMemory.write(address, bytes);
  }

  /** Runs both, by slices of any length, each to the same state; and to the same RAM in the end. */
  HartSection run(long instructions) {
    Random random = new Random(11);
    long left = instructions;
    while (left > 0) {
      int slice = (int) Math.min(left, 1 + random.nextInt(LONGEST_SLICE));
      Outcome outcome = interpreted.run(slice);

      assertThat(translated.run(slice)).isEqualTo(outcome);
      assertThat(translated.save()).isEqualTo(interpreted.save());
      left -= slice;
    }
    for (long page = 0; page < interpretedMemory.pages(); page++) {
      assertThat(translatedMemory.page(page).mismatch(interpretedMemory.page(page))).as("page %d", page).isNegative();
    }
    return translated.save();
  }

  /** How many regions were made. */
  int regions() {
    return regions;
  }

  @Override
  public void close() {
    interpretedMemory.close();
    translatedMemory.close();
  }

  private static GuestMemory memory(int bytes, Consumer<Assembler> program) {
    Assembler assembler = new Assembler(RAM);
    program.accept(assembler);
    GuestMemory memory = new GuestMemory(RAM, bytes);
    memory.write(RAM, assembler.assemble().image().toArray());
    return memory;
  }

  private static Hart hart(GuestMemory memory, Translator translator) {
    return new Hart(new HartSettings(InstructionSet.full(), 0, RAM, 0, 0), memory, () -> 0, new Bus() {
      @Override
      public boolean takes(long address, int width) {
        return address >= DEVICE && address < DEVICE + GuestMemory.PAGE_BYTES;
      }

      @Override
      public void write(long address, int width, long value) {
        throw new AssertionError("nothing is written to the device");
      }
    }, new Attention(), translator, Optional.empty());
  }

  private final class Counting implements Translator {
    @Override
    public int threshold() {
      return threshold;
    }

    @Override
    public void translate(RegionSource source, Consumer<Translated> done) {
      Translator.immediate(threshold).translate(source, region -> {
        regions++;
        done.accept(region);
      });
    }
  }
}
