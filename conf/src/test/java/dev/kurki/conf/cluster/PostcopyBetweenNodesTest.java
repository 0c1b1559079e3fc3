package dev.kurki.conf.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kurki.conf.client.NodeClient;
import dev.kurki.conf.input.BadInput;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A guest that changes its memory faster than a slow network takes it, and checks all of it over and over. */
class PostcopyBetweenNodesTest {
  private static final Map<String, String> SLOW = Map.of("max-bandwidth", "16MiB", "downtime-limit", "10ms",
      "max-rounds", "1", "non-convergence", "[postcopy, give-up]");

  private static final TwoNodes NODES = TwoNodes.start("1 GiB");

  @TempDir
  private Path folder;

  @AfterEach
  void stopMachines() {
    NODES.stopMachines();
  }

  @AfterAll
  static void stop() {
    NODES.close();
  }

  @Test
  void it_is_moved_by_postcopy_though_the_connections_are_made_anew_on_the_way() throws InterruptedException {
    launch(NODES);
    try (ConsoleProbe console = new ConsoleProbe(NODES.alpha().node(), "crane")) {
      console.expect("[kurki] 1 s");
      AtomicBoolean isSwitched = new AtomicBoolean();
      List<String> refusals = new ArrayList<>();

      JsonNode last = NODES.alpha().migrate("crane", "beta", SLOW, step -> {
        if (step.path("state").asText().equals("postcopy-active") && isSwitched.compareAndSet(false, true)) {
          NODES.await(() -> state(NODES.beta(), "beta").equals("postcopy-active"));
          refusals.add(refusal(() -> NODES.beta().migrate("crane", "alpha", _ -> {})));
          refusals.add(refusal(() -> NODES.beta().save("crane", folder.resolve("crane.kurki").toString(), true)));
          refusals.add(refusal(() -> NODES.beta().cancel("crane")));
          refusals.add(refusal(() -> NODES.alpha().cancel("crane")));
          assertThat(NODES.alpha().leftBehind("crane").recover("crane")).contains("made anew");
        }
      });

      assertThat(last.path("state").asText()).isEqualTo("completed");
      JsonNode postcopy = last.path("report").path("postcopy");
      assertThat(postcopy.path("pages").asLong()).isPositive();
      assertThat(postcopy.path("recoveries").asInt()).isEqualTo(1);
      assertThat(refusals).hasSize(4).allMatch(line -> line.contains("postcopy-active")
          || line.contains("nor cancelled any more"));
      console.passOver();
      console.expect(" s: ");
      console.expect(" s: ");
      assertThat(console.all()).doesNotContain("CORRUPTION");
      assertThat(state(NODES.beta(), "beta")).isEqualTo("running");
      NODES.await(() -> state(NODES.beta(), "alpha").isEmpty());
    }
  }

  @Test
  void it_is_switched_when_an_operator_says_so() throws InterruptedException {
    launch(NODES);
    try (ConsoleProbe console = new ConsoleProbe(NODES.alpha().node(), "crane")) {
      console.expect("[kurki] 1 s");
      AtomicBoolean isAsked = new AtomicBoolean();

      JsonNode last = NODES.alpha().migrate("crane", "beta", Map.of("max-bandwidth", "16MiB"), step -> {
        if (step.path("state").asText().equals("active") && isAsked.compareAndSet(false, true)) {
          assertThat(NODES.alpha().startPostcopy("crane")).contains("is being switched to post-copy");
        }
      });

      assertThat(last.path("state").asText()).isEqualTo("completed");
      assertThat(last.path("report").path("postcopy").path("requests").asLong()).isPositive();
      console.passOver();
      console.expect(" s: ");
      console.expect(" s: ");
      assertThat(console.all()).doesNotContain("CORRUPTION");
      assertThatThrownBy(() -> NODES.beta().startPostcopy("crane")).isInstanceOf(BadInput.class)
          .hasMessageContaining("machine crane is not being moved");
    }
  }

  @Test
  void it_goes_back_to_where_it_was_switched_when_the_target_dies_and_an_operator_says_so()
      throws InterruptedException {
    try (TwoNodes nodes = TwoNodes.start("1 GiB")) {
      launch(nodes);
      try (ConsoleProbe console = new ConsoleProbe(nodes.alpha().node(), "crane")) {
        console.expect("[kurki] 1 s");
        AtomicBoolean isDead = new AtomicBoolean();

        JsonNode last = nodes.alpha().migrate("crane", "beta", SLOW, step -> {
          if (step.path("state").asText().equals("postcopy-active") && isDead.compareAndSet(false, true)) {
            nodes.stopBeta();
            Thread.ofVirtual().start(() -> nodes.await(() -> {
              nodes.alpha().resumeHere("crane");
              return state(nodes.alpha(), "alpha").equals("running");
            }));
          }
        });

        assertThat(last.path("state").asText()).isEqualTo("taken-back");
      }
      try (ConsoleProbe console = new ConsoleProbe(nodes.alpha().node(), "crane")) {
        console.passOver();
        console.expect(" s: ");
        console.expect(" s: ");
        assertThat(console.all()).doesNotContain("CORRUPTION");
      }
    }
  }

  private static void launch(TwoNodes nodes) {
    nodes.alpha().launch(TwoNodes.machine(
        "name = crane, memory = 64 MiB, guest { pages = 12000, pages-per-second = 0 }"));
  }

  private static String refusal(Runnable command) {
    try {
      command.run();
      return "it was done";
    } catch (BadInput refused) {
      return refused.line();
    }
  }

  private static String state(NodeClient client, String node) {
    for (JsonNode inventory : client.list()) {
      for (JsonNode machine : inventory.path("machines")) {
        if (machine.path("node").asText().equals(node)) {
          return machine.path("state").asText();
        }
      }
    }
    return "";
  }
}
