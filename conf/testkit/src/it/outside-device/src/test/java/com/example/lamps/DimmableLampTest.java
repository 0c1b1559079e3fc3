package com.example.lamps;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

import dev.kurki.actors.component.DeviceSettings;
import dev.kurki.actors.section.Section;
import dev.kurki.actors.section.SectionForm;
import dev.kurki.testkit.ComponentTestKit;
import dev.kurki.testkit.DeviceScript;
import dev.kurki.testkit.GoldenRecording;
import dev.kurki.testkit.TestedComponent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DimmableLampTest {
  private static final DimmableLampRegistration LAMP = new DimmableLampRegistration();
  private static final SectionForm FORM_1 = new SectionForm(1, Set.of("fading"));

  private static final DeviceScript LIGHT_UP = new DeviceScript().write(DimmableLamp.LEVEL, 4, 40)
      .write(DimmableLamp.WARM, 4, 1).write(DimmableLamp.FADE, 4, 10);
  private static final DeviceScript GO_OUT = new DeviceScript().read(DimmableLamp.LEVEL, 4).read(DimmableLamp.WARM, 4)
      .advance(Duration.ofMillis(9)).read(DimmableLamp.LEVEL, 4).advance(Duration.ofMillis(1))
      .read(DimmableLamp.LEVEL, 4);

  @RegisterExtension
  final ComponentTestKit kit = new ComponentTestKit();

  @Test
  void a_lamp_that_is_lit_raises_its_line() {
    TestedComponent lamp = kit.device(LAMP);

    lamp.write(DimmableLamp.LEVEL, 4, 250);
    lamp.expectLine(0, true);
    assertThat(lamp.read(DimmableLamp.LEVEL, 4)).isEqualTo(100);

    lamp.write(DimmableLamp.LEVEL, 4, 0);
    lamp.expectLine(0, false);
  }

  @Test
  void a_lamp_that_fades_goes_out_by_itself() {
    TestedComponent lamp = kit.device(LAMP, settings(2));
    lamp.write(DimmableLamp.LEVEL, 4, 40);
    lamp.write(DimmableLamp.FADE, 4, 10);
    lamp.expectLine(0, true);

    kit.advance(Duration.ofMillis(10));

    lamp.expectLine(0, false);
  }

  @Test
  void what_is_saved_comes_back() {
    TestedComponent lamp = kit.device(LAMP, settings(2));
    lamp.write(DimmableLamp.LEVEL, 4, 40);
    lamp.write(DimmableLamp.WARM, 4, 1);
    lamp.write(DimmableLamp.FADE, 4, 10);

    lamp.expectRoundTrip();

    lamp.expectLine(0, true);
    assertThat(lamp.read(DimmableLamp.WARM, 4)).isEqualTo(1);
  }

  @Test
  void a_lamp_of_version_1_is_read_by_one_of_version_2() {
    TestedComponent old = kit.device(LAMP, settings(1), FORM_1);
    old.write(DimmableLamp.LEVEL, 4, 40);
    old.write(DimmableLamp.WARM, 4, 1);
    Section saved = old.save();

    TestedComponent lamp = kit.device(LAMP, settings(2));
    lamp.load(saved);

    assertThat(saved.version()).isEqualTo(1);
    assertThat(lamp.read(DimmableLamp.LEVEL, 4)).isEqualTo(40);
    assertThat(lamp.read(DimmableLamp.WARM, 4)).isZero();
  }

  @Test
  void each_version_is_read_by_those_that_are_to_read_it() {
    kit.device(LAMP).expectVersionMatrix(DimmableLampTest::settings, lamp -> {
      lamp.write(DimmableLamp.LEVEL, 4, 40);
      lamp.write(DimmableLamp.WARM, 4, 1);
      lamp.write(DimmableLamp.FADE, 4, 10);
    });
  }

  @Test
  void hostile_sections_never_crash_a_lamp_or_leave_it_half_loaded() {
    assertThat(kit.fuzz(LAMP).refused()).isPositive();
    kit.sectionFuzz(LAMP, settings(2), SectionForm.FULL).run();
    kit.sectionFuzz(LAMP, settings(1), FORM_1).run();
  }

  @Test
  void a_session_of_an_older_build_is_played_in_the_same_way() {
    GoldenRecording.read(DimmableLampTest.class, "lamp-goes-out.recording").replay(kit, LAMP);
  }

  @Test
  void a_session_is_recorded_in_the_same_text_each_time() {
    String text = GoldenRecording.record(kit, LAMP, settings(2), SectionForm.FULL, LIGHT_UP, GO_OUT).format();

    GoldenRecording.parse(text).replay(kit, LAMP);
    assertThat(text).isEqualToIgnoringNewLines(committed());
  }

  private static String committed() {
    return GoldenRecording.read(DimmableLampTest.class, "lamp-goes-out.recording").format();
  }

  /** What the machine types say whose lamps are of a version. */
  private static DeviceSettings settings(int version) {
    long on = version >= 2 ? 1 : 0;
    return new DeviceSettings(1,
        Map.of(DimmableLampRegistration.CAN_BE_WARM.name(), on, DimmableLampRegistration.CAN_FADE.name(), on));
  }
}
