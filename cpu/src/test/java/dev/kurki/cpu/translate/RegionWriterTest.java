package dev.kurki.cpu.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurki.cpu.isa.Decoder;
import dev.kurki.cpu.isa.Encoder;
import dev.kurki.cpu.isa.Extension;
import dev.kurki.cpu.isa.Instruction;
import dev.kurki.cpu.isa.InstructionSet;
import dev.kurki.cpu.microop.PageText;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.BitSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RegionWriterTest {
  /** The host's compilers leave a longer method alone. */
  private static final int MOST_BYTES = 8000;
  private static final int ROOM = 7500;
  private static final int WORDS = PageText.SLOTS / 2;

  @ParameterizedTest
  @EnumSource
  void a_page_of_one_instruction_becomes_a_region_that_the_hosts_compilers_take(Instruction row) {
    RegionPlan plan = RegionPlan.of(source(row), ROOM);
    if (plan.size() == 0) {
      assertThat(row.extension()).as("what is left to the interpreter").isNotIn(Extension.M, Extension.F, Extension.D);
      return;
    }

    int length = ClassFile.of().parse(RegionWriter.write(plan)).methods().stream()
        .filter(method -> method.methodName().equalsString("run"))
        .map(method -> method.findAttribute(Attributes.code()).orElseThrow())
        .mapToInt(CodeAttribute::codeLength)
        .sum();

    assertThat(length).isLessThan(MOST_BYTES);
  }

  private static int word(Instruction row, int i) {
    int word = Encoder.registers(row, i % 31 + 1, i % 29 + 1, i % 23 + 1);
    return Decoder.decode(word) == row ? word : Encoder.registers(row, i % 31 + 1, i % 29 + 1, 0);
  }

  private static RegionSource source(Instruction row) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment page = arena.allocate(2L * PageText.SLOTS);
      for (int i = 0; i < WORDS; i++) {
        page.setAtIndex(ValueLayout.JAVA_INT, i, word(row, i));
      }
      BitSet known = new BitSet();
      known.set(0, PageText.SLOTS);
      return new RegionSource(new PageText(page), InstructionSet.full(), known, new Heat(new int[PageText.SLOTS], 0),
          0);
    }
  }
}
