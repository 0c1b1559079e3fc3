package dev.kurki.conf.lockstep;

import dev.kurki.actors.section.Bytes;
import dev.kurki.cpu.isa.Compressed;
import dev.kurki.cpu.isa.Disassembler;
import java.util.List;

import java.util.Optional;

/**
 * The first difference of two machines that ran side by side.
 *
 * @param before after so many instructions they were the same, traps counted
 * @param after after so many they are not
 * @param places where their harts stood before; empty where it is not known
 * @param values what differs
 */
public record Difference(long before, long after, List<Place> places, List<Value> values) {
  /** Copies the lists. */
  public Difference {
    places = List.copyOf(places);
    values = List.copyOf(values);
  }

  /**
   * Where a hart stands.
   *
   * @param hart its number
   * @param pc the next instruction's address
   * @param code the next instruction's bytes and maybe some behind; empty where it cannot be fetched
   */
  public record Place(int hart, long pc, Optional<Bytes> code) {
    private String sentence() {
      return "hart " + hart + " at " + String.format("%016x", pc) + ": "
          + code.map(this::instruction).orElse("no instruction can be fetched");
    }

    private String instruction(Bytes bytes) {
      int bits = halfword(bytes, 0);
      if (Compressed.isCompressed(bits)) {
        return Disassembler.disassemble(Compressed.expand(bits), pc);
      }
      return bytes.length() > Short.BYTES
          ? Disassembler.disassemble(bits | halfword(bytes, Short.BYTES) << Short.SIZE, pc)
          : "the second half of the instruction cannot be fetched";
    }

    private static int halfword(Bytes bytes, int at) {
      return bytes.get(at) & 0xff | (bytes.get(at + 1) & 0xff) << Byte.SIZE;
    }
  }

  /**
   * One value of their states.
   *
   * @param name which, e.g. {@code hart/0 x[10] (a0)}
   * @param interpreted as the interpreter has it
   * @param translated as the translator has it
   */
  public record Value(String name, String interpreted, String translated) {}

  /** Whether it is the one instruction's that stood next. */
  public boolean isExact() {
    return after - before == 1;
  }

  /** The difference for people: a sentence, where the harts stood, and a line for each value that differs. */
  public String text() {
    StringBuilder text = new StringBuilder("interpreter and translator differ ").append(isExact()
        ? "by one instruction, the one after " + before
        : "within " + (after - before) + " instructions after the first " + before).append(" (traps counted)\n");
    places.forEach(place -> text.append("  ").append(place.sentence()).append('\n'));
    int width = values.stream().mapToInt(value -> value.name().length()).max().orElse(0);
    text.append(row(width, "", "interpreted", "translated"));
    values.forEach(value -> text.append(row(width, value.name(), value.interpreted(), value.translated())));
    return text.toString();
  }

  private static String row(int width, String name, String interpreted, String translated) {
    return "  "
        + String.format("%-" + Math.max(1, width) + "s  %-16s  %-16s", name, interpreted, translated).stripTrailing()
        + "\n";
  }

}
