package dev.kurki.cpu.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.kurki.cpu.isa.Compressed;
import dev.kurki.cpu.isa.Csr;
import dev.kurki.cpu.isa.Disassembler;
import dev.kurki.cpu.isa.Instruction;

/** Cases and their differences for people to read, and cases as text to be kept. */
final class CaseText {
  private static final String MODES = "US-M";
  private static final int PLACES_SHOWN = 8;
  private static final String COMMENT = "#";

  private CaseText() {}

  /**
   * A case as lines: what is not as in {@link FuzzCase#blank}, an offset and a double word each, below comments that
   * disassemble it.
   */
  static List<String> lines(FuzzCase of) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < Layout.FRAGMENTS; i++) {
      List<String> instructions = fragment(of, i);
      if (instructions.size() > 1) {
        instructions.forEach(line -> lines.add(COMMENT + " " + line));
      }
    }
    FuzzCase blank = FuzzCase.blank();
    for (int at = 0; at < Layout.ARENA_BYTES; at += Long.BYTES) {
      if (of.at(at) != blank.at(at)) {
        lines.add(String.format("%05x %016x", at, of.at(at)));
      }
    }
    return lines;
  }

  /** The case that lines stand for. */
  static FuzzCase parse(Stream<String> lines) {
    ByteBuffer arena = ByteBuffer.wrap(FuzzCase.blank().toArray()).order(ByteOrder.LITTLE_ENDIAN);
    lines.filter(line -> !line.startsWith(COMMENT)).map(line -> line.split(" ", -1))
        .forEach(parts -> arena.putLong(Integer.parseInt(parts[0], 16), Long.parseUnsignedLong(parts[1], 16)));
    return new FuzzCase(arena.array());
  }

  /** Where two outcomes of a case differ: the first entry of the trap log with its fragment, and registers and memory. */
  static String difference(FuzzCase before, FuzzCase here, FuzzCase there) {
    StringBuilder text = new StringBuilder();
    int entry = differingTrap(here, there);
    if (entry < Layout.FRAGMENTS) {
      int at = Layout.LOG + entry * Layout.LOG_ENTRY_BYTES;
      text.append("trap ").append(entry).append(" here:  ").append(trap(here, at)).append("\n  there: ")
          .append(trap(there, at)).append('\n').append(String.join("\n", fragment(before, entry))).append('\n');
    }
    int shown = 0;
    for (int at = 0; at < Layout.ARENA_BYTES && shown < PLACES_SHOWN; at += Long.BYTES) {
      if (here.at(at) != there.at(at) && (at < Layout.LOG || at >= Layout.CODE)) {
        text.append(String.format("%-12s here %016x, there %016x%n", place(at), here.at(at), there.at(at)));
        shown++;
      }
    }
    return text.toString();
  }

  /** The first entry of the trap log that differs; {@link Layout#FRAGMENTS} if none does. */
  static int differingTrap(FuzzCase here, FuzzCase there) {
    int entry = 0;
    while (entry < Layout.FRAGMENTS && here.trap(entry).equals(there.trap(entry))) {
      entry++;
    }
    return entry;
  }

  /** A fragment's mode, and its instructions that are neither {@code nop} nor the {@code ecall} that ends it. */
  private static List<String> fragment(FuzzCase of, int index) {
    ByteBuffer view = of.view();
    List<String> lines = new ArrayList<>();
    lines.add("fragment " + index + ", mode " + MODES.charAt(view.get(Layout.MODES + index)));
    int end = Layout.CODE + (index + 1) * Layout.FRAGMENT_BYTES;
    int at = end - Layout.FRAGMENT_BYTES;
    while (at <= end - Integer.BYTES) {
      int half = view.getShort(at) & 0xffff;
      boolean isShort = Compressed.isCompressed(half);
      int word = isShort ? Compressed.expand(half) : view.getInt(at);
      if (word != CaseGenerator.nop() && word != Instruction.ECALL.match()) {
        lines.add(String.format("  %x  %s", Layout.ARENA + at, Disassembler.disassemble(word, Layout.ARENA + at)));
      }
      at += isShort ? Short.BYTES : Integer.BYTES;
    }
    return lines;
  }

  private static String trap(FuzzCase outcome, int at) {
    return String.format("mcause %x mepc %x mtval %x mstatus %x scause %x sepc %x stval %x", outcome.at(at + 8),
        outcome.at(at + 16), outcome.at(at + 24), outcome.at(at + 32), outcome.at(at + 40), outcome.at(at + 48),
        outcome.at(at + 56));
  }

  private static String place(int at) {
    if (at < Layout.F) {
      return "x" + at / Long.BYTES;
    } else if (at < Layout.CSR_VALUES) {
      return "f" + (at - Layout.F) / Long.BYTES;
    } else if (at < Layout.CSR_VALUES + Long.BYTES * Layout.CSRS.size()) {
      int number = Layout.CSRS.get((at - Layout.CSR_VALUES) / Long.BYTES);
      return Csr.of(number).map(Enum::name).orElse("csr") + "/" + Integer.toHexString(number);
    }
    return Long.toHexString(Layout.ARENA + at);
  }
}
