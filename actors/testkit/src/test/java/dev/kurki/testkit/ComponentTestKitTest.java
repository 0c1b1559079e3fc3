package dev.kurki.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kurki.actors.section.Bytes;
import dev.kurki.actors.section.Refusal.Rule;
import dev.kurki.actors.section.Section;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ComponentTestKitTest {
  @RegisterExtension
  final ComponentTestKit kit = new ComponentTestKit();

  private TestedComponent lamp;

  @BeforeEach
  void hang_a_lamp() {
    lamp = kit.device(Lamp.REGISTRATION);
  }

  @Test
  void a_written_register_reads_back_and_drives_its_line() {
    lamp.write(Lamp.LEVEL, 4, 40);

    assertThat(lamp.read(Lamp.LEVEL, 4)).isEqualTo(40);
    lamp.expectLine(0, true);
  }

  @Test
  void input_lines_reach_the_device() {
    lamp.raise(0);
    lamp.expectLine(0, true);

    lamp.lower(0);
    lamp.expectLine(0, false);
  }

  @Test
  void time_passes_only_when_the_test_says_so() {
    lamp.write(Lamp.LEVEL, 4, 40);
    lamp.write(Lamp.TIMER_MILLIS, 4, 1000);
    lamp.settle();

    kit.advance(Duration.ofMillis(999));
    lamp.expectLine(0, true);

    kit.advance(Duration.ofMillis(1));
    lamp.expectLine(0, false);
  }

  @Test
  void a_stopped_device_does_not_see_time_pass_and_catches_up_when_started() {
    lamp.write(Lamp.LEVEL, 4, 40);
    lamp.write(Lamp.TIMER_MILLIS, 4, 10);
    lamp.stop();

    kit.advance(Duration.ofMillis(20));
    lamp.expectLine(0, true);

    lamp.start();
    lamp.settle();
    kit.advance(Duration.ofMillis(1));
    lamp.expectLine(0, false);
  }

  @Test
  void a_section_makes_the_round_trip_and_drives_the_lines_again() {
    lamp.write(Lamp.LEVEL, 4, 40);
    lamp.write(Lamp.TIMER_MILLIS, 4, 10);

    lamp.expectRoundTrip();

    lamp.expectLine(0, true);
    assertThat(lamp.read(Lamp.LEVEL, 4)).isEqualTo(40);
  }

  @Test
  void a_recorded_section_loads() {
    lamp.load(RecordedSection.read(ComponentTestKitTest.class, "lamp-at-40.section"));

    assertThat(lamp.read(Lamp.LEVEL, 4)).isEqualTo(40);
  }

  @Test
  void a_recording_reads_back_as_it_was_written() {
    Section section = lamp.save();

    assertThat(RecordedSection.parse(RecordedSection.format(section))).isEqualTo(section);
  }

  @Test
  void a_bad_section_is_refused_with_its_path_and_changes_nothing() {
    lamp.write(Lamp.LEVEL, 4, 40);
    Section good = lamp.save();
    Section newer = new Section(good.id(), good.instance(), 9, good.body());
    Section garbage = new Section(good.id(), good.instance(), good.version(), Bytes.of((byte) 1));

    lamp.expectRefused(newer, "lamp/0");
    assertThat(lamp.expectRefused(garbage).rule()).isEqualTo(Rule.WRONG_TYPE);

    assertThat(lamp.read(Lamp.LEVEL, 4)).isEqualTo(40);
  }

  @Test
  void fields_that_contradict_one_another_are_refused_by_the_device() {
    lamp.expectRefused(RecordedSection.read(ComponentTestKitTest.class, "lamp-switched-on-and-dark.section"),
        "lamp/0.level");
  }

  @Test
  void a_section_that_a_device_refuses_leaves_its_alarm_set() {
    lamp.write(Lamp.LEVEL, 4, 40);
    lamp.write(Lamp.TIMER_MILLIS, 4, 10);

    lamp.expectRefused(RecordedSection.read(ComponentTestKitTest.class, "lamp-switched-on-and-dark.section"));
    lamp.start();
    lamp.settle();
    kit.advance(Duration.ofMillis(10));

    lamp.expectLine(0, false);
    assertThat(lamp.read(Lamp.LEVEL, 4)).isZero();
  }

  @Test
  void what_a_device_asks_of_the_machine_is_expected() {
    lamp.receive("hello");
    lamp.expectTransmitted("hel");
    lamp.expectTransmitted("lo");
    lamp.expectNoEvent();

    lamp.write(Lamp.SWITCH, 4, 1);
    lamp.expectExit(3);

    lamp.write(Lamp.SWITCH, 4, 2);
    lamp.expectMachineReset();
  }

  @Test
  void an_expectation_that_does_not_hold_fails_the_test() {
    lamp.receive("abc");

    assertThatThrownBy(() -> lamp.expectTransmitted("abd")).isInstanceOf(AssertionError.class)
        .hasMessageContaining("abd");
    assertThatThrownBy(() -> lamp.expectRefused(lamp.save())).isInstanceOf(AssertionError.class)
        .hasMessageContaining("lamp/0");
  }
}
