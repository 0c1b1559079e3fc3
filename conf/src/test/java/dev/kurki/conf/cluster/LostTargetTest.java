package dev.kurki.conf.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class LostTargetTest {
  /** So slow that the target is gone long before the first round is through. */
  private static final String SLOW = "kurki.migration.max-bandwidth = 1MiB, kurki.migration.batch-size = 64KiB";

  @Test
  void a_target_that_goes_away_leaves_the_guest_running_where_it_was() throws InterruptedException {
    try (TwoNodes nodes = TwoNodes.start("1 GiB", SLOW)) {
      nodes.alpha().launch(TwoNodes.machine("name = crane, memory = 64 MiB, guest { pages = 8000 }"));
      try (ConsoleProbe console = new ConsoleProbe(nodes.alpha().node(), "crane")) {
        console.expect("[kurki] 1 s");

        JsonNode last = nodes.alpha().migrate("crane", "beta", step -> {
          if (step.path("state").asText().equals("active")) {
            nodes.stopBeta();
          }
        });

        assertThat(last.path("state").asText()).isEqualTo("failed");
        assertThat(last.path("reason").asText()).contains("beta");
        console.expect("[kurki] 4 s");
        assertThat(console.all()).doesNotContain("CORRUPTION");
      }
    }
  }
}
