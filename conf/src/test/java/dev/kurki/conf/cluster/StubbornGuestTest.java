package dev.kurki.conf.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kurki.conf.input.BadInput;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A guest that changes its memory faster than a slow network takes it. */
class StubbornGuestTest {
  private static final Map<String, String> SLOW = Map.of("max-bandwidth", "32MiB", "downtime-limit", "10ms");

  private static final TwoNodes NODES = TwoNodes.start("1 GiB");

  @AfterAll
  static void stop() {
    NODES.close();
  }

  @Test
  void it_is_given_up_where_the_policy_says_so_and_runs_on_where_it_was() throws InterruptedException {
    launch("crane");
    try (ConsoleProbe console = new ConsoleProbe(NODES.alpha().node(), "crane")) {
      console.expect("[kurki] 1 s");

      JsonNode last = NODES.alpha().migrate("crane", "beta", with("non-convergence", "[give-up]"), _ -> {});

      assertThat(last.path("state").asText()).isEqualTo("failed");
      assertThat(last.path("reason").asText()).contains("changes its memory faster than it can be sent");
      console.passOver();
      console.expect(" s: ");
      assertThat(console.all()).doesNotContain("CORRUPTION");
      assertThat(NODES.alpha().find("crane")).contains(NODES.alpha().node());
    }
  }

  @Test
  void its_vcpus_are_throttled_until_it_can_be_moved_and_run_as_before_on_the_other_node() throws InterruptedException {
    launch("heron");
    try (ConsoleProbe console = new ConsoleProbe(NODES.alpha().node(), "heron")) {
      console.expect("[kurki] 1 s");
      List<Integer> throttled = new ArrayList<>();

      JsonNode last = NODES.alpha().migrate("heron", "beta", with("non-convergence", "[throttle, stop]"),
          step -> throttled.add(step.path("throttlePercent").asInt()));

      assertThat(last.path("state").asText()).isEqualTo("completed");
      assertThat(throttled).contains(20);
      console.passOver();
      console.expect(" s: ");
      assertThat(console.all()).doesNotContain("CORRUPTION");
    }
  }

  @Test
  void a_move_that_is_cancelled_leaves_it_where_it_was() throws InterruptedException {
    launch("stork");
    try (ConsoleProbe console = new ConsoleProbe(NODES.alpha().node(), "stork")) {
      console.expect("[kurki] 1 s");
      AtomicBoolean isCancelled = new AtomicBoolean();

      JsonNode last = NODES.alpha().migrate("stork", "beta", with("max-bandwidth", "1MiB"), step -> {
        if (step.path("state").asText().equals("active") && isCancelled.compareAndSet(false, true)) {
          assertThat(NODES.alpha().cancel("stork")).contains("is being cancelled");
        }
      });

      assertThat(last.path("state").asText()).isEqualTo("cancelled");
      console.passOver();
      console.expect(" s: ");
      NODES.await(() -> NODES.beta().find("stork").filter(NODES.alpha().node()::equals).isPresent());
    }
  }

  @Test
  void what_cannot_be_done_is_told_in_one_line() {
    launch("ibis");

    assertThatThrownBy(() -> NODES.alpha().migrate("ibis", "beta", Map.of("speed", "1"), _ -> {}))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("a migration has no parameter speed; there are ");
    assertThatThrownBy(() -> NODES.alpha().migrate("ibis", "beta", Map.of("downtime-limit", "soon"), _ -> {}))
        .isInstanceOf(BadInput.class).hasMessageContaining("downtime-limit").hasMessageContaining("soon");
    assertThatThrownBy(() -> NODES.alpha().migrate("ibis", "beta", Map.of("non-convergence", "[pray]"), _ -> {}))
        .isInstanceOf(BadInput.class).hasMessageContaining("there is no measure \"pray\"");
    assertThatThrownBy(() -> NODES.alpha().cancel("ibis")).isInstanceOf(BadInput.class)
        .hasMessageContaining("is not being moved");
    assertThatThrownBy(() -> NODES.alpha().resumeHere("ibis")).isInstanceOf(BadInput.class)
        .hasMessageContaining("machine ibis is running: there is nothing to decide");
    assertThatThrownBy(() -> NODES.beta().discardHere("ibis")).isInstanceOf(BadInput.class)
        .hasMessageContaining("there is no machine ibis on node beta");
  }

  private static void launch(String name) {
    NODES.alpha().launch(TwoNodes.machine("name = " + name
        + ", memory = 32 MiB, guest { pages = 4000, pages-per-second = 0 }"));
  }

  private static Map<String, String> with(String name, String value) {
    Map<String, String> parameters = new TreeMap<>(SLOW);
    parameters.put(name, value);
    return parameters;
  }
}
