package dev.kurki.cpu.assembler;

import static dev.kurki.cpu.assembler.FloatRegister.FA0;
import static dev.kurki.cpu.assembler.FloatRegister.FS11;
import static dev.kurki.cpu.assembler.FloatRegister.FT0;
import static dev.kurki.cpu.assembler.FloatRegister.FT11;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

import dev.kurki.cpu.isa.Csr;
import dev.kurki.cpu.isa.Disassembler;
import dev.kurki.cpu.isa.Instruction;
import org.junit.jupiter.api.Test;

/** What is assembled is disassembled to the same. */
class AssemblerTest {
  private static final long BASE = 0x8000_0000L;
  private static final int DYNAMIC = 7;

  private final Assembler p = new Assembler(BASE);

  @Test
  void floating_point_instructions_have_their_registers_in_the_order_of_the_manuals() {
    p.f(Instruction.FADD_D, FA0, FT0, FT11).f(Instruction.FMADD_S, FA0, FT0, FT11, FS11)
        .f(Instruction.FSGNJ_D, FA0, FT0, FS11).f(Instruction.FSQRT_S, FS11, FA0)
        .f(Instruction.FCVT_D_L, FS11, Register.A0).f(Instruction.FMV_X_D, Register.A0, FS11)
        .load(Instruction.FLD, FT11, -8, Register.SP);

    assertThat(texts()).containsExactly("fadd.d fa0,ft0,ft11", "fmadd.s fa0,ft0,ft11,fs11", "fsgnj.d fa0,ft0,fs11",
        "fsqrt.s fs11,fa0", "fcvt.d.l fs11,a0", "fmv.x.d a0,fs11", "fld ft11,-8(sp)");
  }

  @Test
  void what_rounds_does_so_as_frm_says() {
    p.f(Instruction.FADD_D, FA0, FA0, FA0).f(Instruction.FMADD_D, FA0, FA0, FA0, FA0)
        .f(Instruction.FCVT_S_D, FA0, FA0);

    assertThat(words()).allMatch(word -> (word >>> 12 & 7) == DYNAMIC);
  }

  @Test
  void a_csr_of_a_run_of_alike_ones_is_named_by_its_place() {
    p.csr(Instruction.CSRRW, Register.ZERO, Csr.PMPADDR0, 15, Register.T0).csr(Instruction.CSRRW, Register.ZERO,
        Csr.PMPCFG0, 1, Register.T0);

    assertThat(words()).extracting(word -> word >>> 20).containsExactly(0x3bf, 0x3a2);
    assertThatThrownBy(() -> p.csr(Instruction.CSRRW, Register.ZERO, Csr.PMPCFG0, 2, Register.T0))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  private List<String> texts() {
    return words().stream().map(word -> Disassembler.disassemble(word, BASE)).toList();
  }

  private List<Integer> words() {
    ByteBuffer image = ByteBuffer.wrap(p.assemble().image().toArray()).order(ByteOrder.LITTLE_ENDIAN);
    List<Integer> words = new ArrayList<>();
    while (image.hasRemaining()) {
      words.add(image.getInt());
    }
    return words;
  }
}
