package dev.kurki.cpu.isa;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every form of RV64C stands for the instruction that the manual says (unprivileged specification, chapter "C"). */
class CompressedTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "0040 | addi s0,sp,4", "1ffc | addi a5,sp,1020", "2100 | fld fs0,0(a0)", "5d7c | lw a5,124(a0)",
      "7d7c | ld a5,248(a0)",
      "a100 | fsd fs0,0(a0)", "c11c | sw a5,0(a0)", "fd7c | sd a5,248(a0)",
      "0001 | addi zero,zero,0", "157d | addi a0,a0,-1", "357d | addiw a0,a0,-1", "557d | addi a0,zero,-1",
      "7139 | addi sp,sp,-64", "757d | lui a0,0xfffff", "8105 | srli a0,a0,1", "9505 | srai a0,a0,33",
      "997d | andi a0,a0,-1",
      "8d0d | sub a0,a0,a1", "8d2d | xor a0,a0,a1", "8d4d | or a0,a0,a1", "8d6d | and a0,a0,a1", "9d0d | subw a0,a0,a1",
      "9d2d | addw a0,a0,a1", "a001 | jal zero,0x1000", "b7fd | jal zero,0xfee", "c101 | beq a0,zero,0x1000",
      "fd7d | bne a0,zero,0xffe", "1502 | slli a0,a0,32", "2502 | fld fa0,0(sp)", "4502 | lw a0,0(sp)",
      "6502 | ld a0,0(sp)",
      "8502 | jalr zero,0(a0)", "852e | add a0,zero,a1", "9002 | ebreak", "9502 | jalr ra,0(a0)", "952e | add a0,a0,a1",
      "a02a | fsd fa0,0(sp)", "c02a | sw a0,0(sp)", "e02a | sd a0,0(sp)"})
  void a_form_widens_to_its_instruction(String halfword, String instruction) {
    int wide = Compressed.expand(Integer.parseInt(halfword, 16));

    assertThat(Disassembler.disassemble(wide, 0x1000)).isEqualTo(instruction);
  }

  /** Zeros, addi4spn of nothing, addiw and lui of x0, lwsp and ldsp into x0, jr of x0, and what RV64C leaves open. */
  @ParameterizedTest
  @ValueSource(strings = {"0000", "0004", "2001", "6101", "6501", "4002", "6002", "8002", "9c41", "9c61", "8000"})
  void a_reserved_form_is_illegal(String halfword) {
    int wide = Compressed.expand(Integer.parseInt(halfword, 16));

    assertThat(Decoder.decode(wide)).isEqualTo(Instruction.ILLEGAL);
  }
}
