package dev.kurki.conf.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kurki.conf.cluster.NodeChild;
import dev.kurki.conf.cluster.TwoNodes;
import dev.kurki.conf.command.Kurki;
import dev.kurki.conf.input.BadInput;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * A machine is moved between two real nodes, and one of them is killed, or stands still for a while. The client sees by the steps
 * of the migration when it is time; rounds are so slow that it is not too late then.
 */
@Timeout(180)
class KilledNodesTest {
  private static final String MACHINE = "crane";
  /** It looks at all of its pages within two seconds. */
  private static final int PAGES = 4000;
  private static final String GUEST = "name = crane, memory = 32 MiB, guest { pages = " + PAGES
      + ", pages-per-second = 2000 }";
  /** A round takes some seconds. */
  private static final Map<String, String> SLOW = Map.of("max-bandwidth", "3MiB");
  private static final int BAD_INPUT = 2;

  @TempDir
  private static Path folder = Path.of("");
  private static final List<NodeFamily> FAMILIES = new ArrayList<>();

  private final NodeFamily nodes = FAMILIES.getFirst();
  private final NodeChild elder = nodes.elder();

  @BeforeAll
  static void start_the_node_that_stays() throws IOException, InterruptedException {
    assumeTrue("required".equals(System.getProperty("kurki.processes")),
        "skipped: kills processes; -Dkurki.processes=required runs it");
    FAMILIES.add(NodeFamily.begin(folder));
  }

  @AfterAll
  static void stop() {
    FAMILIES.forEach(NodeFamily::close);
  }

  @AfterEach
  void nothing_is_left() throws IOException {
    NodeFamily.state(elder, MACHINE).filter("running"::equals).ifPresent(_ -> elder.client().stop(MACHINE));
    nodes.expectNothingLeft();
  }

  @Test
  void a_guest_whose_target_is_killed_in_a_round_runs_on() throws InterruptedException {
    NodeChild target = nodes.join();
    try (GuestWitness guest = launch(elder)) {
      JsonNode last = elder.client().migrate(MACHINE, target.name(), SLOW, once(is("active"), target::close));

      assertFailed(last, target);
      assertRunsOn(guest);
    }
  }

  @Test
  void a_guest_whose_target_is_killed_while_it_stands_runs_on() throws InterruptedException {
    NodeChild target = nodes.join();
    try (GuestWitness guest = launch(elder)) {
      JsonNode last = elder.client().migrate(MACHINE, target.name(),
          with("max-rounds", "1", "non-convergence", "[stop]"),
          once(is("device"), target::close));

      assertFailed(last, target);
      assertRunsOn(guest);
    }
  }

  @Test
  void a_partial_copy_goes_when_its_source_is_killed_in_a_round_and_who_has_asked_it_is_told()
      throws InterruptedException {
    NodeChild source = nodes.join();
    try (GuestWitness _ = launch(source)) {
      CompletableFuture<Void> killed = CompletableFuture.runAsync(() -> {
        NodeFamily.await("a round", () -> source.client().migration(MACHINE).path("state").asText().equals("active"));
        source.close();
      });

      Said said = kurki("migrate", MACHINE, elder.name(), "--max-bandwidth", "3MiB", "--node",
          source.client().node().getAuthority());

      killed.join();
      assertThat(said.status()).isEqualTo(BAD_INPUT);
      assertTellsWhomToAsk(said.err(), source);
      NodeFamily.await("the partial copy is gone", () -> NodeFamily.state(elder, MACHINE).isEmpty());
      assertThat(nodes.awaitSaid("machine crane does not come")).contains("does not come: ");
    }
  }

  @Test
  void a_copy_that_came_whole_runs_or_can_be_resumed_when_its_source_is_killed_as_it_hands_over()
      throws InterruptedException {
    NodeChild source = nodes.join();
    try (GuestWitness guest = launch(source)) {
      long before = guest.last();

      migrateFromTheDying(source, Map.of(), once(is("handed-over"), source::close))
          .ifPresent(line -> assertTellsWhomToAsk(line, source));

      NodeFamily.await("it runs, or its operator is asked", () -> NodeFamily.state(elder, MACHINE)
          .filter("running"::equals).isPresent() || nodes.said().contains("the source is gone before its decision"));
      if (!NodeFamily.state(elder, MACHINE).equals(Optional.of("running"))) {
        assertThat(resume().status()).isZero();
      }

      try (GuestWitness there = GuestWitness.of(elder, MACHINE)) {
        there.awaitPages(PAGES);
        there.expectCountsOn();
        assertThat(there.first()).isGreaterThan(before);
      }
      assertThat(nodes.awaitSaid("machine crane runs here, epoch 2")).isNotEmpty();
    }
  }

  @Test
  void a_guest_whose_target_is_killed_in_post_copy_goes_back_to_the_switch_by_one_command()
      throws InterruptedException {
    NodeChild target = nodes.join();
    try (GuestWitness guest = launch(elder)) {
      long before = guest.last();
      CompletableFuture<Said> resumed = new CompletableFuture<>();
      Consumer<JsonNode> kill = once(pagesCame(), () -> {
        target.close();
        CompletableFuture<Said> _ = resumed.completeAsync(() -> {
          String why = nodes.awaitSaid("is gone before all pages had come to it");
          assertThat(why).contains(target.name(), "the copy here is kept, paused", "resume it here");
          return resume();
        });
      });

      JsonNode last = elder.client().migrate(MACHINE, target.name(), with("max-bandwidth", "1MiB"),
          once(is("active"), () -> elder.client().startPostcopy(MACHINE)).andThen(kill));

      assertThat(resumed.join().status()).isZero();
      assertThat(last.path("state").asText()).as(last.toString()).isEqualTo("taken-back");
      assertThat(NodeFamily.state(elder, MACHINE)).contains("running");
      try (GuestWitness back = GuestWitness.of(elder, MACHINE)) {
        back.awaitPages(PAGES);
        // What it had said here before the switch is shown again; it counts on from there.
        assertThat(back.first()).isLessThanOrEqualTo(before);
        back.expectCountsOn();
      }
    }
  }

