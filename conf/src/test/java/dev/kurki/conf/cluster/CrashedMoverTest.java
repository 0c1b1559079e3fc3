package dev.kurki.conf.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kurki.conf.cluster.Nodes.NodeSpec;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A defect ends one end of a move, and the node lives on. */
class CrashedMoverTest {
  /** So slow that the first round is not through when the end comes. */
  private static final String SLOW = "kurki.migration.max-bandwidth = 1MiB, kurki.migration.batch-size = 64KiB";
  private static final String GUEST = "name = crane, memory = 32 MiB, guest { pages = 4000 }";

  private static final Nodes NODES = Nodes
      .start(List.of(new NodeSpec("alpha", "1 GiB", SLOW), new NodeSpec("beta", "1 GiB", SLOW)));

  @AfterEach
  void stopMachines() {
    NODES.stopMachines();
  }

  @AfterAll
  static void stop() {
    NODES.close();
  }

  @Test
  void a_source_that_fails_leaves_its_guest_running_and_nothing_at_the_target() throws InterruptedException {
    assertStays("alpha", "/user/source-*");
  }

  @Test
  void a_target_that_fails_leaves_its_guest_running_at_the_source_and_nothing_with_itself()
      throws InterruptedException {
    assertStays("beta", "/user/target-*");
  }

  private static void assertStays(String node, String path) throws InterruptedException {
    NODES.client("alpha").launch(TwoNodes.machine(GUEST));
    try (ConsoleProbe console = new ConsoleProbe(NODES.client("alpha").node(), "crane")) {
      console.expect("[kurki] 1 s");
      AtomicBoolean isCrashed = new AtomicBoolean();

      JsonNode last = NODES.client("alpha").migrate("crane", "beta", step -> {
        if (step.path("state").asText().equals("active") && isCrashed.compareAndSet(false, true)) {
          NODES.crash(node, path);
        }
      });

      assertThat(last.path("state").asText()).as(last.toString()).isEqualTo("failed");
      console.passOver();
      console.expect(" s: ");
      assertThat(console.all()).doesNotContain("CORRUPTION");
      NODES.await(() -> machinesOn("beta") == 0 && machinesOn("alpha") == 1);
    }
  }

  private static int machinesOn(String name) {
    int count = 0;
    for (JsonNode node : NODES.client(name).list()) {
      if (node.path("node").asText().equals(name)) {
        count += node.path("machines").size();
      }
    }
    return count;
  }
}
