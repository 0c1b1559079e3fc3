package dev.kurki.cpu.fuzz;

import java.util.List;

import dev.kurki.cpu.isa.Csr;
import dev.kurki.cpu.isa.Encoder;
import dev.kurki.cpu.isa.Instruction;

/** Fields of {@code mstatus} and {@code sstatus}, and accesses by another mode's rights with {@code MPRV}. */
final class ModeGroup implements FragmentGroup {
  private static final int MPRV = 1 << 17;
  private static final int MPP_SHIFT = 11;
  /** SIE, SPIE, SPP, FS, SUM, MXR, and for machine mode TVM, TW and TSR. FS is off or dirty, as when clean becomes dirty is free. */
  private static final List<Integer> FIELDS = List.of(1 << 1, 1 << 5, 1 << 8, 3 << 13, 3 << 13, 1 << 18, 1 << 19,
      1 << 18 | 1 << 19, 1 << 20, 1 << 21, 1 << 22);

  private final MemoryGroup memory = new MemoryGroup();

  @Override
  public void add(Fragment fragment, Place place, Draw draw) {
    boolean isMachine = place.mode() == CaseGenerator.MACHINE;
    if (isMachine && draw.onceIn(3)) {
      borrow(fragment, place, draw);
      return;
    }
    Instruction row = draw.onceIn(3) ? Instruction.CSRRC : Instruction.CSRRS;
    Csr csr = isMachine || draw.onceIn(4) ? Csr.MSTATUS : Csr.SSTATUS;
    fragment.li(Fragment.OPERAND, draw.of(FIELDS)).word(
        Encoder.immediate(row, Fragment.destination(draw), Fragment.OPERAND, csr.number()));
  }

  /** Loads or stores once as another mode. */
  private void borrow(Fragment fragment, Place place, Draw draw) {
    int previous = draw.below(2);
    fragment.li(Fragment.OPERAND, MPRV | previous << MPP_SHIFT);
    fragment.word(Encoder.immediate(Instruction.CSRRS, 0, Fragment.OPERAND, Csr.MSTATUS.number()));
    memory.add(fragment, new Place(place.offset(), previous, place.isTranslated(), place.isProtected()), draw);
    fragment.word(Encoder.immediate(Instruction.CSRRC, 0, Fragment.OPERAND, Csr.MSTATUS.number()));
  }
}
