package dev.kurki.devices.plic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurki.actors.section.Bytes;
import dev.kurki.actors.section.Longs;
import dev.kurki.actors.section.Section;
import dev.kurki.actors.section.SectionCodec;
import dev.kurki.actors.section.SectionSchema;
import dev.kurki.testkit.ComponentTestKit;
import dev.kurki.testkit.TestedComponent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PlicTest {
  @RegisterExtension
  final ComponentTestKit kit = new ComponentTestKit();

  private static final long ENABLE = 0x2000;
  private static final long THRESHOLD = 0x20_0000;
  private static final long CLAIM = 0x20_0004;
  private static final int UART = 10;
  private static final int RTC = 11;
  private static final Bytes NO_PRIORITY = Bytes.of(new byte[Plic.SOURCES]);

  @Test
  void an_enabled_source_is_claimed_once_and_pends_again_when_completed_while_high() {
    TestedComponent plic = plic();
    plic.raise(UART);
    plic.expectLine(0, true);

    assertThat(plic.read(CLAIM, 4)).isEqualTo(UART);
    plic.expectLine(0, false);
    assertThat(plic.read(CLAIM, 4)).isZero();
    plic.write(CLAIM, 4, UART);

    plic.expectLine(0, true);
  }

  @Test
  void the_source_of_higher_priority_is_claimed_first() {
    TestedComponent plic = plic();
    plic.write(4 * RTC, 4, 5);
    plic.raise(UART);
    plic.raise(RTC);

    assertThat(plic.read(CLAIM, 4)).isEqualTo(RTC);
    assertThat(plic.read(CLAIM, 4)).isEqualTo(UART);
  }

  @Test
  void a_source_not_above_the_threshold_is_not_told() {
    TestedComponent plic = plic();
    plic.write(THRESHOLD, 4, 3);
    plic.raise(UART);

    plic.expectLine(0, false);
    assertThat(plic.read(0x1000, 4)).isEqualTo(1 << UART);
  }

  @Test
  void a_claimed_source_is_still_claimed_after_a_round_trip() {
    TestedComponent plic = plic();
    plic.raise(UART);
    plic.read(CLAIM, 4);

    plic.expectRoundTrip();

    assertThat(plic.read(CLAIM, 4)).isZero();
  }

  @Test
  void registers_of_no_source_and_no_context_read_as_zero_and_take_nothing() {
    TestedComponent plic = plic();
    plic.write(0x5f_fffc, 4, -1);
    plic.write(0x1f_fffc, 4, -1);

    assertThat(plic.read(0x5f_fffc, 4)).isZero();
    assertThat(plic.read(0x1f_fffc, 4)).isZero();
    assertThat(plic.read(0xffc, 4)).isZero();
  }

  @Test
  void priorities_and_sources_that_there_are_not_are_refused() {
    TestedComponent plic = kit.device(new PlicRegistration());
    byte[] tooHigh = new byte[Plic.SOURCES];
    tooHigh[3] = 8;

    plic.expectRefused(section(Bytes.of(tooHigh), Longs.of(0, 0), Bytes.of(new byte[2])), "plic/0.priority[3]");
    plic.expectRefused(section(NO_PRIORITY, Longs.of(1, 0), Bytes.of(new byte[2])), "plic/0.pending[0]");
    plic.expectRefused(section(NO_PRIORITY, Longs.of(0, 1L << 32), Bytes.of(new byte[2])), "plic/0.pending[1]");
    plic.expectRefused(section(NO_PRIORITY, Longs.of(0, 0), Bytes.of((byte) 0, (byte) -1)), "plic/0.threshold[1]");
  }

  private static Section section(Bytes priority, Longs pending, Bytes threshold) {
    return new SectionCodec<>(SectionSchema.of(PlicSection.class)).encode(0,
        new PlicSection(priority, Longs.of(0, 0), pending, Longs.of(0, 0), Longs.of(0, 0, 0, 0), threshold));
  }

  private TestedComponent plic() {
    TestedComponent plic = kit.device(new PlicRegistration());
    plic.write(4 * UART, 4, 2);
    plic.write(4 * RTC, 4, 1);
    plic.write(ENABLE, 4, 1 << UART | 1 << RTC);
    return plic;
  }
}
