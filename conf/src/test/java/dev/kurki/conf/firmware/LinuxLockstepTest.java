package dev.kurki.conf.firmware;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurki.conf.console.OperatorTerminal;
import dev.kurki.conf.lockstep.LockstepEnd;
import dev.kurki.conf.lockstep.LockstepEnd.Over;
import dev.kurki.conf.lockstep.LockstepRun;
import dev.kurki.conf.lockstep.LockstepSettings;
import dev.kurki.conf.machine.TestMachine;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Debian's own kernel as it boots, by both tiers side by side. */
class LinuxLockstepTest {
  private static final int LIMIT_REACHED = 124;
  private static final long INSTRUCTIONS = 250_000_000;

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void linux_boots_the_same_by_both_tiers_at_every_thousandth_instruction(int harts) {
    DebianMachine.assumeWanted();
    ByteArrayOutputStream console = new ByteArrayOutputStream();

    LockstepEnd end = LockstepRun.run(
        TestMachine.config(
            DebianMachine.settings(harts) + ", icount-shift = 4, max-instructions = " + INSTRUCTIONS / harts),
        OperatorTerminal.outputTo(console), new LockstepSettings(1000, Duration.ZERO,
            LockstepSettings.translatorOfAll()));

    assertThat(end).isInstanceOfSatisfying(Over.class, over -> {
      assertThat(over.end().status()).isEqualTo(LIMIT_REACHED);
      assertThat(over.instructions()).isGreaterThan(INSTRUCTIONS / harts - 1_000_000);
    });
    assertThat(console.toString(StandardCharsets.ISO_8859_1)).contains("Linux version");
  }
}
