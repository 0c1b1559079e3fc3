package dev.kurki.conf.firmware;

import static dev.kurki.conf.firmware.DebianMachine.NAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Locale;
import java.util.Scanner;

import dev.kurki.conf.client.NodeClient;
import dev.kurki.conf.cluster.ConsoleProbe;
import dev.kurki.conf.cluster.TwoNodes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A Linux that has nothing to do waits in {@code wfi} for its timer alone. An emulator that does not arm that timer anew on the
 * target has a guest there that is never woken again.
 */
class IdleLinuxTest {
  /** What is typed comes back on the console, too; with the quotes it is not what is waited for. */
  private static final String TELL_TIME = "echo ti''me $(cut -d' ' -f1 /proc/uptime) $(date +%s)\n";

  /** The guest's clocks: seconds since it was started, and of the calendar. */
  private record Clocks(double uptime, long date) {}

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void its_timer_fires_its_sleeps_return_and_its_clocks_never_go_back(int harts) throws InterruptedException {
    DebianMachine.assumeWanted();
    try (TwoNodes nodes = TwoNodes.start("1 GiB")) {
      DebianMachine.launch(nodes, harts);
      try (ConsoleProbe console = new ConsoleProbe(nodes.alpha().node(), NAME)) {
        console.expect("on " + harts + " harts");
        console.expect(DebianMachine.PROMPT);

        Clocks before = clocks(console);
        move(nodes.alpha(), "beta");
        Clocks there = clocks(console);
        console.type("sleep 1; echo wo''ke\n");
        console.expect("sleep 1");
        move(nodes.beta(), "alpha");
        console.expect("woke");
        Clocks back = clocks(console);
        console.type("sleep 1; echo sle''pt\n");
        console.expect("slept");
        Clocks last = clocks(console);

        assertThat(there.uptime()).isGreaterThan(before.uptime());
        assertThat(back.uptime()).isGreaterThanOrEqualTo(there.uptime() + 1);
        assertThat(last.uptime()).isGreaterThanOrEqualTo(back.uptime() + 1);
        assertThat(there.date()).isGreaterThanOrEqualTo(before.date());
        assertThat(back.date()).isGreaterThan(there.date());
        assertThat(last.date()).isGreaterThan(back.date());
        assertThat(last.date() - before.date()).as("no clock has jumped over the moves")
            .isCloseTo((long) (last.uptime() - before.uptime()), within(2L));
        assertThat(console.all()).doesNotContainIgnoringCase("unstable").doesNotContain("WARNING:")
            .doesNotContain("BUG:").doesNotContain("stall");
      }
    }
  }

  private static void move(NodeClient from, String to) {
    assertThat(from.migrate(NAME, to, _ -> {}).path("state").asText()).isEqualTo("completed");
  }

  private static Clocks clocks(ConsoleProbe console) throws InterruptedException {
    console.type(TELL_TIME);
    console.expect("time ");
    Scanner numbers = new Scanner(console.expect("\n")).useLocale(Locale.ROOT);
    return new Clocks(numbers.nextDouble(), numbers.nextLong());
  }
}
