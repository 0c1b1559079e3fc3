package dev.kurki.cpu.hart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.cpu.isa.InstructionSet;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import dev.kurki.cpu.microop.MicroOp;

class CodePageTest {
  private static final long RAM = 0x8000_0000L;
  private static final int INCREMENT = 0x0010_8093;
  private static final int LOOP = 0xfe20_9ae3;
  private static final int RETURN = 0x0000_8067;
  private static final int COMPRESSED_NOPS = 0x0001_0001;

  private final GuestMemory memory = new GuestMemory(RAM, GuestMemory.PAGE_BYTES);

  @AfterEach
  void free() {
    memory.close();
  }

  @Test
  void a_loop_that_was_come_to_in_its_middle_is_one_run_all_the_same() {
    write(INCREMENT, INCREMENT, INCREMENT, LOOP, RETURN);
    CodePage page = new CodePage(memory, 0, InstructionSet.full(), 0);
    page.decode(4);

    page.decode(0);

    assertThat(run(page, 0)).containsExactly(MicroOp.ADDI, MicroOp.ADDI, MicroOp.ADDI, MicroOp.BNE, MicroOp.JALR);
  }

  @Test
  void a_page_that_is_entered_at_each_of_its_slots_from_behind_keeps_its_indices() {
    write(IntStream.generate(() -> COMPRESSED_NOPS).limit(CodePage.SLOTS / 2).toArray());
    CodePage page = new CodePage(memory, 0, InstructionSet.full(), 0);

    for (int slot = CodePage.SLOTS - 1; slot >= 0; slot--) {
      page.decode(slot);
    }

    for (int slot = 0; slot < CodePage.SLOTS; slot++) {
      assertThat(page.index(slot)).as("of slot " + slot).isPositive();
      assertThat(page.slotOf()[page.index(slot)]).isEqualTo((short) slot);
      assertThat(MicroOp.op(page.microOp(slot))).isEqualTo(MicroOp.ADDI);
    }
  }

  private static int[] run(CodePage page, int slot) {
    return Arrays.stream(page.microOps(), page.index(slot), page.index(slot) + 5).mapToInt(MicroOp::op)
        .toArray();
  }

  private void write(int... words) {
    ByteBuffer bytes = ByteBuffer.allocate(words.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asIntBuffer().put(words);
    memory.write(RAM, bytes.array());
  }
}
