package dev.kurki.devices.clint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import dev.kurki.actors.component.DeviceSettings;
import dev.kurki.actors.section.Bytes;
import dev.kurki.actors.section.Longs;
import dev.kurki.actors.section.Section;
import dev.kurki.actors.section.SectionCodec;
import dev.kurki.actors.section.SectionSchema;
import dev.kurki.testkit.ComponentTestKit;
import dev.kurki.testkit.TestedComponent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ClintTest {
  @RegisterExtension
  final ComponentTestKit kit = new ComponentTestKit();

  @Test
  void msip_drives_the_software_interrupt_of_its_hart() {
    TestedComponent clint = kit.device(new ClintRegistration(), new DeviceSettings(2));

    clint.write(4, 4, 1);
    clint.expectLine(2, true);
    assertThat(clint.read(4, 4)).isEqualTo(1);
    clint.write(4, 4, 0);

    clint.expectLine(2, false);
  }

  @Test
  void the_timer_line_rises_when_mtime_reaches_mtimecmp_and_falls_with_a_later_one() {
    TestedComponent clint = kit.device(new ClintRegistration());
    clint.write(0x4000, 8, 50_000);
    clint.settle();

    kit.advance(Duration.ofMillis(5));

    clint.expectLine(1, true);
    assertThat(clint.read(0xbff8, 8)).isEqualTo(50_000);
    clint.write(0x4000, 8, 60_000);
    clint.expectLine(1, false);
  }

  @Test
  void a_timer_that_became_due_on_the_way_rises_when_its_section_is_loaded() {
    TestedComponent clint = kit.device(new ClintRegistration());
    clint.write(0x4000, 8, 50_000);
    Section before = clint.save();
    TestedComponent other = kit.device(new ClintRegistration());
    kit.advance(Duration.ofMillis(5));

    other.load(before);

    other.expectLine(1, true);
  }

  @Test
  void mtimecmp_is_written_in_halves_too() {
    TestedComponent clint = kit.device(new ClintRegistration());

    clint.write(0x4004, 4, 7);
    clint.write(0x4000, 4, 9);

    assertThat(clint.read(0x4000, 8)).isEqualTo(7L << 32 | 9);
    assertThat(clint.read(0x4004, 4)).isEqualTo(7);
  }

  @Test
  void an_armed_timer_comes_back_from_its_section() {
    TestedComponent clint = kit.device(new ClintRegistration());
    clint.write(0x4000, 8, 50_000);

    clint.expectRoundTrip();
    clint.start();
    clint.settle();
    kit.advance(Duration.ofMillis(5));

    clint.expectLine(1, true);
  }

  @Test
  void a_section_for_other_harts_is_refused() {
    Section ofTwo = kit.device(new ClintRegistration(), new DeviceSettings(2)).save();
    TestedComponent ofOne = kit.device(new ClintRegistration());

    ofOne.expectRefused(ofTwo, "aclint/0.msip");
  }

  @Test
  void a_software_interrupt_of_more_than_one_bit_is_refused() {
    TestedComponent clint = kit.device(new ClintRegistration());
    Section twoBits = new SectionCodec<>(SectionSchema.of(ClintSection.class)).encode(0,
        new ClintSection(Bytes.of((byte) -1), Longs.of(0)));

    clint.expectRefused(twoBits, "aclint/0.msip[0]");
  }
}
