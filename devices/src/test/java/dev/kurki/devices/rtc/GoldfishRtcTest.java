package dev.kurki.devices.rtc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import dev.kurki.testkit.ComponentTestKit;
import dev.kurki.testkit.TestedComponent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class GoldfishRtcTest {
  @RegisterExtension
  final ComponentTestKit kit = new ComponentTestKit();

  @Test
  void the_time_is_the_hosts_in_nanoseconds() {
    TestedComponent rtc = kit.device(new GoldfishRtcRegistration());

    assertThat(time(rtc)).isEqualTo(ComponentTestKit.POWER_ON.getEpochSecond() * 1_000_000_000L);
  }

  @Test
  void the_guest_sets_the_time() {
    TestedComponent rtc = kit.device(new GoldfishRtcRegistration());

    rtc.write(0x04, 4, 1);
    rtc.write(0x00, 4, 2);

    assertThat(time(rtc)).isEqualTo(1L << 32 | 2);
  }

  @Test
  void an_alarm_raises_the_line_until_it_is_cleared_and_survives_a_round_trip() {
    TestedComponent rtc = kit.device(new GoldfishRtcRegistration());
    long due = time(rtc) + 3_000_000;
    rtc.write(0x10, 4, 1);
    rtc.write(0x0c, 4, due >>> 32);
    rtc.write(0x08, 4, due & 0xffff_ffffL);
    rtc.expectRoundTrip();
    rtc.start();
    rtc.settle();

    kit.advance(Duration.ofMillis(3));

    rtc.expectLine(0, true);
    rtc.write(0x1c, 4, 1);
    rtc.expectLine(0, false);
  }

  private static long time(TestedComponent rtc) {
    long low = rtc.read(0x00, 4);
    return rtc.read(0x04, 4) << 32 | low;
  }
}
