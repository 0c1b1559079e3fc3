package dev.kurki.conf.firmware;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurki.conf.client.NodeClient;
import dev.kurki.conf.cluster.ConsoleProbe;
import dev.kurki.conf.cluster.TwoNodes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Debian's own kernel with its busybox, moved from node to node while it works. */
class DebianTest {
  private static final String[] PARTS = {"loop", "gzip and sha256sum", "pipeline", "fork storm"};
  private static final int ROUNDS = 2;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void linux_works_right_while_it_is_moved_after_each_part_of_its_work(int harts) throws InterruptedException {
    DebianMachine.assumeWanted();
    try (TwoNodes nodes = TwoNodes.start("1 GiB")) {
      DebianMachine.launch(nodes, harts);
      try (ConsoleProbe console = new ConsoleProbe(nodes.alpha().node(), "debian")) {
        console.expect("on " + harts + " harts");
        console.expect(DebianMachine.PROMPT);
        console.type("sh /work " + ROUNDS + "\n");
        boolean onAlpha = true;
        for (int round = 1; round <= ROUNDS; round++) {
          for (String part : PARTS) {
            console.expect("work: round " + round + ": " + part);
            NodeClient from = onAlpha ? nodes.alpha() : nodes.beta();
            String state = from.migrate("debian", onAlpha ? "beta" : "alpha", _ -> {}).path("state").asText();
            assertThat(state).isEqualTo("completed");
            onAlpha = !onAlpha;
          }
        }
        console.expect("work: all is right");
        console.type("poweroff\n");

        assertThat(console.end().status()).isZero();
        assertThat(console.all()).contains("reboot: Power down").doesNotContainIgnoringCase("unstable")
            .doesNotContain("WARNING:").doesNotContain("BUG:").doesNotContain("stall");
      }
    }
  }
}
