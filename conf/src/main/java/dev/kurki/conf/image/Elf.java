package dev.kurki.conf.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.kurki.conf.image.Image.Segment;
import dev.kurki.conf.input.BadInput;

/** Reads 64-bit little-endian RISC-V executables (System V ABI, chapters 4 and 5): the segments to load and the entry point. */
final class Elf {
  private static final int HEADER_BYTES = 64;
  private static final int PROGRAM_HEADER_BYTES = 56;
  private static final int MACHINE_RISCV = 243;
  private static final int LOAD = 1;
  private static final long MAX_SEGMENT_BYTES = 1L << 31;

  private Elf() {}

  static boolean isElf(byte[] bytes) {
    return bytes.length >= 4 && bytes[0] == 0x7f && bytes[1] == 'E' && bytes[2] == 'L' && bytes[3] == 'F';
  }

  static Image parse(String name, byte[] bytes) {
    if (bytes.length < HEADER_BYTES || bytes[4] != 2 || bytes[5] != 1) {
      throw new BadInput(name + ": this ELF file is not a 64-bit little-endian one");
    }
    ByteBuffer elf = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (elf.getShort(18) != MACHINE_RISCV) {
      throw new BadInput(name + ": this ELF file is not for RISC-V");
    }
    long table = elf.getLong(32);
    int entryBytes = elf.getShort(54) & 0xffff;
    int entries = elf.getShort(56) & 0xffff;
    List<Segment> segments = new ArrayList<>();
    for (int i = 0; i < entries; i++) {
      long at = table + (long) i * entryBytes;
      if (entryBytes < PROGRAM_HEADER_BYTES || at < 0 || at > bytes.length - PROGRAM_HEADER_BYTES) {
        throw new BadInput(name + ": this ELF file is cut short or damaged");
      }
      if (elf.getInt((int) at) == LOAD) {
        segments.add(segment(name, bytes, elf, (int) at));
      }
    }
    if (segments.isEmpty()) {
      throw new BadInput(name + ": this ELF file has nothing to load");
    }
    return new Image(name, physical(elf.getLong(24), elf, (int) table, entryBytes, entries), segments);
  }

  private static Segment segment(String name, byte[] bytes, ByteBuffer elf, int at) {
    long offset = elf.getLong(at + 8);
    long physical = elf.getLong(at + 24);
    long inFile = elf.getLong(at + 32);
    long inMemory = elf.getLong(at + 40);
    boolean sound = offset >= 0 && inFile >= 0 && inFile <= bytes.length && offset <= bytes.length - inFile
        && inMemory >= inFile && inMemory <= MAX_SEGMENT_BYTES;
    if (!sound) {
      throw new BadInput(name + ": this ELF file is cut short or damaged");
    }
    byte[] contents = Arrays.copyOfRange(bytes, (int) offset, (int) (offset + inFile));
    return new Segment(physical, Arrays.copyOf(contents, (int) inMemory));
  }

  /** The entry point is a virtual address; harts start without translation. */
  private static long physical(long entry, ByteBuffer elf, int table, int entryBytes, int entries) {
    for (int i = 0; i < entries; i++) {
      int at = table + i * entryBytes;
      long offset = entry - elf.getLong(at + 16);
      if (elf.getInt(at) == LOAD && offset >= 0 && offset < elf.getLong(at + 40)) {
        return elf.getLong(at + 24) + offset;
      }
    }
    return entry;
  }
}
