package dev.kurki.cpu.fuzz;

import dev.kurki.cpu.isa.Encoder;
import dev.kurki.cpu.isa.Instruction;

/** Branches and jumps, all forward, and calls of subroutines. */
final class BranchGroup implements FragmentGroup {
  private static final int C_BEQZ = 0xc001;
  private static final int C_BNEZ = 0xe001;
  private static final int C_J = 0xa001;
  /** Over one word. */
  private static final int C_BRANCH_OFFSET = 6 / 2 << 3;
  private static final int C_JUMP_OFFSET = 6 / 2 << 3;

  private final IntegerGroup skipped = new IntegerGroup();

  @Override
  public void add(Fragment fragment, Place place, Draw draw) {
    switch (draw.below(4)) {
      case 0 -> {
        int form = switch (draw.below(3)) {
          case 0 -> C_BEQZ | draw.below(8) << 7 | C_BRANCH_OFFSET;
          case 1 -> C_BNEZ | draw.below(8) << 7 | C_BRANCH_OFFSET;
          default -> C_J | C_JUMP_OFFSET;
        };
        fragment.halfword(form);
        fragment.word(Fragment.random(draw.of(Rows.INTEGER), draw));
      }
      case 1 -> call(fragment, place, draw);
      case 2 -> {
        fragment.word(Encoder.jump(Instruction.JAL, Fragment.destination(draw), 8));
        fragment.word(Fragment.random(draw.of(Rows.INTEGER), draw));
      }
      default -> {
        int words = 1 + draw.below(3);
        fragment.word(Encoder.branch(draw.of(Rows.BRANCHES), draw.below(32), draw.below(32), 4 + 4 * words));
        for (int i = 0; i < words; i++) {
          fragment.word(Fragment.random(draw.of(Rows.INTEGER), draw));
        }
      }
    }
    skipped.add(fragment, place, draw);
  }

  /** A call by {@code auipc} and {@code jalr}, of an odd address at times, whose lowest bit is dropped. */
  private static void call(Fragment fragment, Place place, Draw draw) {
    int to = Layout.SUBROUTINES + CaseGenerator.SUBROUTINE_BYTES * draw.below(CaseGenerator.SUBROUTINE_COUNT);
    int offset = to - (place.offset() + fragment.length()) + draw.below(2);
    int low = offset << 20 >> 20;
    fragment.word(Instruction.AUIPC.match() | Fragment.RETURN_ADDRESS << 7 | offset - low);
    fragment.word(Encoder.immediate(Instruction.JALR, Fragment.RETURN_ADDRESS, Fragment.RETURN_ADDRESS, low));
  }
}
