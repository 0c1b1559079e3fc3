package dev.kurki.actors.section;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurki.actors.section.SectionCodec.Accepted;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class StateSamplerTest {
  private static final int DRAWS = 1000;

  /** A bit of everything, with bounds of every sort. */
  @SavedState(id = "everything", version = 3)
  record Everything(boolean flag, int anyInt, long anyLong, @Field(min = -5, max = 5) int few,
      @Field(min = 7, max = 7) int one, @Field(min = Long.MIN_VALUE, max = 0) long notPositive,
      @Field(min = -2, max = Long.MAX_VALUE) long wide, @Field(maxLength = 9) String text,
      @Field(length = 4) String code, Bytes bytes, @Field(length = 70) Bytes fixed, @Field(maxLength = 3) Longs words,
      @Field(length = 0) Longs nothing, Inner inner, @Field(maxLength = 3) List<Inner> list,
      @Field(length = 6) List<Inner> six, @Field(since = 2, absent = "3") int later,
      @Field(since = 3, absent = "") Inner latest, Extra extra) {}

  record Inner(@Field(min = 0, max = 3, absent = "1") int a, @Field(since = 2, absent = "true") boolean b) {}

  @Subsection(predicate = "a is positive")
  record Extra(@Field(absent = "0", min = 0) long a, @Field(absent = "") Bytes b) implements SubsectionState {
    @Override
    public boolean needed() {
      return a > 0 || b.length() > 0;
    }
  }

  /** A section before a field has come, and after. */
  @SavedState(id = "few")
  record Few(int a, @Field(maxLength = 5) Bytes b) {}

  @SavedState(id = "few")
  record FewAndOne(long first, int a, @Field(maxLength = 5) Bytes b) {}

  @Test
  void every_draw_is_within_the_schema() {
    assertWithin(SectionForm.FULL, DRAWS);
  }

  @Test
  void every_draw_in_a_form_has_its_place_there() {
    for (SectionForm form : List.of(form(1), form(2), form(3), form(1, "extra"), form(3, "extra"))) {
      assertWithin(form, DRAWS / 10);
    }
  }

  private static void assertWithin(SectionForm form, int draws) {
    SectionSchema<Everything> schema = SectionSchema.of(Everything.class);
    SectionCodec<Everything> codec = new SectionCodec<>(schema, form);
    StateSampler<Everything> sampler = new StateSampler<>(schema, form);
    for (long i = 0; i < draws; i++) {
      Everything drawn = sampler.draw(i);
      assertThat(codec.decode(codec.encode(0, drawn))).as("draw %d in %s", i, form).isEqualTo(new Accepted<>(drawn));
    }
  }

  @Test
  void bounds_come_more_often_than_by_chance_and_subsections_a_quarter_of_the_time() {
    StateSampler<Everything> sampler = new StateSampler<>(SectionSchema.of(Everything.class), SectionForm.FULL);
    List<Everything> drawn = LongStream.range(0, DRAWS).mapToObj(sampler::draw).toList();

    assertThat(drawn.stream().filter(one -> one.anyLong == Long.MIN_VALUE)).hasSizeBetween(80, 180);
    assertThat(drawn.stream().filter(one -> one.anyLong == 0)).hasSizeBetween(80, 180);
    assertThat(drawn.stream().filter(one -> one.extra.needed())).hasSizeBetween(150, 350);
    assertThat(new HashSet<>(drawn)).hasSizeGreaterThan(990);
  }

  /** Locks compare builds by what they make of draws: a draw that changes makes a change of every component. */
  @Test
  void a_draw_is_the_same_in_every_build() throws NoSuchAlgorithmException {
    SectionSchema<Everything> schema = SectionSchema.of(Everything.class);
    StateSampler<Everything> sampler = new StateSampler<>(schema, SectionForm.FULL);
    MessageDigest digest = MessageDigest.getInstance("SHA-256");

    for (long i = 0; i < 100; i++) {
      digest.update(new SectionCodec<>(schema).encode(0, sampler.draw(i)).body().toArray());
    }

    assertThat(HexFormat.of().formatHex(digest.digest()))
        .isEqualTo("9dc74a73ed4ea4b8c2d264cc89389b18cf32d8acdc7c80ee43ab664f0386de1c");
  }

  @Test
  void a_field_that_comes_leaves_what_the_others_are_drawn_as() {
    StateSampler<Few> few = new StateSampler<>(SectionSchema.of(Few.class), SectionForm.FULL);
    StateSampler<FewAndOne> more = new StateSampler<>(SectionSchema.of(FewAndOne.class), SectionForm.FULL);

    for (long i = 0; i < 100; i++) {
      FewAndOne drawn = more.draw(i);
      assertThat(new Few(drawn.a, drawn.b)).isEqualTo(few.draw(i));
    }
  }

  private static SectionForm form(int version, String... off) {
    return new SectionForm(version, Set.of(off));
  }
}
