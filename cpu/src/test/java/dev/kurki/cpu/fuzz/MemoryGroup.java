package dev.kurki.cpu.fuzz;

import java.util.List;

import dev.kurki.cpu.isa.Encoder;
import dev.kurki.cpu.isa.Instruction;

/**
 * Loads and stores, integer and floating, compressed too, misaligned and across pages where QEMU answers these as the
 * manuals do: with PMP entries or where no memory is, it tells other addresses.
 */
final class MemoryGroup implements FragmentGroup {
  private static final int C_LW = 0x4000;
  private static final int C_LD = 0x6000;
  private static final int C_SW = 0xc000;
  private static final int C_SD = 0xe000;
  private static final int FIRST_SHORT_REGISTER = 8;

  @Override
  public void add(Fragment fragment, Place place, Draw draw) {
    int pointer = Fragment.pointer(draw);
    boolean mayMisalign = !place.isProtected() && (pointer == Fragment.DATA_POINTER || place.isVirtual());
    int offset = mayMisalign && draw.onceIn(2)
        ? draw.below(64) - 32
        : (draw.onceIn(2) ? draw.below(16) - 8 : draw.below(500) - 250) * 8;
    switch (draw.below(5)) {
      case 0 -> compressed(fragment, pointer, offset, draw);
      case 1, 2 -> fragment.word(
          Encoder.store(draw.of(Rows.STORES), pointer, draw.below(32), offset));
      default -> {
        Instruction row = draw.of(Rows.LOADS);
        fragment.word(Encoder.immediate(row, Fragment.destination(draw), pointer, offset));
      }
    }
  }

  /** With the pointer in a register that compressed forms can name. */
  private static void compressed(Fragment fragment, int pointer, int offset, Draw draw) {
    int base = draw.below(8);
    int form = draw.of(List.of(C_LW, C_LD, C_SW, C_SD));
    fragment.addi(FIRST_SHORT_REGISTER + base, pointer, offset);
    fragment.halfword(form | draw.below(8) << 10 | base << 7 | draw.below(4) << 5 | draw.below(8) << 2);
  }
}
