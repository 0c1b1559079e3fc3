package dev.kurki.conf.abi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import dev.kurki.actors.component.InconsistentState;
import dev.kurki.actors.section.Bytes;
import dev.kurki.actors.section.Field;
import dev.kurki.actors.section.SavedState;
import dev.kurki.actors.section.SectionForm;
import dev.kurki.actors.section.Subsection;
import dev.kurki.actors.section.SubsectionState;
import dev.kurki.migration.lock.Behaviour;
import org.junit.jupiter.api.Test;

class ComponentBehaviourTest {
  private static final Lamp POWER_ON = new Lamp(0, Bytes.of((byte) 0, (byte) 0), new Blink(0));

  @SavedState(id = "lamp")
  record Lamp(@Field(min = 0, max = 3) int level, @Field(maxLength = 8) Bytes colours, Blink blink) {
    Lamp {
      if (level == 3 && blink.period() > 0) {
        throw new IllegalArgumentException("the brightest lamp does not blink");
      }
    }
  }

  @Subsection(predicate = "it blinks")
  record Blink(@Field(min = 0, max = 9, absent = "0") int period) implements SubsectionState {
    @Override
    public boolean needed() {
      return period > 0;
    }
  }

  @Test
  void a_component_that_keeps_each_state_answers_with_digests_and_twice_the_same() {
    List<String> answers = answers(UnaryOperator.identity());

    assertThat(answers).hasSize(ComponentBehaviour.DRAWS).isEqualTo(answers(UnaryOperator.identity()));
    assertThat(answers.stream().filter(answer -> answer.matches("[0-9a-f]{8}"))).hasSizeGreaterThan(40);
  }

  @Test
  void a_state_that_the_records_constructor_does_not_take_is_refused() {
    assertThat(answers(UnaryOperator.identity())).contains(Behaviour.REFUSED);
  }

  @Test
  void a_component_that_takes_less_refuses_more() {
    List<String> before = answers(UnaryOperator.identity());

    List<String> after = answers(lamp -> {
      if (lamp.level() == 1) {
        throw new InconsistentState("level", "no 1", "1");
      }
      return lamp;
    });

    assertThat(count(after, Behaviour.REFUSED)).isGreaterThan(count(before, Behaviour.REFUSED));
    for (int i = 0; i < after.size(); i++) {
      assertThat(after.get(i)).isIn(before.get(i), Behaviour.REFUSED);
    }
  }

  @Test
  void a_component_that_writes_other_bytes_answers_otherwise() {
    assertThat(answers(lamp -> new Lamp(0, lamp.colours(), lamp.blink())))
        .isNotEqualTo(answers(UnaryOperator.identity()));
  }

  @Test
  void every_second_draw_has_runs_as_long_as_the_component_has_them() {
    List<String> answers = answers(lamp -> {
      if (lamp.colours().length() != 2) {
        throw new InconsistentState("colours", "two", "others");
      }
      return lamp;
    });

    List<String> fitted = IntStream.range(0, answers.size()).filter(draw -> draw % 2 == 1)
        .mapToObj(answers::get).toList();
    assertThat(count(fitted, Behaviour.REFUSED)).isLessThan(fitted.size() / 4L);
  }

  @Test
  void a_state_without_a_place_in_the_form_is_refused() {
    SectionForm withoutBlink = new SectionForm(SectionForm.NEWEST, Set.of("blink"));

    List<String> answers = new ComponentBehaviour<>(Lamp.class, withoutBlink, POWER_ON,
        lamp -> new Lamp(1, lamp.colours(), new Blink(5))).answers().answers();

    assertThat(answers).containsOnly(Behaviour.REFUSED);
  }

  @Test
  void a_component_that_does_not_bear_a_state_is_a_defect_told_with_the_draw() {
    assertThatThrownBy(() -> answers(lamp -> {
      throw new ArithmeticException("/ by zero");
    })).isInstanceOf(IllegalStateException.class).hasMessageStartingWith("section lamp does not bear draw 0: Lamp[")
        .hasCauseInstanceOf(ArithmeticException.class);
  }

  private static List<String> answers(UnaryOperator<Lamp> component) {
    return new ComponentBehaviour<>(Lamp.class, SectionForm.FULL, POWER_ON, component).answers().answers();
  }

  private static long count(List<String> answers, String answer) {
    return answers.stream().filter(answer::equals).count();
  }
}
