package dev.kurki.conf.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kurki.conf.cluster.Nodes.NodeSpec;
import dev.kurki.conf.command.MigrationText;
import dev.kurki.migration.wire.TestAuthority;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A guest that checks and changes its memory all the while, whose pages go by several connections at a time. */
class SeveralChannelsTest {
  private static final String MULTIFD = "kurki.migration { batch-size = 64KiB, capabilities { multifd = on, xbzrle = on } }\n";
  private static final Map<String, String> FOUR = Map.of("multifd-channels", "4");
  /** Some rounds are sent before the guest is stopped, and pages become shorter. */
  private static final Map<String, String> FOUR_PACKED = Map.of("multifd-channels", "4", "compression", "zstd",
      "downtime-limit", "1ms", "max-rounds", "4", "max-bandwidth", "16MiB", "non-convergence", "[stop]");

  @TempDir
  private static Path folder = Path.of("");

  @Test
  void it_moves_there_and_back_and_its_memory_is_whole() throws InterruptedException {
    try (TwoNodes nodes = TwoNodes.start("1 GiB", MULTIFD)) {
      nodes.alpha().launch(TwoNodes.machine(
          "name = crane, memory = 64 MiB, guest { pages = 4000, pages-per-second = 4000 }"));
      try (ConsoleProbe console = new ConsoleProbe(nodes.alpha().node(), "crane")) {
        console.expect("[kurki] 1 s");

        JsonNode there = nodes.alpha().migrate("crane", "beta", FOUR, _ -> {});
        JsonNode back = nodes.beta().migrate("crane", "alpha", FOUR_PACKED, _ -> {});

        assertMovedByFour(there);
        assertMovedByFour(back);
        assertIsWhole(console);
      }
    }
  }

  @Test
  void all_of_them_are_tls_where_the_first_is() throws InterruptedException {
    TestAuthority authority = new TestAuthority(folder, "authority");
    try (Nodes nodes = Nodes.start(List.of(new NodeSpec("alpha", "1 GiB", MULTIFD + authority.node("alpha").settings()),
        new NodeSpec("beta", "1 GiB", MULTIFD + authority.node("beta").settings())))) {
      nodes.client("alpha").launch(TwoNodes.machine(
          "name = crane, memory = 64 MiB, guest { pages = 4000, pages-per-second = 4000 }"));
      try (ConsoleProbe console = new ConsoleProbe(nodes.client("alpha").node(), "crane")) {
        console.expect("[kurki] 1 s");

        assertMovedByFour(nodes.client("alpha").migrate("crane", "beta", FOUR, _ -> {}));

        assertIsWhole(console);
      }
    }
  }

  private static void assertMovedByFour(JsonNode last) {
    assertThat(last.path("state").asText()).as(last.toString()).isEqualTo("completed");
    assertThat(last.path("report").path("connections").asInt()).isEqualTo(4);
    assertThat(MigrationText.of(last)).contains("  by 4 connections");
  }

  private static void assertIsWhole(ConsoleProbe console) throws InterruptedException {
    console.passOver();
    console.expect(" s: ");
    console.expect(" s: ");
    assertThat(console.all()).doesNotContain("CORRUPTION");
  }
}
