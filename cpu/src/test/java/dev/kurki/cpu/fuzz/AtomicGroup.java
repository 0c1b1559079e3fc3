package dev.kurki.cpu.fuzz;

import dev.kurki.cpu.isa.Encoder;
import dev.kurki.cpu.isa.Instruction;

/** Atomic memory operations, and {@code lr} with an {@code sc} behind it that may be for another address. */
final class AtomicGroup implements FragmentGroup {
  private static final int ORDERING_SHIFT = 25;

  @Override
  public void add(Fragment fragment, Place place, Draw draw) {
    // QEMU looks for memory in another order than faults have where there is none.
    int pointer = place.isVirtual() ? Fragment.pointer(draw) : Fragment.DATA_POINTER;
    boolean misaligned = !place.isProtected() && draw.onceIn(8);
    fragment.addi(Fragment.OPERAND, pointer, (draw.below(64) - 32) * 8 + (misaligned ? draw.below(8) : 0));
    if (draw.onceIn(3)) {
      reserve(fragment, !place.isVirtual() && !place.isProtected() && draw.onceIn(4), draw);
    } else {
      int word = Encoder.registers(draw.of(Rows.AMOS), Fragment.destination(draw), Fragment.OPERAND, draw.below(32));
      fragment.word(word | draw.below(4) << ORDERING_SHIFT);
    }
  }

  /** An {@code sc} elsewhere fails, and whether it may fault then is left open: where it cannot, it is tried. */
  private static void reserve(Fragment fragment, boolean elsewhere, Draw draw) {
    boolean wide = draw.onceIn(2);
    int rd = 6 + draw.below(2);
    fragment.word(Encoder.registers(wide ? Instruction.LR_D : Instruction.LR_W, rd, Fragment.OPERAND, 0));
    if (elsewhere) {
      fragment.addi(Fragment.OPERAND, Fragment.OPERAND, 64);
    }
    Instruction conditional = wide ? Instruction.SC_D : Instruction.SC_W;
    fragment.word(Encoder.registers(conditional, Fragment.destination(draw), Fragment.OPERAND, draw.below(32)));
  }
}
