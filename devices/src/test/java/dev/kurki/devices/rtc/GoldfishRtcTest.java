package dev.kurki.devices.rtc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import dev.kurki.actors.component.ComponentMessage.Settle;
import dev.kurki.actors.component.ComponentMessage.Settled;
import dev.kurki.actors.component.DevicePorts;
import dev.kurki.actors.section.Section;
import dev.kurki.actors.section.SectionCodec;
import dev.kurki.actors.section.SectionSchema;
import dev.kurki.testkit.ComponentTestKit;
import dev.kurki.testkit.TestedComponent;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
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

  @Test
  void an_alarm_that_became_due_on_the_way_rings_when_the_machine_goes_on() {
    TestedComponent rtc = kit.device(new GoldfishRtcRegistration());
    Section due = section(0, 1, true);

    rtc.load(due);
    assertThat(rtc.save()).isEqualTo(due);
    rtc.start();
    rtc.settle();
    kit.advance(Duration.ofNanos(1));

    rtc.expectLine(0, true);
  }

  @Test
  void an_alarm_farther_away_than_time_goes_neither_rings_nor_is_looked_at_again_and_again() {
    TestedComponent rtc = kit.device(new GoldfishRtcRegistration());
    TestProbe<Settled> settled = kit.actors().createTestProbe(Settled.class);

    rtc.load(section(Long.MIN_VALUE, Long.MAX_VALUE, true));
    rtc.start();
    rtc.ref().tell(new Settle(settled.getRef()));
    assertThat(settled.receiveMessage().alarm()).isGreaterThan(0);

    rtc.load(section(0, -1, true));
    rtc.start();
    rtc.ref().tell(new Settle(settled.getRef()));
    assertThat(settled.receiveMessage().alarm()).isEqualTo(DevicePorts.NO_ALARM);
    rtc.expectLine(0, false);
  }

  private static Section section(long offsetNanos, long alarmNanos, boolean alarmSet) {
    return new SectionCodec<>(SectionSchema.of(GoldfishRtcSection.class)).encode(0,
        new GoldfishRtcSection(offsetNanos, 0, 0, alarmNanos, alarmSet, false, true));
  }

  private static long time(TestedComponent rtc) {
    long low = rtc.read(0x00, 4);
    return rtc.read(0x04, 4) << 32 | low;
  }
}
