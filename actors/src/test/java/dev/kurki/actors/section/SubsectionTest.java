package dev.kurki.actors.section;

import static dev.kurki.actors.section.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.kurki.actors.section.Lamp.Dimmer;
import dev.kurki.actors.section.Refusal.Rule;
import dev.kurki.actors.section.SectionCodec.Accepted;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SubsectionTest {
  private final SectionSchema<Lamp> schema = SectionSchema.of(Lamp.class);
  private final SectionCodec<Lamp> codec = new SectionCodec<>(schema);
  private final SectionCodec<Lamp> without = new SectionCodec<>(schema,
      new SectionForm(SectionForm.NEWEST, Set.of("dimmer")));

  @Test
  void one_that_is_not_needed_is_not_written_and_comes_back_absent() {
    Lamp plain = Lamp.LIT.withDimmer(new Dimmer(0));

    assertThat(codec.decode(codec.encode(0, plain))).isEqualTo(new Accepted<>(plain));
    assertThat(codec.encode(0, plain).body().length()).isLessThan(codec.encode(0, Lamp.LIT).body().length());
  }

  @Test
  void one_that_is_off_is_nothing_to_a_state_that_does_not_need_it() {
    Lamp plain = Lamp.LIT.withDimmer(new Dimmer(0));

    assertThat(without.encode(0, plain)).isEqualTo(codec.encode(0, plain));
    assertThat(without.decode(without.encode(0, plain))).isEqualTo(new Accepted<>(plain));
  }

  @Test
  void one_that_is_off_and_needed_is_refused_when_it_is_written() {
    assertThatThrownBy(() -> without.encode(0, Lamp.LIT)).isInstanceOfSatisfying(NotInForm.class, thrown -> {
      assertThat(thrown.refusal().rule()).isEqualTo(Rule.NOT_IN_FORM);
      assertThat(thrown.refusal().path()).isEqualTo("lamp/0.dimmer");
    });
  }

  @Test
  void one_that_is_off_is_refused_when_it_is_read() {
    assertRefused(without, codec.encode(0, Lamp.LIT), Rule.UNKNOWN_SUBSECTION, "lamp/0.dimmer");
  }

  @Test
  void one_that_nobody_knows_is_refused_with_its_path() {
    assertRefused(codec, subsections(out -> out.writeObjectFieldStart("strobe")), Rule.UNKNOWN_SUBSECTION,
        "lamp/0.strobe");
  }

  @Test
  void one_of_a_version_that_is_not_read_is_refused_with_its_path() {
    assertRefused(codec, dimmer("dimmer", 3, "step", 4), Rule.UNSUPPORTED_VERSION, "lamp/0.dimmer");
    assertRefused(codec, dimmer("dimmer", 1, "step", 4), Rule.UNSUPPORTED_VERSION, "lamp/0.dimmer");
  }

  @Test
  void one_of_an_older_version_that_is_read_has_what_its_fields_are_where_they_are_absent() {
    SectionCodec<Heater> heaters = new SectionCodec<>(SectionSchema.of(Heater.class));

    assertThat(heaters.decode(heater(2, "watts", 5))).isEqualTo(new Accepted<>(new Heater(new Element(5, 9))));
    assertRefused(heaters, heater(2, "ohms", 5), Rule.UNKNOWN_FIELD, "heater/0.element.ohms");
    assertRefused(heaters, heater(3, "watts", 5), Rule.MISSING_FIELD, "heater/0.element.ohms");
    assertRefused(heaters, heater(1, "watts", 5), Rule.UNSUPPORTED_VERSION, "heater/0.element");
  }

  @Test
  void one_that_came_and_is_not_needed_is_refused_where_it_could_not_be_saved_again() {
    SectionCodec<Heater> heaters = new SectionCodec<>(SectionSchema.of(Heater.class));

    assertRefused(heaters, heater(2, "watts", -1), Rule.INCONSISTENT, "heater/0.element");
    assertThat(heaters.decode(heater(2, "watts", 0))).isEqualTo(new Accepted<>(new Heater(new Element(0, 9))));
  }

  @Test
  void a_predicate_that_throws_is_the_senders_fault() {
    SectionCodec<Heater> heaters = new SectionCodec<>(SectionSchema.of(Heater.class));

    assertRefused(heaters, heater(2, "watts", 13), Rule.INCONSISTENT, "heater/0.element");
  }

  @SavedState(id = "heater")
  record Heater(Element element) {}

  /** Its predicate forgets what is below zero, and cannot stand 13. */
  @Subsection(version = 3, minimumVersion = 2, predicate = "it is hot")
  record Element(@Field(absent = "0") int watts, @Field(absent = "9", since = 3) int ohms) implements SubsectionState {
    @Override
    public boolean needed() {
      if (watts == 13) {
        throw new IllegalStateException("13");
      }
      return watts > 0;
    }
  }

  @Test
  void a_predicate_that_is_not_pure_is_a_defect() {
    Fickle.QUESTIONS.set(0);
    SectionCodec<Moody> moody = new SectionCodec<>(SectionSchema.of(Moody.class));

    assertThatThrownBy(() -> moody.encode(0, new Moody(new Fickle(1)))).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("twice the same");
  }

  @SavedState(id = "moody")
  record Moody(Fickle fickle) {}

  @Subsection(predicate = "every other time")
  record Fickle(@Field(absent = "0") int mood) implements SubsectionState {
    private static final AtomicInteger QUESTIONS = new AtomicInteger();

    @Override
    public boolean needed() {
      return mood > 0 && QUESTIONS.getAndIncrement() % 2 == 0;
    }
  }

  @Test
  void a_predicate_that_leaves_out_other_than_the_absent_state_is_a_defect() {
    SectionCodec<Heater> heaters = new SectionCodec<>(SectionSchema.of(Heater.class));

    assertThatThrownBy(() -> heaters.encode(0, new Heater(new Element(-1, 9))))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("not needed");
  }

  @Test
  void a_record_that_cannot_be_left_out_is_no_subsection() {
    assertNone(OfNoPredicate.class, "no SubsectionState");
    assertNone(OfRequired.class, "what it is where it is absent");
    assertNone(OfAlways.class, "needed even where");
    assertNone(OfVersions.class, "unusable version");
  }

  @SavedState(id = "s")
  record OfNoPredicate(NoPredicate s) {}

  @Subsection(predicate = "")
  record NoPredicate(@Field(absent = "0") int a) {}

  @SavedState(id = "s")
  record OfRequired(Required s) {}

  @Subsection(predicate = "")
  record Required(int a) implements SubsectionState {
    @Override
    public boolean needed() {
      return a > 0;
    }
  }

  @SavedState(id = "s")
  record OfAlways(Always s) {}

  @Subsection(predicate = "")
  record Always(@Field(absent = "0") int a) implements SubsectionState {
    @Override
    public boolean needed() {
      return true;
    }
  }

  @SavedState(id = "s")
  record OfVersions(Versions s) {}

  @Subsection(version = 1, minimumVersion = 2, predicate = "")
  record Versions(@Field(absent = "0") int a) implements SubsectionState {
    @Override
    public boolean needed() {
      return a > 0;
    }
  }

  private static void assertNone(Class<? extends Record> type, String why) {
    assertThatThrownBy(() -> SectionSchema.of(type)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  private static Section heater(int version, String field, int value) {
    return SectionBody.section("heater", 1, out -> {
      out.writeObjectFieldStart("fields");
      out.writeEndObject();
      out.writeObjectFieldStart("subsections");
      write(out, "element", version, field, value);
      out.writeEndObject();
      out.writeEndObject();
    });
  }

  private static Section dimmer(String name, int version, String field, int value) {
    return subsections(out -> write(out, name, version, field, value));
  }

  private static Section subsections(SectionBody body) {
    return SectionBody.section("lamp", 3, out -> {
      out.writeObjectFieldStart("subsections");
      body.write(out);
    });
  }

  private static void write(JsonGenerator out, String name, int version, String field,
      int value) throws IOException {
    out.writeObjectFieldStart(name);
    out.writeNumberField("version", version);
    out.writeObjectFieldStart("fields");
    out.writeNumberField(field, value);
    out.writeEndObject();
    out.writeEndObject();
  }
}
