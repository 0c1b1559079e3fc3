package dev.kurki.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kurki.actors.component.DeviceSettings;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class GoldenRecordingTest {
  private static final DeviceScript GLOW = new DeviceScript().advance(Duration.ofMillis(3)).write(Lamp.LEVEL, 4, 40)
      .write(Lamp.TIMER_MILLIS, 4, 10);
  private static final DeviceScript GO_OUT = new DeviceScript().read(Lamp.LEVEL, 4).advance(Duration.ofMillis(9))
      .receive("hello").advance(Duration.ofMillis(1)).read(Lamp.LEVEL, 4).raise(0).lower(0).raise(0)
      .write(Lamp.SWITCH, 4, 1).write(Lamp.SWITCH, 4, 2);

  @RegisterExtension
  final ComponentTestKit kit = new ComponentTestKit();

  @Test
  void a_recorded_session_is_played_again_by_a_fresh_device() {
    GoldenRecording recording = GoldenRecording.record(kit, Lamp.REGISTRATION, GLOW, GO_OUT);

    GoldenRecording.parse(recording.format()).replay(kit, Lamp.REGISTRATION);
  }

  @Test
  void a_committed_recording_is_played_by_this_build() {
    GoldenRecording.read(GoldenRecordingTest.class, "lamp-goes-out.recording").replay(kit, Lamp.REGISTRATION);
  }

  @Test
  void a_session_is_recorded_in_the_same_text_each_time() {
    String text = GoldenRecording.record(kit, Lamp.REGISTRATION, GLOW, GO_OUT).format();

    assertThat(text).isEqualTo(RecordedSection.text(GoldenRecordingTest.class, "lamp-goes-out.recording"));
  }

  @Test
  void the_machine_type_is_recorded_too() {
    DeviceSettings settings = new DeviceSettings(2, Fan.features(2));
    GoldenRecording recording = GoldenRecording.record(kit, Fan.REGISTRATION, settings, Fan.form(2),
        new DeviceScript().write(Fan.BACKWARDS, 4, 1), new DeviceScript().write(Fan.SWING, 4, 1).read(Fan.SWING, 4));

    assertThat(recording.format()).contains("harts 2\n", "property can-swing 0\n", "property can-turn-back 1\n",
        "form 2 without swinging\n", "read 0x8 4 = 0x0\n");
    GoldenRecording.parse(recording.format()).replay(kit, Fan.REGISTRATION);
  }

  @Test
  void a_build_that_answers_otherwise_is_told_the_step() {
    String text = GoldenRecording.record(kit, Lamp.REGISTRATION, GLOW, GO_OUT).format();
    var brighter = AlteredLamp.registration(lamp -> new AlteredLamp(lamp) {
      @Override
      public long read(long offset, int width) {
        return 2 * super.read(offset, width);
      }
    });

    assertThatThrownBy(() -> GoldenRecording.parse(text).replay(kit, brighter)).isInstanceOf(AssertionError.class)
        .hasMessage("lamp differs from its recording at step 1, after \"line 0 high\":"
            + " expected \"read 0x0 4 = 0x28\", found \"read 0x0 4 = 0x50\"");
  }

  @Test
  void a_build_that_does_otherwise_is_told_what_it_left_out() {
    String text = GoldenRecording.record(kit, Lamp.REGISTRATION, GLOW, GO_OUT).format();
    var lasting = AlteredLamp.registration(lamp -> new AlteredLamp(lamp) {
      @Override
      public void alarm() {
        // It glows on.
      }
    });

    assertThatThrownBy(() -> GoldenRecording.parse(text).replay(kit, lasting)).isInstanceOf(AssertionError.class)
        .hasMessage("lamp differs from its recording at step 4, after \"advance 1000000 ns\":"
            + " expected \"line 0 low\", found \"read 0x0 4 = 0x28\"");
  }

  @Test
  void a_build_that_ends_otherwise_is_told_both_states() {
    String text = GoldenRecording.record(kit, Lamp.REGISTRATION, GLOW, new DeviceScript()).format();
    var dim = AlteredLamp.registration(lamp -> new AlteredLamp(lamp) {
      @Override
      public Lamp.Section save() {
        return new Lamp.Section(1, super.save().offAtNanos(), false);
      }
    });

    assertThatThrownBy(() -> GoldenRecording.parse(text).replay(kit, dim)).isInstanceOf(AssertionError.class)
        .hasMessageContaining("at the end").hasMessageContaining("level=40").hasMessageContaining("level=1,");
  }

  @Test
  void a_section_that_this_build_refuses_is_told() {
    String text = GoldenRecording.record(kit, Fan.REGISTRATION, new DeviceScript(), new DeviceScript()).format();

    assertThatThrownBy(() -> GoldenRecording.parse(text).replay(kit, Lamp.REGISTRATION))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("a recording of fan, not of lamp");
  }

  @Test
  void one_flipped_bit_anywhere_is_noticed() {
    String text = RecordedSection.text(GoldenRecordingTest.class, "lamp-goes-out.recording");

    for (int i = 0; i < text.length(); i++) {
      for (int bit = 0; bit < 7; bit++) {
        String flipped = text.substring(0, i) + (char) (text.charAt(i) ^ 1 << bit) + text.substring(i + 1);
        assertThatThrownBy(() -> GoldenRecording.parse(flipped)).as("bit %d of character %d", bit, i)
            .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("as it was written");
      }
    }
  }

  @Test
  void a_recording_that_is_cut_or_has_lines_more_is_noticed() {
    String text = RecordedSection.text(GoldenRecordingTest.class, "lamp-goes-out.recording");

    for (String damaged : new String[]{"", text.substring(0, text.length() / 2), text + text, text + "\n",
        "\n" + text}) {
      assertThatThrownBy(() -> GoldenRecording.parse(damaged)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void lines_that_end_as_on_windows_are_the_same_recording() {
    String text = RecordedSection.text(GoldenRecordingTest.class, "lamp-goes-out.recording");

    GoldenRecording.parse(text.replace("\n", "\r\n")).replay(kit, Lamp.REGISTRATION);
  }
}
