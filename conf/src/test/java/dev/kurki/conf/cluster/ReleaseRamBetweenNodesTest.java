package dev.kurki.conf.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kurki.conf.command.Kurki;
import dev.kurki.conf.command.MigrationText;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** A guest that checks all of its memory over and over, and whose source gives its pages back as they come to the target. */
class ReleaseRamBetweenNodesTest {
  private static final String RELEASED = "kurki.migration { retry-interval = 100ms, capabilities.release-ram = on }\n";
  private static final Map<String, String> SLOW = Map.of("max-bandwidth", "16MiB", "downtime-limit", "10ms",
      "max-rounds", "1", "non-convergence", "[postcopy, give-up]");

  @Test
  void it_runs_on_whole_at_the_target_though_the_source_has_nothing_left() throws InterruptedException {
    try (TwoNodes nodes = TwoNodes.start("1 GiB", RELEASED)) {
      launch(nodes);
      try (ConsoleProbe console = new ConsoleProbe(nodes.alpha().node(), "crane")) {
        console.expect("[kurki] 1 s");

        JsonNode last = nodes.alpha().migrate("crane", "beta", SLOW, _ -> {});

        assertThat(last.path("state").asText()).isEqualTo("completed");
        assertThat(last.path("report").path("postcopy").path("releasedPages").asLong()).isPositive();
        console.passOver();
        console.expect(" s: ");
        console.expect(" s: ");
        assertThat(console.all()).doesNotContain("CORRUPTION");
      }
    }
  }

  @Test
  void it_is_not_resumed_where_its_pages_were_released_and_the_operator_is_told_why_and_what_to_do()
      throws InterruptedException {
    try (TwoNodes nodes = TwoNodes.start("1 GiB", RELEASED)) {
      launch(nodes);
      try (ConsoleProbe console = new ConsoleProbe(nodes.alpha().node(), "crane")) {
        console.expect("[kurki] 1 s");
        AtomicBoolean isDead = new AtomicBoolean();
        StringWriter said = new StringWriter();
        AtomicBoolean isRefused = new AtomicBoolean();

        JsonNode last = nodes.alpha().migrate("crane", "beta", SLOW, step -> {
          if (step.path("state").asText().equals("released") && isDead.compareAndSet(false, true)) {
            nodes.stopBeta();
            Thread.ofVirtual().start(() -> {
              // Until then the copy is refused as it may run there.
              nodes.await(() -> !nodes.alpha().list().toString().contains("\"beta\""));
              isRefused.set(resume(nodes, said) == 2);
              nodes.await(() -> {
                nodes.alpha().discardHere("crane");
                return !nodes.alpha().list().toString().contains("crane");
              });
            });
          }
        });

        assertThat(last.path("state").asText()).isEqualTo("lost");
        assertThat(MigrationText.of(last)).startsWith("lost: node beta was gone before all pages had come to it")
            .endsWith("restore it from a file");
        assertThat(isRefused).isTrue();
        assertThat(said.toString().lines()).hasSize(1).allSatisfy(line -> assertThat(line)
            .contains("machine crane is not resumed here: pages of this copy that node beta has were released here"
                + " (release-ram)", "discard this copy and restore the machine from a file"));
      }
    }
  }

  /** As an operator says it, at the node itself. */
  private static int resume(TwoNodes nodes, StringWriter said) {
    CommandLine line = Kurki.commandLine();
    line.setErr(new PrintWriter(said, true));
    return line.execute("copy", "resume", "crane", "--node", nodes.alpha().node().getAuthority());
  }

  private static void launch(TwoNodes nodes) {
    nodes.alpha().launch(TwoNodes.machine(
        "name = crane, memory = 64 MiB, guest { pages = 12000, pages-per-second = 0 }"));
  }
}
