package dev.kurki.conf.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kurki.conf.client.BrownOut;
import dev.kurki.conf.input.BadInput;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A migration is told of while it goes on, and changed. */
class SteeredMigrationTest {
  private static final String HARDLY = "1MiB";

  private static final TwoNodes NODES = TwoNodes.start("1 GiB");

  @AfterAll
  static void stop() {
    NODES.close();
  }

  @Test
  void a_long_round_is_told_of_as_it_goes_and_ends_soon_when_the_limit_of_its_bandwidth_is_lifted() {
    launch("crane");
    CompletableFuture<JsonNode> inTheMiddle = new CompletableFuture<>();
    List<JsonNode> steps = new ArrayList<>();

    JsonNode last = NODES.alpha().migrate("crane", "beta", Map.of("max-bandwidth", HARDLY), step -> {
      steps.add(step);
      if (isProgress(step) && step.path("pagesSent").asLong() > 0 && ofFirstRound(steps) > 2 && !inTheMiddle.isDone()) {
        inTheMiddle.complete(NODES.alpha().migration("crane"));
        assertThat(NODES.alpha().change("crane", Map.of("max-bandwidth", "0", "downtime-limit", "50ms")))
            .contains("is changed");
      }
    });

    assertThat(last.path("state").asText()).isEqualTo("completed");
    assertThat(ofFirstRound(steps)).isGreaterThan(2);
    assertThat(last.path("report").path("downtimeLimitNanos").asLong()).isEqualTo(50_000_000);
    assertThat(last.path("report").path("expectedDowntimeNanos").asLong()).isBetween(0L, 50_000_000L);
    assertThat(inTheMiddle.join().path("to").asText()).isEqualTo("beta");
    assertThat(inTheMiddle.join().path("state").asText()).isEqualTo("active");
    assertThat(inTheMiddle.join().path("remainingBytes").asLong()).isBetween(1L, 32L << 20);
    assertThat(steps.stream().filter(SteeredMigrationTest::isProgress).mapToLong(s -> s.path("bytesSent").asLong()))
        .isSorted();
  }

  @Test
  void a_migration_waits_before_the_switchover_while_its_guest_runs_until_it_is_told_to_go_on()
      throws InterruptedException {
    launch("heron");
    try (ConsoleProbe console = new ConsoleProbe(NODES.alpha().node(), "heron")) {
      console.expect("[kurki] 1 s");
      CompletableFuture<Void> waits = new CompletableFuture<>();

      CompletableFuture<JsonNode> move = CompletableFuture.supplyAsync(() -> NODES.alpha().migrate("heron", "beta",
          Map.of("pause-before-switchover", "on"), step -> {
            if (step.path("state").asText().equals("pre-switchover")) {
              waits.complete(null);
            }
          }));
      waits.orTimeout(1, TimeUnit.MINUTES).join();
      console.passOver();
      console.expect(" s: ");
      console.expect(" s: ");
      assertThat(NODES.alpha().migration("heron").path("state").asText()).isEqualTo("pre-switchover");
      assertThat(move).isNotDone();
      assertThat(NODES.alpha().goOn("heron")).contains("goes on");

      assertThat(move.join().path("state").asText()).isEqualTo("completed");
      console.passOver();
      console.expect(" s: ");
      assertThat(console.all()).doesNotContain("CORRUPTION");
    }
  }

  @Test
  void what_the_guest_works_is_told_from_before_the_move_until_it_is_as_before() throws InterruptedException {
    launch("egret");
    try (ConsoleProbe console = new ConsoleProbe(NODES.alpha().node(), "egret")) {
      console.expect("[kurki] 2 s");

      JsonNode last = BrownOut.complete(NODES.alpha(), "egret", NODES.alpha().migrate("egret", "beta", _ -> {}));

      BrownOut work = BrownOut.of(last.path("report")).orElseThrow();
      assertThat(work.before()).hasSizeGreaterThan(5);
      assertThat(work.usual()).isPositive();
      assertThat(work.after()).isNotEmpty();
      assertThat(work.gapNanos().orElseThrow()).as("by the guest's clock, which stands still in the pause")
          .isBetween(1L, 60_000_000_000L);
    }
  }

  @Test
  void each_vcpu_is_held_to_what_it_may_change() {
    NODES.alpha()
        .launch(TwoNodes.machine("name = dunlin, memory = 32 MiB, guest { pages = 4000, pages-per-second = 8000 }"));
    List<Integer> throttled = new ArrayList<>();

    JsonNode last = NODES.alpha().migrate("dunlin", "beta", Map.of("max-bandwidth", "16MiB", "downtime-limit", "50ms",
        "vcpu-dirty-limit", "2MiB", "non-convergence", "[stop]"),
        step -> throttled.add(step.path("throttlePercent").asInt()));

    assertThat(last.path("state").asText()).isEqualTo("completed");
    assertThat(throttled).anySatisfy(percent -> assertThat(percent).isPositive());
  }

  @Test
  void one_that_waits_before_the_switchover_can_be_cancelled() {
    launch("stork");
    AtomicBoolean isCancelled = new AtomicBoolean();

    JsonNode last = NODES.alpha().migrate("stork", "beta", Map.of("pause-before-switchover", "on"), step -> {
      if (step.path("state").asText().equals("pre-switchover") && isCancelled.compareAndSet(false, true)) {
        NODES.alpha().cancel("stork");
      }
    });

    assertThat(last.path("state").asText()).isEqualTo("cancelled");
    assertThat(NODES.alpha().migration("stork").path("state").asText()).isEqualTo("cancelled");
  }

  @Test
  void what_cannot_be_changed_is_told_in_one_line() {
    launch("ibis");

    assertThat(NODES.alpha().migration("ibis").path("state").asText()).isEqualTo("none");
    assertThatThrownBy(() -> NODES.alpha().change("ibis", Map.of("max-bandwidth", "1MiB")))
        .isInstanceOf(BadInput.class).hasMessageContaining("machine ibis is not being moved");
    assertThatThrownBy(() -> NODES.alpha().change("ibis", Map.of("pause-before-switchover", "on")))
        .isInstanceOf(BadInput.class).hasMessageContaining("cannot be changed in pause-before-switchover");
    assertThatThrownBy(() -> NODES.alpha().goOn("ibis")).isInstanceOf(BadInput.class)
        .hasMessageContaining("is not being moved");
    assertThatThrownBy(() -> NODES.beta().migration("ibis")).isInstanceOf(BadInput.class)
        .hasMessageContaining("there is no machine ibis on node beta");
  }

  private static long ofFirstRound(List<JsonNode> steps) {
    return steps.stream().filter(step -> step.path("round").asInt() == 1).count();
  }

  private static boolean isProgress(JsonNode step) {
    return step.has("remainingBytes");
  }

  private static void launch(String name) {
    NODES.alpha().launch(TwoNodes.machine("name = " + name
        + ", memory = 32 MiB, guest { pages = 4000, pages-per-second = 1000 }"));
  }
}
