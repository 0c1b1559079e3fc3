package dev.kurki.cpu.isa;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class DecoderTest {
  @Provide
  Arbitrary<Instruction> rows() {
    return Arbitraries.of(Arrays.stream(Instruction.values()).filter(row -> row != Instruction.ILLEGAL).toList());
  }

  @Property
  void a_row_with_any_operands_decodes_to_itself(@ForAll("rows") Instruction row, @ForAll int operands) {
    assertThat(Decoder.decode(row.match() | operands & ~row.mask())).isEqualTo(row);
  }

  @Test
  void no_word_belongs_to_two_rows() {
    for (Instruction one : Instruction.values()) {
      for (Instruction other : Instruction.values()) {
        if (one.compareTo(other) < 0 && other != Instruction.ILLEGAL) {
          assertThat((one.match() ^ other.match()) & one.mask() & other.mask()).as("%s and %s", one, other).isNotZero();
        }
      }
    }
  }

  @Property
  void a_branch_offset_comes_back_from_its_encoding(@ForAll short offset) {
    int even = (offset >> 3) & ~1;

    assertThat(Format.B.immediate(Encoder.branch(Instruction.BEQ, 1, 2, even))).isEqualTo(even);
  }

  @Property
  void a_jump_offset_comes_back_from_its_encoding(@ForAll int offset) {
    int even = (offset >> 11) & ~1;

    assertThat(Format.J.immediate(Encoder.jump(Instruction.JAL, 1, even))).isEqualTo(even);
  }

  @Property
  void a_store_offset_comes_back_from_its_encoding(@ForAll short offset) {
    int twelveBits = offset >> 4;

    assertThat(Format.S.immediate(Encoder.store(Instruction.SD, 1, 2, twelveBits))).isEqualTo(twelveBits);
  }
}
