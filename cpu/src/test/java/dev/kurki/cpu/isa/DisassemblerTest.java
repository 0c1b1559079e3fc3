package dev.kurki.cpu.isa;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Words and their text as a public assembler and its disassembler have them. */
class DisassemblerTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      00a50513 | addi a0,a0,10
      fff00293 | addi t0,zero,-1
      00008067 | jalr zero,0(ra)
      0080006f | jal zero,0x1008
      fe0518e3 | bne a0,zero,0xff0
      00113423 | sd ra,8(sp)
      0005b503 | ld a0,0(a1)
      12345537 | lui a0,0x12345
      30529073 | csrrw zero,mtvec,t0
      34202573 | csrrs a0,mcause,zero
      02c5d533 | divu a0,a1,a2
      100525af | lr.w a1,(a0)
      18c525af | sc.w a1,a2,(a0)
      00c535af | amoadd.d a1,a2,(a0)
      02b57553 | fadd.d fa0,fa0,fa1
      c2251553 | fcvt.l.d a0,fa0
      d2357553 | fcvt.d.lu fa0,a0
      e2050553 | fmv.x.d a0,fa0
      30200073 | mret
      12000073 | sfence.vma zero,zero
      """)
  void a_word_is_written_as_the_manuals_have_it(String word, String text) {
    assertThat(Disassembler.disassemble(Integer.parseUnsignedInt(word, 16), 0x1000)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      0001 | addi zero,zero,0
      1141 | addi sp,sp,-16
      e406 | sd ra,8(sp)
      60a2 | ld ra,8(sp)
      8082 | jalr zero,0(ra)
      4505 | addi a0,zero,1
      852e | add a0,zero,a1
      952e | add a0,a0,a1
      8d0d | sub a0,a0,a1
      9d0d | subw a0,a0,a1
      a001 | jal zero,0x1000
      bfed | jal zero,0xffa
      c119 | beq a0,zero,0x1006
      fd75 | bne a0,zero,0xffc
      6505 | lui a0,0x1
      7179 | addi sp,sp,-48
      1028 | addi a0,sp,40
      6108 | ld a0,0(a0)
      4188 | lw a0,0(a1)
      2108 | fld fa0,0(a0)
      9002 | ebreak
      0000 | illegal
      """)
  void a_16_bit_form_is_written_as_what_it_stands_for(String halfword, String text) {
    assertThat(Disassembler.disassemble(Integer.parseInt(halfword, 16), 0x1000)).isEqualTo(text);
  }
}
