package dev.kurki.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kurki.actors.component.ComponentId;
import dev.kurki.actors.component.DeviceSettings;
import dev.kurki.actors.section.SectionForm;
import java.util.Set;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class VersionMatrixTest {
  @RegisterExtension
  final ComponentTestKit kit = new ComponentTestKit();

  @Test
  void a_device_is_hosted_in_a_form_and_saves_in_it() {
    TestedComponent fan = kit.device(Fan.REGISTRATION, new DeviceSettings(1), Fan.form(1));

    assertThat(fan.save().version()).isEqualTo(1);
    assertThat(kit.device(Fan.REGISTRATION).save().version()).isEqualTo(3);
  }

  @Test
  void a_form_that_the_section_does_not_have_is_a_defect() {
    assertThatThrownBy(
        () -> kit.device(Fan.REGISTRATION, new DeviceSettings(1), new SectionForm(4, Set.of())))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("version 1 to 3, not 4");
  }

  @Test
  void versions_that_do_what_they_promise_are_expected() {
    TestedComponent fan = kit.device(Fan.REGISTRATION);

    fan.expectVersionMatrix();
    fan.expectVersionMatrix(other -> other.write(Fan.SPEED, 4, 5));
    fan.expectVersionMatrix(version -> new DeviceSettings(1, Fan.features(version)), other -> {
      other.write(Fan.SPEED, 4, 5);
      other.write(Fan.BACKWARDS, 4, 1);
    });
    kit.device(Lamp.REGISTRATION).expectVersionMatrix();
  }

  @Test
  void a_state_that_a_version_has_no_place_for_is_told() {
    TestedComponent fan = kit.device(Fan.REGISTRATION, new DeviceSettings(1, Fan.features(3)));

    assertThatThrownBy(() -> fan.expectVersionMatrix(other -> other.write(Fan.BACKWARDS, 4, 1)))
        .isInstanceOf(AssertionError.class).hasMessageContaining("version 1 is not saved")
        .hasMessageContaining("fan/0.backwards").message().doesNotContain("version 2 is not saved");
  }

  @Test
  void what_is_lost_is_told_in_a_table() {
    TestedComponent fan = kit.device(Fan.FORGETFUL);

    assertThatCode(fan::expectVersionMatrix).doesNotThrowAnyException();
    assertThatThrownBy(() -> fan.expectVersionMatrix(other -> other.write(Fan.SPEED, 4, 5)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("saved by \\ loaded by  1        2        3")
        .hasMessageContaining("2                     refused  LOST")
        .hasMessageContaining("version 3 loaded by 3: it is not saved again as it was loaded");
  }

  @Test
  void a_component_that_is_no_device_has_no_matrix() {
    TestedComponent other = kit.component(new ComponentId("other", 0), _ -> Behaviors.ignore());

    assertThatThrownBy(other::expectVersionMatrix).isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no device");
  }
}
