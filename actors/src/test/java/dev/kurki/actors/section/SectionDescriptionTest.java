package dev.kurki.actors.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SectionDescriptionTest {
  @SavedState(id = "meter", owner = "acme", version = 2, unmigratable = "it is wired to the wall")
  record Meter(boolean flag, @Field(min = 0, max = 9, semantics = "volts") int level, long count,
      @Field(maxLength = 8, absent = "none") String label, @Field(length = 2, absent = Field.ZEROES) Bytes raw,
      Longs words, Part part, @Field(maxLength = 4) List<Part> parts,
      @Field(since = 2, absent = "5") int later, Extra extra) {}

  record Part(int a, @Field(since = 2, absent = "true") boolean b) {}

  @Subsection(version = 3, minimumVersion = 2, predicate = "there is more")
  record Extra(@Field(absent = "0", min = 0) int more) implements SubsectionState {
    @Override
    public boolean needed() {
      return more > 0;
    }
  }

  private final SectionDescription full = SectionDescription.of(SectionSchema.of(Meter.class), SectionForm.FULL);

  @Test
  void it_says_what_is_written_and_read() {
    assertThat(full.id()).isEqualTo("meter");
    assertThat(full.owner()).isEqualTo("acme");
    assertThat(full.version()).isEqualTo(2);
    assertThat(full.minimumVersion()).isEqualTo(1);
    assertThat(full.unmigratable()).isEqualTo("it is wired to the wall");
  }

  @Test
  void each_field_is_told_with_its_type_bounds_meaning_and_absence() {
    List<FieldDescription> part = List.of(
        field("a", "int", Integer.MIN_VALUE, Integer.MAX_VALUE, "meter.part.a", 1, "required"),
        field("b", "flag", 0, 0, "meter.part.b", 2, "true"));
    List<FieldDescription> ofParts = List.of(
        field("a", "int", Integer.MIN_VALUE, Integer.MAX_VALUE, "meter.parts.a", 1, "required"),
        field("b", "flag", 0, 0, "meter.parts.b", 2, "true"));

    assertThat(full.fields()).containsExactly(field("flag", "flag", 0, 0, "meter.flag", 1, "required"),
        field("level", "int", 0, 9, "volts", 1, "required"),
        field("count", "long", Long.MIN_VALUE, Long.MAX_VALUE, "meter.count", 1, "required"),
        field("label", "text", 0, 8, "meter.label", 1, "none"),
        field("raw", "bytes", 2, 2, "meter.raw", 1, "zeroes"),
        field("words", "longs", 0, Field.DEFAULT_MAX_LENGTH, "meter.words", 1, "required"),
        new FieldDescription("part", "record", 0, 0, "meter.part", 1, "required", part),
        new FieldDescription("parts", "list", 0, 4, "meter.parts", 1, "required", ofParts),
        field("later", "int", Integer.MIN_VALUE, Integer.MAX_VALUE, "meter.later", 2, "5"));
  }

  @Test
  void each_subsection_is_told_with_its_versions_and_its_predicate() {
    SubsectionDescription extra = full.subsections().getFirst();

    assertThat(extra.name()).isEqualTo("extra");
    assertThat(extra.version()).isEqualTo(3);
    assertThat(extra.minimumVersion()).isEqualTo(2);
    assertThat(extra.predicate()).isEqualTo("there is more");
    assertThat(extra.fields())
        .containsExactly(field("more", "int", 0, Integer.MAX_VALUE, "meter.extra.more", 1, "0"));
  }

  @Test
  void an_older_form_has_neither_later_fields_nor_what_is_off() {
    SectionDescription older = SectionDescription.of(SectionSchema.of(Meter.class),
        new SectionForm(1, Set.of("extra")));

    assertThat(older.version()).isEqualTo(1);
    assertThat(older.subsections()).isEmpty();
    assertThat(older.fields()).extracting(FieldDescription::name).doesNotContain("later");
    assertThat(older.fields().get(6).fields()).extracting(FieldDescription::name).containsExactly("a");
  }

  @Test
  void a_form_of_a_version_that_there_is_not_is_a_defect() {
    assertThatThrownBy(() -> SectionDescription.of(SectionSchema.of(Meter.class), new SectionForm(3, Set.of())))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("not 3");
  }

  @Test
  void another_predicate_under_the_same_words_gives_other_answers() {
    assertThat(answers(AtLeastOne.class)).isEqualTo(answers(Positive.class)).isNotEqualTo(answers(Even.class));
    assertThat(answers(Positive.class)).hasSize(32).matches("[0-9a-f]+");
  }

  @Test
  void a_subsection_that_does_not_take_every_drawn_state_is_described_all_the_same() {
    assertThat(answers(Picky.class)).isNotEqualTo(answers(Positive.class)).isNotEqualTo("0".repeat(32));
  }

  @SavedState(id = "s")
  record Positive(ByPositive s) {}

  @Subsection(predicate = "it is needed")
  record ByPositive(@Field(absent = "0", min = 0) int a) implements SubsectionState {
    @Override
    public boolean needed() {
      return a > 0;
    }
  }

  @SavedState(id = "s")
  record AtLeastOne(ByAtLeastOne s) {}

  @Subsection(predicate = "it is needed")
  record ByAtLeastOne(@Field(absent = "0", min = 0) int a) implements SubsectionState {
    @Override
    public boolean needed() {
      return a >= 1;
    }
  }

  @SavedState(id = "s")
  record Even(ByEven s) {}

  @Subsection(predicate = "it is needed")
  record ByEven(@Field(absent = "0", min = 0) int a) implements SubsectionState {
    @Override
    public boolean needed() {
      return a > 0 && a % 2 == 0;
    }
  }

  @SavedState(id = "s")
  record Picky(ByPicky s) {}

  @Subsection(predicate = "it is needed")
  record ByPicky(@Field(absent = "0", min = 0) int a) implements SubsectionState {
    ByPicky {
      if (a % 2 == 1) {
        throw new IllegalArgumentException("odd");
      }
    }

    @Override
    public boolean needed() {
      return a > 0;
    }
  }

  private static String answers(Class<? extends Record> type) {
    return SectionDescription.of(SectionSchema.of(type), SectionForm.FULL).subsections().getFirst().answers();
  }

  private static FieldDescription field(String name, String type, long min, long max, String semantics, int since,
      String absent) {
    return new FieldDescription(name, type, min, max, semantics, since, absent, List.of());
  }
}
