package dev.kurki.cpu.fuzz;

import java.util.Set;

import dev.kurki.cpu.isa.Encoder;
import dev.kurki.cpu.isa.Instruction;

/**
 * A piece of code of at most {@value Layout#FRAGMENT_BYTES} bytes that only runs forward and ends in {@code ecall}. Three
 * registers hold addresses and are never written: {@code gp} in data, {@code tp} and {@code s11} wherever the case wants.
 * {@code t0} and {@code ra} are written where a group needs an operand or a call, and never by chance.
 */
final class Fragment {
  static final int DATA_POINTER = 3;
  static final int OTHER_POINTER = 4;
  static final int THIRD_POINTER = 27;
  /** For addresses and values that a group makes for its own instructions. */
  static final int OPERAND = 5;
  /** For the way back from a subroutine. */
  static final int RETURN_ADDRESS = 1;
  private static final Set<Integer> RESERVED = Set.of(DATA_POINTER, OTHER_POINTER, THIRD_POINTER, OPERAND,
      RETURN_ADDRESS);
  private static final int CAPACITY = Layout.FRAGMENT_BYTES - Integer.BYTES;

  private final byte[] bytes = new byte[Layout.FRAGMENT_BYTES];
  private int length;

  /** Whether so many bytes still fit before the last {@code ecall}. */
  boolean hasRoom(int wanted) {
    return length + wanted <= CAPACITY;
  }

  int length() {
    return length;
  }

  Fragment word(int word) {
    return halfword(word).halfword(word >>> 16);
  }

  Fragment halfword(int halfword) {
    if (!hasRoom(Short.BYTES)) {
      throw new IllegalStateException("the fragment is full");
    }
    bytes[length++] = (byte) halfword;
    bytes[length++] = (byte) (halfword >>> 8);
    return this;
  }

  /** {@code addi rd, rs1, immediate}. */
  Fragment addi(int rd, int rs1, int immediate) {
    return word(Encoder.immediate(Instruction.ADDI, rd, rs1, immediate));
  }

  /** {@code li rd, value} in two instructions. */
  Fragment li(int rd, int value) {
    int low = value << 20 >> 20;
    return word(Instruction.LUI.match() | rd << 7 | value - low).word(
        Encoder.immediate(Instruction.ADDIW, rd, rd, low));
  }

  /** The bytes, {@code ecall}s at their end. */
  byte[] toBytes() {
    byte[] whole = bytes.clone();
    for (int at = length; at < whole.length; at += Short.BYTES) {
      // A half-word of alignment is filled with c.nop, all else with ecall.
      int filler = at % Integer.BYTES != 0 ? 0x0001 : Instruction.ECALL.match();
      whole[at] = (byte) filler;
      whole[at + 1] = (byte) (filler >>> 8);
      at += at % Integer.BYTES != 0 ? 0 : Short.BYTES;
    }
    return whole;
  }

  /** A register that may be written. */
  static int destination(Draw draw) {
    int register = draw.below(32);
    return isReserved(register) ? 0 : register;
  }

  static boolean isReserved(int register) {
    return RESERVED.contains(register);
  }

  /** One of the pointers, data's most often. */
  static int pointer(Draw draw) {
    return switch (draw.below(5)) {
      case 0, 1 -> OTHER_POINTER;
      case 2 -> THIRD_POINTER;
      default -> DATA_POINTER;
    };
  }

  /** An instruction with random operands in all the places that its row leaves open, but no reserved register overwritten. */
  static int random(Instruction row, Draw draw) {
    int word = row.match() | draw.bits() & ~row.mask();
    return withRd(word, destination(draw), row);
  }

  private static int withRd(int word, int rd, Instruction row) {
    return (row.mask() & 0xf80) == 0 ? word & ~0xf80 | rd << 7 : word;
  }
}
