package dev.kurki.actors.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.kurki.actors.section.Refusal.Rule;
import dev.kurki.actors.section.SectionCodec.Accepted;
import dev.kurki.actors.section.SectionCodec.Rejected;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SectionCodecTest {
  @SavedState(id = "lamp", version = 3, minimumVersion = 2)
  record Lamp(@Field(min = 0, max = 7) int level, boolean lit, long nanos, String label, @Field(length = 2) Bytes raw,
      @Field(maxLength = 3) Longs words, Fifo fifo, @Field(maxLength = 2) List<Fifo> spares, Dimmer dimmer) {}

  record Fifo(@Field(min = 0, max = 16) int fill, boolean enabled) {}

  @Subsection(version = 2, minimumVersion = 2, predicate = "the dimmer has a step")
  record Dimmer(@Field(min = 0, max = 9, absent = "0") int step) implements SubsectionState {
    @Override
    public boolean needed() {
      return step > 0;
    }
  }

  private static final Lamp LAMP = new Lamp(5, true, Long.MIN_VALUE, "hall", Bytes.of((byte) 1, (byte) 2),
      Longs.of(1, -1, Long.MAX_VALUE), new Fifo(16, false), List.of(new Fifo(1, true)), new Dimmer(4));

  private final SectionCodec<Lamp> codec = new SectionCodec<>(SectionSchema.of(Lamp.class));

  @Test
  void what_is_encoded_decodes_to_the_same_state() {
    assertThat(codec.decode(codec.encode(0, LAMP))).isEqualTo(new Accepted<>(LAMP));
  }

  @Test
  void a_subsection_that_is_not_needed_is_not_written_and_comes_back_absent() {
    Lamp plain = withDimmer(new Dimmer(0));

    assertThat(codec.decode(codec.encode(0, plain))).isEqualTo(new Accepted<>(plain));
    assertThat(codec.encode(0, plain).body().length()).isLessThan(codec.encode(0, LAMP).body().length());
  }

  @Test
  void the_schema_names_what_the_record_has() {
    assertThat(codec.schema().fieldNames()).containsExactly("level", "lit", "nanos", "label", "raw", "words", "fifo",
        "spares");
    assertThat(codec.schema().subsectionNames()).containsExactly("dimmer");
  }

  @Test
  void a_section_of_another_component_is_refused() {
    assertRefused(new Section("fan", 0, 3, codec.encode(0, LAMP).body()), Rule.UNKNOWN_SECTION, "fan/0");
  }

  @Test
  void a_version_outside_the_readable_ones_is_refused() {
    Bytes body = codec.encode(0, LAMP).body();

    assertRefused(new Section("lamp", 1, 4, body), Rule.UNSUPPORTED_VERSION, "lamp/1");
    assertRefused(new Section("lamp", 1, 1, body), Rule.UNSUPPORTED_VERSION, "lamp/1");
    assertThat(codec.decode(new Section("lamp", 1, 2, body))).isInstanceOf(Accepted.class);
  }

  @Test
  void an_unknown_field_is_refused_with_its_path() {
    assertRefused(body(out -> {
      out.writeObjectFieldStart("fields");
      out.writeObjectFieldStart("fifo");
      out.writeNumberField("depth", 1);
    }), Rule.UNKNOWN_FIELD, "lamp/0.fifo.depth");
  }

  @Test
  void a_value_out_of_range_is_refused_with_its_path() {
    assertRefused(body(out -> {
      out.writeObjectFieldStart("fields");
      out.writeNumberField("level", 8);
    }), Rule.OUT_OF_RANGE, "lamp/0.level");
    assertRefused(body(out -> {
      out.writeObjectFieldStart("fields");
      out.writeArrayFieldStart("spares");
      out.writeStartObject();
      out.writeNumberField("fill", -1);
    }), Rule.OUT_OF_RANGE, "lamp/0.spares[0].fill");
  }

  @Test
  void a_number_of_more_than_64_bits_is_out_of_range() {
    assertRefused(body(out -> {
      out.writeObjectFieldStart("fields");
      out.writeNumberField("nanos", java.math.BigInteger.ONE.shiftLeft(64));
    }), Rule.OUT_OF_RANGE, "lamp/0.nanos");
  }

  @Test
  void a_run_longer_than_its_limit_is_refused() {
    assertRefused(body(out -> {
      out.writeObjectFieldStart("fields");
      out.writeBinaryField("raw", new byte[3]);
    }), Rule.OUT_OF_RANGE, "lamp/0.raw");
    assertRefused(body(out -> {
      out.writeObjectFieldStart("fields");
      out.writeFieldName("words");
      out.writeArray(new long[4], 0, 4);
    }), Rule.OUT_OF_RANGE, "lamp/0.words");
  }

  @Test
  void a_value_of_another_type_is_refused_with_its_path() {
    assertRefused(body(out -> {
      out.writeObjectFieldStart("fields");
      out.writeStringField("lit", "yes");
    }), Rule.WRONG_TYPE, "lamp/0.lit");
  }

  @Test
  void a_missing_field_is_refused_with_its_path() {
    assertRefused(body(out -> {
      out.writeObjectFieldStart("fields");
      out.writeEndObject();
      out.writeEndObject();
    }), Rule.MISSING_FIELD, "lamp/0.level");
  }

  @Test
  void a_field_given_twice_is_refused() {
    assertRefused(body(out -> {
      out.writeObjectFieldStart("fields");
      out.writeNumberField("level", 1);
      out.writeNumberField("level", 2);
    }), Rule.REPEATED_FIELD, "lamp/0.level");
  }

  @Test
  void an_unknown_subsection_is_refused_with_its_path() {
    assertRefused(body(out -> {
      out.writeObjectFieldStart("subsections");
      out.writeObjectFieldStart("strobe");
    }), Rule.UNKNOWN_SUBSECTION, "lamp/0.strobe");
  }

  @Test
  void a_subsection_of_another_version_is_refused_with_its_path() {
    assertRefused(body(out -> {
      out.writeObjectFieldStart("subsections");
      out.writeObjectFieldStart("dimmer");
      out.writeNumberField("version", 3);
    }), Rule.UNSUPPORTED_VERSION, "lamp/0.dimmer");
  }

  @Test
  void a_truncated_section_is_refused_wherever_it_is_cut() {
    byte[] whole = codec.encode(0, LAMP).body().toArray();

    for (int length = 0; length < whole.length; length++) {
      Bytes cut = Bytes.of(java.util.Arrays.copyOf(whole, length));
      assertThat(codec.decode(new Section("lamp", 0, 3, cut))).as("cut at %d", length).isInstanceOf(Rejected.class);
    }
  }

  @Test
  void bytes_behind_the_end_are_refused() {
    byte[] whole = codec.encode(0, LAMP).body().toArray();

    assertRefused(new Section("lamp", 0, 3, Bytes.of(java.util.Arrays.copyOf(whole, whole.length + 1))), Rule.MALFORMED,
        "lamp/0");
  }

  @Test
  void a_component_that_breaks_its_own_schema_is_a_defect() {
    Lamp broken = new Lamp(9, true, 0, "", LAMP.raw(), LAMP.words(), LAMP.fifo(), List.of(), new Dimmer(0));

    assertThatThrownBy(() -> codec.encode(0, broken)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("level");
  }

  private static Lamp withDimmer(Dimmer dimmer) {
    return new Lamp(LAMP.level(), LAMP.lit(), LAMP.nanos(), LAMP.label(), LAMP.raw(), LAMP.words(), LAMP.fifo(),
        LAMP.spares(), dimmer);
  }

  private void assertRefused(Section section, Rule rule, String path) {
    assertThat(codec.decode(section)).isInstanceOfSatisfying(Rejected.class, rejected -> {
      assertThat(rejected.refusal().rule()).isEqualTo(rule);
      assertThat(rejected.refusal().path()).isEqualTo(path);
    });
  }

  private interface Body {
    void write(JsonGenerator out) throws IOException;
  }

  /** A section whose body stops wherever the writer stops; what is refused is refused before that. */
  private static Section body(Body body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = SectionCodec.CBOR.createGenerator(bytes)) {
      out.writeStartObject();
      body.write(out);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return new Section("lamp", 0, 3, Bytes.of(bytes.toByteArray()));
  }
}
