package dev.kurki.cpu.fuzz;

import dev.kurki.cpu.isa.Csr;
import dev.kurki.cpu.isa.Decoder;
import dev.kurki.cpu.isa.Encoder;
import dev.kurki.cpu.isa.Instruction;

/** What traps, or returns from a trap, or is allowed to some modes only; and words that are no instruction. */
final class TrapGroup implements FragmentGroup {
  private static final int ATTEMPTS = 64;
  private static final int SOFTWARE_INTERRUPT = 2;

  @Override
  public void add(Fragment fragment, Place place, Draw draw) {
    switch (draw.below(9)) {
      case 0 -> fragment.word(Instruction.ECALL.match());
      case 1 -> fragment.word(Instruction.MRET.match());
      case 2 -> supervisorReturn(fragment, place);
      case 3 -> fragment.word(Encoder.registers(Instruction.SFENCE_VMA, 0, draw.below(32), draw.below(32)));
      case 4 -> fragment.word(
          // User mode's fences by two halves are illegal, which QEMU 7.2 does not see.
          place.mode() == CaseGenerator.SUPERVISOR ? Instruction.SFENCE_W_INVAL.match() : waitInUserMode(place));
      case 5 -> fragment.word(Instruction.FENCE_I.match());
      case 6 -> interrupt(fragment, place, draw);
      default -> noInstruction(fragment, draw);
    }
  }

  /** {@code wfi} where it is illegal; elsewhere it might wait for ever. */
  private static int waitInUserMode(Place place) {
    return place.mode() == CaseGenerator.USER ? Instruction.WFI.match() : Instruction.FENCE_I.match();
  }

  /** To the supervisor's handler, which is nothing but {@code ecall}s. */
  private static void supervisorReturn(Fragment fragment, Place place) {
    if (place.mode() != CaseGenerator.USER) {
      int offset = Layout.HANDLER - (place.offset() + fragment.length());
      int low = offset << 20 >> 20;
      fragment.word(Instruction.AUIPC.match() | Fragment.OPERAND << 7 | offset - low);
      fragment.addi(Fragment.OPERAND, Fragment.OPERAND, low);
      fragment.word(Encoder.immediate(Instruction.CSRRW, 0, Fragment.OPERAND, Csr.SEPC.number()));
    }
    fragment.word(Instruction.SRET.match());
  }

  /** A software interrupt, made pending where the mode may do that. */
  private static void interrupt(Fragment fragment, Place place, Draw draw) {
    boolean byMachine = place.mode() == CaseGenerator.MACHINE;
    fragment
        .word(Encoder.immediate(Instruction.CSRRSI, 0, SOFTWARE_INTERRUPT, (byMachine ? Csr.MIE : Csr.SIE).number()));
    fragment.word(Encoder.immediate(Instruction.CSRRSI, Fragment.destination(draw), SOFTWARE_INTERRUPT,
        (byMachine ? Csr.MIP : Csr.SIP).number()));
  }

  private static void noInstruction(Fragment fragment, Draw draw) {
    for (int i = 0; i < ATTEMPTS; i++) {
      int word = draw.bits() | 3;
      if (Decoder.decode(word) == Instruction.ILLEGAL) {
        fragment.word(word);
        return;
      }
    }
  }
}
