package dev.kurki.actors.section;

import static dev.kurki.actors.section.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kurki.actors.section.Refusal.Rule;
import dev.kurki.actors.section.SectionCodec.Accepted;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SectionVersionTest {
  /** The fan as a build of its first version had it. */
  @SavedState(id = "fan")
  record FirstFan(@Field(min = 0, max = 9) int speed, FirstBlade blade) {}

  record FirstBlade(int angle) {}

  /** The fan as it is now. */
  @SavedState(id = "fan", version = 3)
  record Fan(@Field(min = 0, max = 9) int speed, @Field(since = 2, absent = "true") boolean forward, Blade blade,
      @Field(since = 3, length = 2, absent = Field.ZEROES) Bytes stages) {}

  record Blade(int angle, @Field(since = 2, absent = "7", min = 1) int count) {}

  private static final Fan PLAIN = new Fan(3, true, new Blade(40, 7), Bytes.of(new byte[2]));

  private final SectionSchema<Fan> schema = SectionSchema.of(Fan.class);
  private final SectionCodec<Fan> newest = new SectionCodec<>(schema);
  private final SectionCodec<Fan> first = inForm(1);

  @Test
  void a_schema_is_read_off_its_record_once() {
    assertThat(SectionSchema.of(Fan.class)).isSameAs(schema);
  }

  @Test
  void a_section_of_an_older_version_loads_with_what_its_fields_are_where_they_are_absent() {
    Section section = new SectionCodec<>(SectionSchema.of(FirstFan.class)).encode(0,
        new FirstFan(3, new FirstBlade(40)));

    assertThat(newest.decode(section)).isEqualTo(new Accepted<>(PLAIN));
    assertThat(first.decode(section)).isEqualTo(new Accepted<>(PLAIN));
  }

  @Test
  void a_form_of_version_1_writes_what_a_build_of_version_1_wrote_byte_for_byte() {
    Section then = new SectionCodec<>(SectionSchema.of(FirstFan.class)).encode(2,
        new FirstFan(3, new FirstBlade(40)));

    assertThat(first.encode(2, PLAIN)).isEqualTo(then);
  }

  @Test
  void every_version_that_a_form_reads_comes_back_from_it() {
    for (int written = 1; written <= 3; written++) {
      for (int read = written; read <= 3; read++) {
        assertThat(inForm(read).decode(inForm(written).encode(0, PLAIN))).as("version %d in form %d", written, read)
            .isEqualTo(new Accepted<>(PLAIN));
      }
    }
  }

  @Test
  void a_field_of_a_later_version_is_unknown_in_a_section_of_an_older_one() {
    Section section = SectionBody.fields("fan", 1, out -> {
      out.writeNumberField("speed", 3);
      out.writeBooleanField("forward", true);
    });

    assertRefused(newest, section, Rule.UNKNOWN_FIELD, "fan/0.forward");
  }

  @Test
  void a_field_of_its_version_is_missing_where_it_is_not_there() {
    Section section = SectionBody.fields("fan", 2, out -> {
      out.writeNumberField("speed", 3);
      out.writeObjectFieldStart("blade");
      out.writeNumberField("angle", 40);
      out.writeNumberField("count", 7);
      out.writeEndObject();
    });

    assertRefused(newest, section, Rule.MISSING_FIELD, "fan/0.forward");
  }

  @Test
  void state_that_the_form_has_no_place_for_is_refused_with_its_path() {
    assertNotInForm(first, new Fan(3, false, new Blade(40, 7), Bytes.of(new byte[2])), "fan/0.forward");
    assertNotInForm(first, new Fan(3, true, new Blade(40, 8), Bytes.of(new byte[2])), "fan/0.blade.count");
    assertNotInForm(inForm(2), new Fan(3, true, new Blade(40, 7), Bytes.of((byte) 0, (byte) 1)), "fan/0.stages");
  }

  @Test
  void a_version_outside_the_readable_ones_is_refused() {
    Bytes body = newest.encode(0, PLAIN).body();

    assertRefused(newest, new Section("fan", 1, 4, body), Rule.UNSUPPORTED_VERSION, "fan/1");
    assertRefused(newest, new Section("fan", 1, 0, body), Rule.UNSUPPORTED_VERSION, "fan/1");
    assertRefused(newest, new Section("fan", 1, Integer.MIN_VALUE, body), Rule.UNSUPPORTED_VERSION, "fan/1");
  }

  @Test
  void a_version_that_is_newer_than_the_form_is_refused_although_the_build_knows_it() {
    assertRefused(inForm(2), newest.encode(0, PLAIN), Rule.UNSUPPORTED_VERSION, "fan/0");
  }

  @Test
  void a_version_below_the_minimum_is_refused() {
    SectionCodec<Lamp> lamps = new SectionCodec<>(SectionSchema.of(Lamp.class));
    Bytes body = lamps.encode(0, Lamp.LIT).body();

    assertRefused(lamps, new Section("lamp", 0, 1, body), Rule.UNSUPPORTED_VERSION, "lamp/0");
    assertThat(lamps.decode(new Section("lamp", 0, 2, body))).isInstanceOf(Accepted.class);
  }

  @Test
  void a_form_names_versions_and_subsections_that_there_are() {
    assertThatThrownBy(() -> inForm(4)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("version 1 to 3, not 4");
    assertThatThrownBy(() -> inForm(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new SectionCodec<>(schema, new SectionForm(1, Set.of("turbo"))))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("turbo");
  }

  @Test
  void a_field_of_a_later_version_has_to_say_what_it_is_where_it_is_absent() {
    assertThatThrownBy(() -> SectionSchema.of(Silent.class)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("speed");
  }

  @SavedState(id = "fan", version = 2)
  record Silent(@Field(since = 2) int speed, List<FirstBlade> blades) {}

  private SectionCodec<Fan> inForm(int version) {
    return new SectionCodec<>(schema, new SectionForm(version, Set.of()));
  }

  private static void assertNotInForm(SectionCodec<Fan> codec, Fan state, String path) {
    assertThatThrownBy(() -> codec.encode(0, state)).isInstanceOfSatisfying(NotInForm.class, thrown -> {
      assertThat(thrown.refusal().rule()).isEqualTo(Rule.NOT_IN_FORM);
      assertThat(thrown.refusal().path()).isEqualTo(path);
    });
  }
}
