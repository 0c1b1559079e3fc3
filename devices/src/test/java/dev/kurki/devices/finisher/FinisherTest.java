package dev.kurki.devices.finisher;

import dev.kurki.testkit.ComponentTestKit;
import dev.kurki.testkit.TestedComponent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FinisherTest {
  @RegisterExtension
  final ComponentTestKit kit = new ComponentTestKit();

  @Test
  void a_pass_ends_the_machine_with_0() {
    TestedComponent finisher = kit.device(new FinisherRegistration());

    finisher.write(0, 4, 0x5555);

    finisher.expectExit(0);
  }

  @Test
  void a_fail_ends_it_with_its_own_status() {
    TestedComponent finisher = kit.device(new FinisherRegistration());

    finisher.write(0, 4, 7 << 16 | 0x3333);

    finisher.expectExit(7);
  }

  @Test
  void a_reset_resets_it() {
    TestedComponent finisher = kit.device(new FinisherRegistration());

    finisher.write(0, 4, 0x7777);

    finisher.expectMachineReset();
  }

  @Test
  void another_value_does_nothing_and_the_section_comes_back() {
    TestedComponent finisher = kit.device(new FinisherRegistration());

    finisher.write(0, 4, 0x1234);

    finisher.expectNoEvent();
    finisher.expectRoundTrip();
  }
}
