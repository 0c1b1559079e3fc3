package dev.kurki.cpu.fuzz;

import dev.kurki.cpu.isa.Compressed;
import dev.kurki.cpu.isa.Decoder;
import dev.kurki.cpu.isa.Operands;

/** Integer and bit-manipulation instructions, and what the compressed forms make of them. */
final class IntegerGroup implements FragmentGroup {
  private static final int ATTEMPTS = 64;

  @Override
  public void add(Fragment fragment, Place place, Draw draw) {
    if (draw.onceIn(3)) {
      addCompressed(fragment, draw);
    } else {
      fragment.word(Fragment.random(draw.of(Rows.INTEGER), draw));
    }
  }

  private static void addCompressed(Fragment fragment, Draw draw) {
    for (int i = 0; i < ATTEMPTS; i++) {
      int halfword = draw.bits() & 0xffff;
      int wide = Compressed.isCompressed(halfword) ? Compressed.expand(halfword) : Compressed.ILLEGAL;
      if (Rows.INTEGER.contains(Decoder.decode(wide)) && !Fragment.isReserved(Operands.rd(wide))) {
        fragment.halfword(halfword);
        return;
      }
    }
  }
}
