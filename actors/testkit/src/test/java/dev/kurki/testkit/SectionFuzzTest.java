package dev.kurki.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kurki.actors.component.DeviceModel;
import dev.kurki.actors.component.DeviceSettings;
import dev.kurki.actors.section.SectionForm;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SectionFuzzTest {
  @RegisterExtension
  final ComponentTestKit kit = new ComponentTestKit();

  @Test
  void a_lamp_stands_it() {
    SectionFuzz.Tally tally = kit.fuzz(Lamp.REGISTRATION);

    assertThat(tally.loaded()).isGreaterThan(30);
    assertThat(tally.refused()).isGreaterThan(100);
  }

  @Test
  void a_fan_stands_it_in_every_form() {
    for (int version = 1; version <= 3; version++) {
      DeviceSettings settings = new DeviceSettings(1, Fan.features(version));
      kit.sectionFuzz(Fan.REGISTRATION, settings, Fan.form(version)).run(100);
    }
  }

  @Test
  void one_that_takes_over_before_it_has_checked_is_half_loaded() {
    assertThat(failure(lamp -> new AlteredLamp(lamp) {
      @Override
      public void load(Lamp.Section section) {
        super.write(Lamp.LEVEL, 4, section.level());
        super.load(section);
      }
    })).hasMessageContaining("refuses a section and is not what it was before it");
  }

  @Test
  void one_that_forgets_a_field_is_found() {
    assertThat(failure(lamp -> new AlteredLamp(lamp) {
      @Override
      public void load(Lamp.Section section) {
        super.load(new Lamp.Section(section.level(), Long.MAX_VALUE, section.switched()));
      }
    })).hasMessageFindingMatch("saves another|does not come back");
  }

  @Test
  void one_that_throws_at_a_section_is_found_with_what_it_threw() {
    assertThat(failure(lamp -> new AlteredLamp(lamp) {
      @Override
      public void load(Lamp.Section section) {
        if (section.level() == 100) {
          throw new IllegalStateException("too bright");
        }
        super.load(section);
      }
    })).hasMessageContaining("the component fails: java.lang.IllegalStateException: too bright")
        .hasRootCauseMessage("too bright");
  }

  @Test
  void one_that_throws_at_a_guest_is_found() {
    assertThat(failure(lamp -> new AlteredLamp(lamp) {
      @Override
      public void write(long offset, int width, long value) {
        super.write(Math.toIntExact(value) + offset, width, value);
      }
    })).hasMessageContaining("the component fails: java.lang.ArithmeticException");
  }

  @Test
  void one_that_answers_more_than_was_read_is_found() {
    assertThat(failure(lamp -> new AlteredLamp(lamp) {
      @Override
      public long read(long offset, int width) {
        return -super.read(offset, width);
      }
    })).hasMessageContaining("a read of 4 bytes");
  }

  @Test
  void one_that_repairs_is_let_pass_where_the_test_says_so() {
    Function<DeviceModel<Lamp.Section>, DeviceModel<Lamp.Section>> repairing = lamp -> new AlteredLamp(lamp) {
      @Override
      public void load(Lamp.Section section) {
        super.load(new Lamp.Section(section.level() & ~1, section.offAtNanos(), false));
      }
    };

    assertThat(failure(repairing)).hasMessageFindingMatch("saves another|does not come back");
    kit.sectionFuzz(AlteredLamp.registration(repairing), new DeviceSettings(1), SectionForm.FULL).repairing().run();
  }

  @Test
  void a_failure_tells_the_section_and_how_to_have_it_again() {
    Function<DeviceModel<Lamp.Section>, DeviceModel<Lamp.Section>> dark = lamp -> new AlteredLamp(lamp) {
      @Override
      public void load(Lamp.Section section) {
        super.load(new Lamp.Section(0, section.offAtNanos(), false));
      }
    };

    AssertionError first = failure(dark);
    AssertionError second = failure(dark);

    assertThat(first).hasMessageStartingWith("lamp: ").hasMessageContaining("\nsection lamp/0 version 1\n")
        .hasMessageFindingMatch("-Dkurki.fuzz.seed=1 -Dkurki.fuzz.only=\\d+$");
    assertThat(second).hasMessage(first.getMessage());
  }

  private AssertionError failure(Function<DeviceModel<Lamp.Section>, DeviceModel<Lamp.Section>> alteration) {
    return catchThrowableOfType(AssertionError.class,
        () -> kit.fuzz(AlteredLamp.registration(alteration), SectionFuzz.CASES));
  }
}
