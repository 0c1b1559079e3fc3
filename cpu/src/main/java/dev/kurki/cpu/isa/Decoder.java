package dev.kurki.cpu.isa;

import java.util.ArrayList;
import java.util.List;

/** Finds the row of a word: rows are sorted into buckets by the bits that most of them have under their mask. */
public final class Decoder {
  private static final Instruction[][] BUCKETS = buckets();

  private Decoder() {}

  /** The instruction that a 32-bit word is, or {@link Instruction#ILLEGAL}. */
  public static Instruction decode(int word) {
    if ((word & 3) != 3) {
      return Instruction.ILLEGAL;
    }
    for (Instruction row : BUCKETS[bucket(word)]) {
      if (row.matches(word)) {
        return row;
      }
    }
    return Instruction.ILLEGAL;
  }

  /** Opcode bits 6 to 2 and funct3. */
  private static int bucket(int word) {
    return (word >>> 2 & 0x1f) << 3 | word >>> 12 & 7;
  }

  private static Instruction[][] buckets() {
    Instruction[][] buckets = new Instruction[256][];
    for (int bucket = 0; bucket < buckets.length; bucket++) {
      int word = bucket >>> 3 << 2 | 3 | (bucket & 7) << 12;
      List<Instruction> rows = new ArrayList<>();
      for (Instruction row : Instruction.values()) {
        if (row != Instruction.ILLEGAL && ((word ^ row.match()) & row.mask() & 0x707f) == 0) {
          rows.add(row);
        }
      }
      buckets[bucket] = rows.toArray(Instruction[]::new);
    }
    return buckets;
  }
}