  @Test
  void a_guest_whose_source_is_killed_in_post_copy_waits_and_can_only_be_discarded() throws InterruptedException {
    NodeChild source = nodes.join();
    try (GuestWitness _ = launch(source)) {
      Optional<String> told = migrateFromTheDying(source, with("max-bandwidth", "1MiB"),
          once(is("active"), () -> source.client().startPostcopy(MACHINE)).andThen(once(pagesCame(), source::close)));

      assertThat(told).hasValueSatisfying(line -> assertTellsWhomToAsk(line, source));
      String why = nodes.awaitSaid("the source is gone before all pages");
      assertThat(why).contains("stands still here", "discard the machine");
      NodeFamily.await("it waits for pages", () -> NodeFamily.state(elder, MACHINE)
          .filter("postcopy-paused"::equals).isPresent());
      assertThat(resume().status()).isEqualTo(BAD_INPUT);

      assertThat(kurki("copy", "discard", MACHINE, "--node", elder.client().node().getAuthority()).status()).isZero();

      NodeFamily.await("it is gone", () -> NodeFamily.state(elder, MACHINE).isEmpty());
    }
  }

  @Test
  void a_target_that_stands_still_for_a_while_in_a_round_takes_the_guest_when_it_goes_on()
      throws InterruptedException {
    NodeChild target = nodes.join();
    try (GuestWitness guest = launch(elder)) {
      JsonNode last = elder.client().migrate(MACHINE, target.name(), Map.of("max-bandwidth", "16MiB"),
          once(is("active"), () -> {
            NodeFamily.signal(target, "STOP");
            awaitLines(guest, 2);
            NodeFamily.signal(target, "CONT");
          }));

      assertThat(last.path("state").asText()).as(last.toString()).isEqualTo("completed");
      assertThat(NodeFamily.state(target, MACHINE)).contains("running");
      guest.awaitPages(PAGES);
      guest.expectCountsOn();
    }
  }

  private GuestWitness launch(NodeChild node) throws InterruptedException {
    node.client().launch(TwoNodes.machine(GUEST));
    GuestWitness guest = GuestWitness.of(node, MACHINE);
    guest.awaitLines(1);
    return guest;
  }

  private static Map<String, String> with(String... more) {
    Map<String, String> all = new HashMap<>(SLOW);
    for (int i = 0; i < more.length; i += 2) {
      all.put(more[i], more[i + 1]);
    }
    return all;
  }

  private static Predicate<JsonNode> is(String state) {
    return step -> step.path("state").asText().equals(state);
  }

  /** The guest runs at the target, and has got some of its pages since, not all. */
  private static Predicate<JsonNode> pagesCame() {
    return is("postcopy-active")
        .and(step -> step.path("pagesSent").asLong() > 0 && step.path("pagesLeft").asLong() > 0);
  }

  private static Consumer<JsonNode> once(Predicate<JsonNode> when, Runnable then) {
    AtomicBoolean isDone = new AtomicBoolean();
    return step -> {
      if (when.test(step) && isDone.compareAndSet(false, true)) {
        then.run();
      }
    };
  }

  /** What the client of a source is told that dies, unless the migration is completed before. */
  private Optional<String> migrateFromTheDying(NodeChild source, Map<String, String> parameters,
      Consumer<JsonNode> steps) {
    try {
      JsonNode last = source.client().migrate(MACHINE, elder.name(), parameters, steps);
      assertThat(last.path("state").asText()).as(last.toString()).isEqualTo("completed");
      return Optional.empty();
    } catch (BadInput told) {
      return Optional.of(told.line());
    }
  }

  private void assertTellsWhomToAsk(String line, NodeChild source) {
    assertThat(line).hasLineCount(1).contains("the node at " + source.client().node(),
        "has gone while it was moving machine crane to node elder",
        "kurki ps --node " + elder.client().node().getAuthority());
  }

  private void assertFailed(JsonNode last, NodeChild target) {
    assertThat(last.path("state").asText()).as(last.toString()).isEqualTo("failed");
    assertThat(last.path("reason").asText()).contains(target.name()).doesNotContain("null").hasLineCount(1);
    assertThat(NodeFamily.state(elder, MACHINE)).contains("running");
  }

  private static void assertRunsOn(GuestWitness guest) throws InterruptedException {
    guest.awaitPages(PAGES);
    guest.expectCountsOn();
  }

  private static void awaitLines(GuestWitness guest, int more) {
    try {
      guest.awaitLines(more);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Said resume() {
    return kurki("copy", "resume", MACHINE, "--node", elder.client().node().getAuthority());
  }

  private record Said(int status, String err) {}

  private static Said kurki(String... arguments) {
    StringWriter err = new StringWriter();
    CommandLine line = Kurki.commandLine();
    line.setOut(new PrintWriter(new StringWriter()));
    line.setErr(new PrintWriter(err, true));
    return new Said(line.execute(arguments), err.toString());
  }
}
