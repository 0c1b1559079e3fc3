package dev.kurki.actors.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kurki.actors.section.SectionCodec.Accepted;
import java.util.List;
import org.junit.jupiter.api.Test;

class SectionCodecTest {
  private final SectionCodec<Lamp> codec = new SectionCodec<>(SectionSchema.of(Lamp.class));

  @Test
  void what_is_encoded_decodes_to_the_same_state() {
    assertThat(codec.decode(codec.encode(0, Lamp.LIT))).isEqualTo(new Accepted<>(Lamp.LIT));
  }

  @Test
  void the_same_state_is_encoded_in_the_same_bytes() {
    assertThat(codec.encode(0, Lamp.LIT)).isEqualTo(codec.encode(0, Lamp.LIT.withLevel(5)));
  }

  @Test
  void the_schema_names_what_the_record_has() {
    assertThat(codec.schema().fieldNames()).containsExactly("level", "lit", "nanos", "label", "raw", "words", "fifo",
        "spares");
    assertThat(codec.schema().subsectionNames()).containsExactly("dimmer");
  }

  @Test
  void a_component_that_breaks_its_own_schema_is_a_defect() {
    assertThatThrownBy(() -> codec.encode(0, Lamp.LIT.withLevel(9))).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("level");
  }

  @Test
  void a_record_that_no_section_can_be_is_a_defect() {
    assertNoSection(Unmarked.class, "not marked");
    assertNoSection(BadId.class, "unusable");
    assertNoSection(Backwards.class, "unusable");
    assertNoSection(OfFloats.class, "double");
    assertNoSection(OfNumbers.class, "other than records");
    assertNoSection(Nesting.class, "has a subsection, dimmer");
  }

  record Unmarked(int level) {}

  @SavedState(id = "Not An Id")
  record BadId(int level) {}

  @SavedState(id = "lamp", version = 1, minimumVersion = 2)
  record Backwards(int level) {}

  @SavedState(id = "lamp")
  record OfFloats(double level) {}

  @SavedState(id = "lamp")
  record OfNumbers(List<Integer> levels) {}

  @SavedState(id = "lamp")
  record Nesting(Socket socket) {}

  record Socket(Lamp.Dimmer dimmer) {}

  private static void assertNoSection(Class<? extends Record> type, String why) {
    assertThatThrownBy(() -> SectionSchema.of(type)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }
}
