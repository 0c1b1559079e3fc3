package dev.kurki.actors.section;

import static dev.kurki.actors.section.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kurki.actors.section.Refusal.Rule;
import dev.kurki.actors.section.SectionCodec.Accepted;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FormerStateTest {
  /** Versions 1 and 2 counted in seconds. */
  @SavedState(id = "timer", version = 2)
  record SecondsTimer(@Field(min = 0) long seconds, @Field(since = 2, absent = "false") boolean armed, Lap lap)
      implements
        FormerState<NanosTimer> {
    @Override
    public NanosTimer upgraded() {
      return new NanosTimer(Math.multiplyExact(seconds, 1_000_000_000L), armed, lap.seconds());
    }
  }

  /** What versions 1 and 2 had in a subsection. */
  @Subsection(predicate = "a lap has been taken")
  record Lap(@Field(min = 0, absent = "0") long seconds) implements SubsectionState {
    @Override
    public boolean needed() {
      return seconds > 0;
    }
  }

  /** Since version 3 it counts in nanoseconds. */
  @SavedState(id = "timer", version = 4, former = SecondsTimer.class)
  record NanosTimer(@Field(min = 0) long nanos, boolean armed, @Field(since = 4, absent = "0") long lapSeconds)
      implements
        Downgradable<SecondsTimer> {
    @Override
    public SecondsTimer downgraded() {
      return new SecondsTimer(nanos / 1_000_000_000L, armed, new Lap(lapSeconds));
    }
  }

  private static final NanosTimer WHOLE = new NanosTimer(5_000_000_000L, true, 0);
  private static final SecondsTimer SECONDS = new SecondsTimer(5, true, new Lap(0));

  private final SectionSchema<NanosTimer> schema = SectionSchema.of(NanosTimer.class);
  private final SectionCodec<NanosTimer> newest = new SectionCodec<>(schema);
  private final SectionCodec<SecondsTimer> then = new SectionCodec<>(SectionSchema.of(SecondsTimer.class));

  @Test
  void a_section_of_the_former_shape_is_upgraded() {
    assertThat(newest.decode(then.encode(0, SECONDS))).isEqualTo(new Accepted<>(WHOLE));
    assertThat(newest.decode(then.encode(0, new SecondsTimer(5, true, new Lap(2)))))
        .isEqualTo(new Accepted<>(new NanosTimer(5_000_000_000L, true, 2)));
  }

  @Test
  void an_older_form_writes_the_former_shape_byte_for_byte() {
    assertThat(inForm(2).encode(0, WHOLE)).isEqualTo(then.encode(0, SECONDS));
    assertThat(inForm(1).encode(0, new NanosTimer(5_000_000_000L, false, 0)))
        .isEqualTo(new SectionCodec<>(then.schema(), new SectionForm(1, Set.of())).encode(0,
            new SecondsTimer(5, false, new Lap(0))));
  }

  @Test
  void a_form_between_the_shapes_writes_the_later_one_without_its_later_fields() {
    assertThat(newest.decode(inForm(3).encode(0, WHOLE))).isEqualTo(new Accepted<>(WHOLE));
    assertThat(inForm(3).encode(0, WHOLE).version()).isEqualTo(3);
  }

  @Test
  void state_that_would_be_lost_in_the_former_shape_is_refused() {
    NanosTimer fraction = new NanosTimer(5_000_000_001L, true, 0);

    assertThatThrownBy(() -> inForm(2).encode(0, fraction)).isInstanceOfSatisfying(NotInForm.class,
        thrown -> assertThat(thrown.refusal().path()).isEqualTo("timer/0"));
    assertThatThrownBy(() -> inForm(1).encode(0, WHOLE)).isInstanceOfSatisfying(NotInForm.class,
        thrown -> assertThat(thrown.refusal().path()).isEqualTo("timer/0.armed"));
  }

  @Test
  void a_subsection_that_only_the_former_shape_has_can_be_off() {
    SectionCodec<NanosTimer> without = new SectionCodec<>(schema, new SectionForm(2, Set.of("lap")));

    assertRefused(without, then.encode(0, new SecondsTimer(5, true, new Lap(2))), Rule.UNKNOWN_SUBSECTION,
        "timer/0.lap");
    assertThatThrownBy(() -> without.encode(0, new NanosTimer(5_000_000_000L, true, 2)))
        .isInstanceOfSatisfying(NotInForm.class,
            thrown -> assertThat(thrown.refusal().path()).isEqualTo("timer/0.lap"));
  }

  @Test
  void values_that_cannot_be_upgraded_are_refused() {
    assertRefused(newest, then.encode(0, new SecondsTimer(Long.MAX_VALUE, true, new Lap(0))), Rule.INCONSISTENT,
        "timer/0");
  }

  @Test
  void what_is_wrong_in_a_former_section_is_refused_by_the_former_shape() {
    assertRefused(newest, SectionBody.fields("timer", 2, out -> out.writeNumberField("nanos", 1)), Rule.UNKNOWN_FIELD,
        "timer/0.nanos");
    assertRefused(newest, SectionBody.fields("timer", 3, out -> out.writeNumberField("seconds", 1)),
        Rule.UNKNOWN_FIELD, "timer/0.seconds");
  }

  @Test
  void states_are_drawn_that_go_into_the_former_shape() {
    for (int version = 1; version <= 2; version++) {
      StateSampler<NanosTimer> sampler = new StateSampler<>(schema, new SectionForm(version, Set.of()));
      for (int i = 0; i < 100; i++) {
        drawnAndTaken(sampler, inForm(version), i);
      }
    }
  }

  /** A drawn number of seconds may be too large to be told in nanoseconds; then there is no such state. */
  private static void drawnAndTaken(StateSampler<NanosTimer> sampler, SectionCodec<NanosTimer> codec, int number) {
    try {
      NanosTimer drawn = sampler.draw(number);
      assertThat(codec.decode(codec.encode(0, drawn))).isEqualTo(new Accepted<>(drawn));
    } catch (ArithmeticException e) {
      assertThat(e).hasMessageContaining("overflow");
    }
  }

  @Test
  void a_description_in_an_older_form_is_of_the_former_shape() {
    assertThat(SectionDescription.of(schema, new SectionForm(2, Set.of())))
        .isEqualTo(SectionDescription.of(then.schema(), SectionForm.FULL));
  }

  @Test
  void a_record_that_does_not_lead_there_is_no_former_shape() {
    assertThatThrownBy(() -> SectionSchema.of(Unrelated.class)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no former shape");
  }

  @SavedState(id = "clock", version = 4, former = SecondsTimer.class)
  record Unrelated(long nanos) {}

  private SectionCodec<NanosTimer> inForm(int version) {
    return new SectionCodec<>(schema, new SectionForm(version, Set.of()));
  }
}
