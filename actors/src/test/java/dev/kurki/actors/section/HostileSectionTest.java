package dev.kurki.actors.section;

import static dev.kurki.actors.section.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kurki.actors.section.Refusal.Rule;
import dev.kurki.actors.section.SectionCodec.Accepted;
import dev.kurki.actors.section.SectionCodec.Rejected;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class HostileSectionTest {
  private final SectionCodec<Lamp> codec = new SectionCodec<>(SectionSchema.of(Lamp.class));
  private final byte[] whole = codec.encode(0, Lamp.LIT).body().toArray();

  @Test
  void a_section_of_another_component_is_refused() {
    assertRefused(codec, new Section("fan", 0, 3, Bytes.of(whole)), Rule.UNKNOWN_SECTION, "fan/0");
  }

  @Test
  void an_unknown_field_is_refused_with_its_path() {
    assertFieldRefused(out -> {
      out.writeObjectFieldStart("fifo");
      out.writeNumberField("depth", 1);
      out.writeEndObject();
    }, Rule.UNKNOWN_FIELD, "lamp/0.fifo.depth");
  }

  @Test
  void a_value_out_of_range_is_refused_with_its_path() {
    assertFieldRefused(out -> out.writeNumberField("level", 8), Rule.OUT_OF_RANGE, "lamp/0.level");
    assertFieldRefused(out -> {
      out.writeArrayFieldStart("spares");
      out.writeStartObject();
      out.writeNumberField("fill", -1);
      out.writeEndObject();
      out.writeEndArray();
    }, Rule.OUT_OF_RANGE, "lamp/0.spares[0].fill");
  }

  @Test
  void a_number_of_more_than_64_bits_is_out_of_range() {
    assertFieldRefused(out -> out.writeNumberField("nanos", BigInteger.ONE.shiftLeft(64)), Rule.OUT_OF_RANGE,
        "lamp/0.nanos");
  }

  @Test
  void a_run_longer_than_its_limit_is_refused() {
    assertFieldRefused(out -> out.writeBinaryField("raw", new byte[3]), Rule.OUT_OF_RANGE, "lamp/0.raw");
    assertFieldRefused(out -> {
      out.writeFieldName("words");
      out.writeArray(new long[4], 0, 4);
    }, Rule.OUT_OF_RANGE, "lamp/0.words");
  }

  @Test
  void a_value_of_another_type_is_refused_with_its_path() {
    assertFieldRefused(out -> out.writeStringField("lit", "yes"), Rule.WRONG_TYPE, "lamp/0.lit");
    assertFieldRefused(out -> out.writeNullField("raw"), Rule.WRONG_TYPE, "lamp/0.raw");
    assertFieldRefused(out -> out.writeNumberField("level", 1.5), Rule.WRONG_TYPE, "lamp/0.level");
  }

  @Test
  void a_missing_field_is_refused_with_its_path() {
    assertRefused(codec, SectionBody.fields("lamp", 3, _ -> {}), Rule.MISSING_FIELD, "lamp/0.level");
  }

  @Test
  void a_field_given_twice_is_refused() {
    assertFieldRefused(out -> {
      out.writeNumberField("level", 1);
      out.writeNumberField("level", 2);
    }, Rule.REPEATED_FIELD, "lamp/0.level");
  }

  @Test
  void a_truncated_section_is_refused_wherever_it_is_cut() {
    for (int length = 0; length < whole.length; length++) {
      Bytes cut = Bytes.of(Arrays.copyOf(whole, length));
      assertThat(codec.decode(new Section("lamp", 0, 3, cut))).as("cut at %d", length).isInstanceOf(Rejected.class);
    }
  }

  @Test
  void bytes_behind_the_end_are_refused() {
    assertRefused(codec, new Section("lamp", 0, 3, Bytes.of(Arrays.copyOf(whole, whole.length + 1))), Rule.MALFORMED,
        "lamp/0");
  }

  @Test
  void every_bit_that_is_flipped_is_answered() {
    for (int i = 0; i < whole.length; i++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] changed = whole.clone();
        changed[i] ^= (byte) (1 << bit);
        assertThat(codec.decode(new Section("lamp", 0, 3, Bytes.of(changed)))).as("bit %d of byte %d", bit, i)
            .isInstanceOfAny(Accepted.class, Rejected.class);
      }
    }
  }

  @Test
  void text_that_is_no_unicode_is_refused_as_it_could_not_be_written_again() {
    byte[] surrogate = whole.clone();
    int hall = new String(whole, StandardCharsets.ISO_8859_1).indexOf("hall");
    surrogate[hall] = (byte) 0xed;
    surrogate[hall + 1] = (byte) 0xa0;
    surrogate[hall + 2] = (byte) 0x80;

    assertThat(codec.decode(new Section("lamp", 0, 3, Bytes.of(surrogate)))).isInstanceOf(Rejected.class);
  }

  @Test
  void a_refusal_shows_what_came_in_one_short_line() {
    Section section = SectionBody.fields("lamp", 3, out -> out.writeNumberField("x\n\u001b[2J".repeat(5000), 1));

    assertThat(codec.decode(section)).isInstanceOfSatisfying(Rejected.class,
        rejected -> assertThat(rejected.refusal().sentence()).matches("[ -~]{1,600}").contains("x??[2J"));
  }

  @Test
  void values_that_the_records_constructor_does_not_take_together_are_refused() {
    SectionCodec<Window> windows = new SectionCodec<>(SectionSchema.of(Window.class));

    assertRefused(windows, window(5, 4, ""), Rule.INCONSISTENT, "window/0");
    assertRefused(windows, window(0, 0, "q"), Rule.INCONSISTENT, "window/0");
    assertThat(windows.decode(window(4, 5, "7"))).isEqualTo(new Accepted<>(new Window(4, 5, "7")));
  }

  /** Its constructor throws of its own, and throws what others have thrown at it. */
  @SavedState(id = "window")
  record Window(int first, int last, String number) {
    Window {
      if (first > last) {
        throw new IllegalStateException("first is behind last");
      }
      if (!number.isEmpty() && !Character.isDigit(number.charAt(0))) {
        throw new AssertionError(number);
      }
    }
  }

  private static Section window(int first, int last, String number) {
    return SectionBody.fields("window", 1, out -> {
      out.writeNumberField("first", first);
      out.writeNumberField("last", last);
      out.writeStringField("number", number);
    });
  }

  private void assertFieldRefused(SectionBody fields, Rule rule, String path) {
    assertRefused(codec, SectionBody.fields("lamp", 3, fields), rule, path);
  }
}
