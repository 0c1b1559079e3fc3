package dev.kurki.conf.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kurki.conf.cluster.Nodes.NodeSpec;
import dev.kurki.migration.wire.TestAuthority;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes with TLS, one of whose certificates is another authority's, and one without. */
class TlsBetweenNodesTest {
  private static final String GUEST = "name = crane, memory = 32 MiB, guest { pages = 1000, pages-per-second = 4000 }";

  @TempDir
  private static Path folder = Path.of("");
  private static Nodes nodes = Nodes.start(List.of());

  @BeforeAll
  static void start() {
    TestAuthority authority = new TestAuthority(folder, "authority");
    TestAuthority elsewhere = new TestAuthority(folder, "elsewhere");
    nodes = Nodes.start(List.of(new NodeSpec("alpha", "1 GiB", authority.node("alpha").settings()),
        new NodeSpec("beta", "1 GiB", authority.node("beta").settings()),
        new NodeSpec("stranger", "1 GiB", elsewhere.node("stranger").settings()), new NodeSpec("plain", "1 GiB", "")));
  }

  @AfterEach
  void stopMachines() {
    nodes.stopMachines();
  }

  @AfterAll
  static void stop() {
    nodes.close();
  }

  @Test
  void a_running_guest_moves_there_and_back_by_tls_and_its_memory_is_whole() throws InterruptedException {
    nodes.client("alpha").launch(TwoNodes.machine(GUEST));
    try (ConsoleProbe console = new ConsoleProbe(nodes.client("alpha").node(), "crane")) {
      console.expect("[kurki] 1 s");

      JsonNode there = nodes.client("alpha").migrate("crane", "beta", _ -> {});
      console.expect("[kurki] 3 s");
      JsonNode back = nodes.client("beta").migrate("crane", "alpha", _ -> {});
      console.expect("[kurki] 5 s");

      assertThat(there.path("state").asText()).as(there.toString()).isEqualTo("completed");
      assertThat(back.path("state").asText()).as(back.toString()).isEqualTo("completed");
      assertThat(console.all()).doesNotContain("CORRUPTION");
    }
  }

  @Test
  void the_connections_of_postcopy_are_tls_too() throws InterruptedException {
    nodes.client("alpha").launch(TwoNodes.machine(
        "name = crane, memory = 32 MiB, guest { pages = 4000, pages-per-second = 0 }"));
    try (ConsoleProbe console = new ConsoleProbe(nodes.client("alpha").node(), "crane")) {
      console.expect("[kurki] 1 s");

      JsonNode there = nodes.client("alpha").migrate("crane", "beta", Map.of("max-bandwidth", "16MiB",
          "downtime-limit", "10ms", "max-rounds", "1", "non-convergence", "[postcopy, give-up]"), _ -> {});

      assertThat(there.path("state").asText()).as(there.toString()).isEqualTo("completed");
      assertThat(there.path("report").path("postcopy").path("pages").asLong()).isPositive();
      console.passOver();
      console.expect(" s: ");
      assertThat(console.all()).doesNotContain("CORRUPTION");
    }
  }

  @Test
  void nothing_moves_to_a_node_without_tls() throws InterruptedException {
    assertStays("alpha", "plain", "expected no TLS, found a source with TLS");
  }

  @Test
  void nothing_moves_from_a_node_without_tls() throws InterruptedException {
    assertStays("plain", "beta", "expected TLS, found a source without TLS");
  }

  @Test
  void nothing_moves_to_a_node_of_another_authority_and_its_guest_runs_on() throws InterruptedException {
    assertStays("alpha", "stranger", "there is no TLS connection: ");
  }

  private static void assertStays(String from, String to, String reason) throws InterruptedException {
    nodes.client(from).launch(TwoNodes.machine(GUEST));
    try (ConsoleProbe console = new ConsoleProbe(nodes.client(from).node(), "crane")) {
      console.expect("[kurki] 1 s");

      JsonNode last = nodes.client(from).migrate("crane", to, _ -> {});

      assertThat(last.path("state").asText()).isEqualTo("failed");
      assertThat(last.path("reason").asText()).contains(reason).doesNotContain("Exception: ").hasLineCount(1);
      console.passOver();
      console.expect("[kurki] ");
    }
  }
}
