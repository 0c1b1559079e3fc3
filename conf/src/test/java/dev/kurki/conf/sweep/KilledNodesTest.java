package dev.kurki.conf.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kurki.conf.cluster.ConsoleProbe;
import dev.kurki.conf.cluster.NodeChild;
import dev.kurki.conf.cluster.Ports;
import dev.kurki.conf.cluster.TwoNodes;
import dev.kurki.conf.input.BadInput;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two nodes in processes of their own, of which one is killed or stopped by signals while a machine moves between them. The
 * one that is left is the older one, as of two nodes the older stays. {@code -Dkurki.sweep=all} runs it.
 */
class KilledNodesTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String GUEST = "name = crane, memory = 64 MiB, guest { pages = 8000, pages-per-second = 0 }";
  /** A round takes seconds, and so does the last. */
  private static final Map<String, String> SLOW = Map.of("max-bandwidth", "8MiB", "max-rounds", "2", "non-convergence",
      "[stop]");
  private static final String SETTINGS = "kurki.node.rehearsals = 0, kurki.migration.handover-timeout = 60s";

  @TempDir
  private Path folder = Path.of("");
  private final List<NodeChild> nodes = new ArrayList<>();
  private int firstPort;

  @BeforeEach
  void are_wanted() {
    assumeTrue("all".equals(System.getProperty("kurki.sweep")),
        "skipped: takes minutes; -Dkurki.sweep=all runs it");
  }

  @AfterEach
  void stop() {
    nodes.forEach(NodeChild::close);
  }

  @Test
  void a_guest_whose_target_is_killed_in_a_round_runs_on() throws InterruptedException {
    NodeChild source = start();
    NodeChild target = start();
    source.client().launch(TwoNodes.machine(GUEST));
    try (ConsoleProbe console = new ConsoleProbe(source.client().node(), "crane")) {
      console.expect("[kurki] 1 s");

      JsonNode last = source.client().migrate("crane", target.name(), SLOW, once("active", target::close));

      assertThat(last.path("state").asText()).as(last.toString()).isEqualTo("failed");
      assertThat(last.path("reason").asText()).doesNotContain("null").hasLineCount(1);
      assertWorks(console);
    }
  }

  @Test
  void a_guest_whose_target_is_killed_while_it_stands_runs_on() throws InterruptedException {
    NodeChild source = start();
    NodeChild target = start();
    source.client().launch(TwoNodes.machine(GUEST));
    try (ConsoleProbe console = new ConsoleProbe(source.client().node(), "crane")) {
      console.expect("[kurki] 1 s");

      JsonNode last = source.client().migrate("crane", target.name(), SLOW, once("device", target::close));

      assertThat(last.path("state").asText()).as(last.toString()).isEqualTo("failed");
      assertWorks(console);
    }
  }

  @Test
  void a_partial_copy_goes_when_its_source_is_killed() throws InterruptedException {
    NodeChild target = start();
    NodeChild source = start();
    source.client().launch(TwoNodes.machine(GUEST));

    migrateFromTheDying(source, target, once("active", source::close));

    await(() -> machines(target).isEmpty());
  }

  @Test
  void a_source_that_is_killed_while_its_guest_stands_leaves_one_copy_that_a_command_lets_run_or_none_that_is_whole()
      throws InterruptedException {
    NodeChild target = start();
    NodeChild source = start();
    source.client().launch(TwoNodes.machine("name = crane, memory = 16 MiB, guest { pages = 100 }"));

    migrateFromTheDying(source, target, once("device", source::close));

    await(() -> machines(target).isEmpty() || isRunning(target) || resumes(target));
  }

  @Test
  void a_target_that_is_stopped_for_a_while_in_a_round_takes_the_guest_when_it_is_back() throws InterruptedException {
    NodeChild source = start();
    NodeChild target = start();
    source.client().launch(TwoNodes.machine(GUEST));
    try (ConsoleProbe console = new ConsoleProbe(source.client().node(), "crane")) {
      console.expect("[kurki] 1 s");

      JsonNode last = source.client().migrate("crane", target.name(), SLOW, once("active", () -> {
        signal(target, "STOP");
        console.passOver();
        expect(console);
        signal(target, "CONT");
      }));

      assertThat(last.path("state").asText()).as(last.toString()).isEqualTo("completed");
      assertWorks(console);
      assertThat(source.client().find("crane")).contains(target.client().node());
    }
  }

  private NodeChild start() throws InterruptedException {
    int port = Ports.anyFree("127.0.0.1");
    String name = nodes.isEmpty() ? "alpha" : "beta";
    List<Integer> seeds = nodes.isEmpty() ? List.of() : List.of(firstPort);
    NodeChild node = NodeChild.start(NodeChild.thisBuild(), folder, name, port, seeds, SETTINGS);
    if (nodes.isEmpty()) {
      firstPort = port;
    }
    nodes.add(node);
    for (NodeChild each : nodes) {
      each.awaitCluster(nodes.size());
    }
    return node;
  }

  private static Consumer<JsonNode> once(String state, Runnable then) {
    AtomicBoolean done = new AtomicBoolean();
    return step -> {
      if (step.path("state").asText().equals(state) && done.compareAndSet(false, true)) {
        then.run();
      }
    };
  }

  /** Who is asked dies before it can answer. */
  private static void migrateFromTheDying(NodeChild source, NodeChild target,
      Consumer<JsonNode> steps) {
    try {
      JsonNode _ = source.client().migrate("crane", target.name(), SLOW, steps);
    } catch (BadInput e) {
      // It has died.
    }
  }

  private static List<String> machines(NodeChild node) {
    List<String> states = new ArrayList<>();
    try {
      node.client().list().forEach(each -> each.path("machines").forEach(machine -> {
        if (each.path("node").asText().equals(node.name())) {
          states.add(machine.path("state").asText());
        }
      }));
    } catch (BadInput e) {
      states.add("it does not answer");
    }
    return states;
  }

  private static boolean isRunning(NodeChild node) {
    return machines(node).equals(List.of("running"));
  }

  /** The command means nothing before the node has taken the other for dead. */
  private static boolean resumes(NodeChild node) {
    try {
      String _ = node.client().resumeHere("crane");
    } catch (BadInput e) {
      // There is nothing to decide any more.
    }
    return isRunning(node);
  }

  private static void signal(NodeChild node, String name) {
    try {
      int _ = new ProcessBuilder("kill", "-" + name, Long.toString(node.pid())).start().waitFor();
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void assertWorks(ConsoleProbe console) throws InterruptedException {
    console.passOver();
    console.expect(" s: ");
    assertThat(console.all()).doesNotContain("CORRUPTION");
  }

  private static void expect(ConsoleProbe console) {
    try {
      console.expect(" s: ");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void await(BooleanSupplier condition) {
    assertThat(new Journal().await(condition, PATIENCE)).isTrue();
  }
}
