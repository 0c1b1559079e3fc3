package dev.kurki.cpu.fuzz;

import dev.kurki.cpu.isa.Csr;
import dev.kurki.cpu.isa.Encoder;
import dev.kurki.cpu.isa.Format;
import dev.kurki.cpu.isa.Instruction;

/** Floating point in all rounding modes, the dynamic and the reserved ones among them. */
final class FloatGroup implements FragmentGroup {
  private static final int RM_MASK = 7 << 12;
  private static final int DYNAMIC = 7;
  private static final int RESERVED_MODES_EVERY = 20;

  @Override
  public void add(Fragment fragment, Place place, Draw draw) {
    if (draw.onceIn(8)) {
      fragment.word(Encoder.immediate(Instruction.CSRRWI, 0, draw.below(draw.onceIn(8) ? 8 : 5), Csr.FRM.number()));
    }
    Instruction row = draw.of(Rows.FLOAT);
    int word = Fragment.random(row, draw);
    boolean rounds = row.format() == Format.FP || row.format() == Format.FP_UNARY || row.format() == Format.R4;
    fragment.word(rounds && !draw.onceIn(RESERVED_MODES_EVERY) && (row.mask() & RM_MASK) == 0
        ? word & ~RM_MASK | mode(draw) << 12
        : word);
  }

  private static int mode(Draw draw) {
    return draw.onceIn(2) ? DYNAMIC : draw.below(5);
  }
}
