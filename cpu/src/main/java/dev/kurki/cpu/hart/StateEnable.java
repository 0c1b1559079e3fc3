package dev.kurki.cpu.hart;

import dev.kurki.actors.component.InconsistentState;
import dev.kurki.actors.section.Longs;
import dev.kurki.cpu.isa.Extension;
import dev.kurki.cpu.isa.InstructionSet;

/**
 * Fields of {@code mstateen0} to {@code mstateen3}, by which machine mode lets lower modes use what was added to the
 * architecture later (state enable extension, version 1.0). Only {@code senvcfg} and the supervisor's own state enables are
 * such state here. User mode has none of it, so {@code sstateen0} to {@code sstateen3} have no bit that could be set.
 */
final class StateEnable {
  static final int REGISTERS = 4;
  /** In each: the use of the {@code sstateen} of the same number. */
  static final long SE = 1L << 63;
  /** In {@code mstateen0}: the use of {@code senvcfg}. */
  static final long ENVCFG = 1L << 62;

  private StateEnable() {}

  /**
   * What an {@code mstateen} can hold in a hart with these extensions.
   *
   * @param index 0 to 3
   */
  static long writable(InstructionSet isa, int index) {
    if (!isa.has(Extension.SMSTATEEN)) {
      return 0;
    }
    return index == 0 ? SE | ENVCFG : SE;
  }

  /**
   * Lets saved words pass that a hart with these extensions can have.
   *
   * @throws InconsistentState when a bit is set that it does not have
   */
  static void check(Longs mstateen, InstructionSet isa) {
    for (int index = 0; index < REGISTERS; index++) {
      long word = mstateen.get(index);
      if ((word & ~writable(isa, index)) != 0) {
        throw new InconsistentState("stateEnable.mstateen[" + index + "]",
            "no bits but 0x" + Long.toHexString(writable(isa, index)), "0x" + Long.toHexString(word));
      }
    }
  }

  /**
   * Whether a hart in its present mode may use what a bit of an {@code mstateen} stands for; a hart without these registers
   * may.
   */
  static boolean allows(HartState state, int index, long bit) {
    return state.privilege == Privilege.MACHINE || !state.isa().has(Extension.SMSTATEEN)
        || (state.mstateen[index] & bit) != 0;
  }
}
