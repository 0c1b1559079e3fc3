package dev.kurki.migration.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurki.actors.machine.MachineId;
import dev.kurki.actors.section.Bytes;
import dev.kurki.migration.lock.MachineTypeLock;
import dev.kurki.migration.lock.ReleaseId;
import dev.kurki.migration.policy.Origin;
import dev.kurki.migration.policy.Provenance;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MachineDescriptionTest {
  private static final MachineDescription CRANE = new MachineDescription(new MachineId("crane"), "virt", 4096,
      List.of(), List.of(), "{}", Provenance.bornOn(new Origin(new ReleaseId("kurki", "0.1.0"), List.of())),
      new MachineTypeLock("virt", Map.of(), List.of(), List.of(), List.of(), List.of()));

  @Test
  void a_description_is_read_as_it_was_written() {
    assertThat(MachineDescription.decode(CRANE.encode())).contains(CRANE);
  }

  @Test
  void a_text_that_cannot_be_written_again_is_not_read() {
    byte[] encoded = CRANE.encode().toArray();
    int text = new String(encoded, StandardCharsets.ISO_8859_1).indexOf("virt");
    byte[] lowSurrogate = {'v', (byte) 0xed, (byte) 0xbe, (byte) 0x92};
    System.arraycopy(lowSurrogate, 0, encoded, text, lowSurrogate.length);

    assertThat(MachineDescription.decode(Bytes.of(encoded))).isEmpty();
  }

  @Test
  void nothing_else_is_a_description() {
    assertThat(MachineDescription.decode(Bytes.EMPTY)).isEmpty();
    assertThat(MachineDescription.decode(Bytes.of((byte) 0xf6))).isEmpty();
    assertThat(MachineDescription.decode(Bytes.utf8("{}"))).isEmpty();
  }
}
