package dev.kurki.conf.releases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kurki.conf.abi.LockFile;
import dev.kurki.conf.client.NodeClient;
import dev.kurki.conf.cluster.ConsoleProbe;
import dev.kurki.conf.cluster.NodeChild;
import dev.kurki.conf.cluster.Ports;
import dev.kurki.conf.cluster.TwoNodes;
import dev.kurki.conf.command.Kurki;
import dev.kurki.conf.input.BadInput;
import dev.kurki.migration.lock.Lock;
import dev.kurki.migration.lock.MachineTypeLock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * Two really different builds in one cluster: a node of the release 0.1.0, made from the commit that its lock names, and one
 * of this build. What 0.1.0 has goes there and back again while it runs; what only this build has stays here, and both ends
 * say why.
 */
class TwoReleasesTest {
  private static final String OLD = "old";
  private static final String NEW = "new";
  private static final String OLD_TYPE = "virt-0.1";
  private static final String NEW_TYPE = "virt-0.2";
  private static final int REFUSED = 3;

  @TempDir
  private static Path folder = Path.of("");

  private static final Lock LOCK = LockFile.read(Path.of("abi", "locks", "kurki-0.1.0.conf"));
  private static final List<NodeChild> NODES = new ArrayList<>();

  @BeforeAll
  static void build_the_release_and_start_a_node_of_each() throws InterruptedException {
    assumeTrue("required".equals(System.getProperty("kurki.releases")),
        "skipped: builds releases from their commits; -Dkurki.releases=required runs it");
    ShippedRelease release = ShippedRelease.build(LOCK);
    int port = Ports.anyFree("127.0.0.1");
    NODES.add(NodeChild.start(release.kurki(), folder, OLD, port, List.of()));
    NODES.getFirst().awaitCluster(1);
    NODES.add(NodeChild.start(NodeChild.thisBuild(), folder, NEW, 0, List.of(port)));
    for (NodeChild node : NODES) {
      node.awaitCluster(2);
    }
  }

  @AfterAll
  static void stop() {
    NODES.forEach(NodeChild::close);
  }

  @Test
  void the_node_that_is_built_from_the_locks_commit_has_the_machine_types_of_the_lock() {
    JsonNode entry = entry(OLD);

    assertThat(entry.path("release").asText()).isEqualTo("kurki/0.1.0");
    assertThat(new ObjectMapper().convertValue(entry.path("machineTypes"), new TypeReference<Map<String, String>>() {
    }))
        .isEqualTo(LOCK.machineTypes().stream()
            .collect(Collectors.toMap(MachineTypeLock::name, MachineTypeLock::digest)));
    assertThat(entry(NEW).path("release").asText()).startsWith("kurki/").isNotEqualTo("kurki/0.1.0");
  }

  @Test
  void both_tell_who_takes_whose_machines() {
    for (String asked : List.of(OLD, NEW)) {
      StringWriter said = new StringWriter();

      assertThat(kurki(said, "nodes", "--node", client(asked).node().getAuthority())).isZero();

      assertThat(said.toString()).contains("node new takes virt-0.1 machines of old",
          "node old takes virt-0.1 machines of new",
          "node old does not take virt-0.2 machines of new:", "unknown machine type at machine-type");
    }
  }

  @Test
  void a_machine_of_the_old_type_goes_to_the_new_build_and_back_again_while_its_guest_runs()
      throws InterruptedException {
    client(OLD).launch(guest("crane", OLD_TYPE));
    try (ConsoleProbe console = new ConsoleProbe(client(OLD).node(), "crane")) {
      console.expect("[kurki] 1 s");

      assertThat(migrate(OLD, "crane", NEW)).endsWith("completed");
      console.passOver();
      console.expect(" s: ");
      assertThat(client(OLD).find("crane")).contains(client(NEW).node());
      assertThat(migrate(NEW, "crane", OLD)).endsWith("completed");

      console.passOver();
      console.expect(" s: ");
      assertThat(client(NEW).find("crane")).contains(client(OLD).node());
      assertThat(console.all()).doesNotContain("CORRUPTION");
    }
  }

  @Test
  void a_machine_that_was_launched_on_the_new_build_with_the_old_type_is_taken_by_the_old_one()
      throws InterruptedException {
    client(NEW).launch(guest("stork", OLD_TYPE));
    try (ConsoleProbe console = new ConsoleProbe(client(NEW).node(), "stork")) {
      console.expect("[kurki] 1 s");

      assertThat(migrate(NEW, "stork", OLD)).endsWith("completed");

      console.passOver();
      console.expect(" s: ");
      assertThat(console.all()).doesNotContain("CORRUPTION");
    }
  }

  @Test
  void a_machine_of_the_new_type_is_refused_before_any_page_moves_with_the_reason_at_both_ends()
      throws InterruptedException {
    client(NEW).launch(guest("heron", NEW_TYPE));
    try (ConsoleProbe console = new ConsoleProbe(client(NEW).node(), "heron")) {
      console.expect("[kurki] 1 s");
      List<JsonNode> steps = new ArrayList<>();

      JsonNode last = client(NEW).migrate("heron", OLD, steps::add);

      assertThat(steps).containsExactly(last);
      assertThat(last.path("state").asText()).isEqualTo("failed");
      assertThat(last.path("refusals").path(0).path("rule").asText()).isEqualTo("UNKNOWN_MACHINE_TYPE");
      assertThat(last.path("refusals").path(0).path("actual").asText()).isEqualTo(NEW_TYPE);
      assertThat(node(NEW).log()).contains("machine heron is not moved", "unknown machine type");
      for (String asked : List.of(OLD, NEW)) {
        StringWriter said = new StringWriter();
        assertThat(kurki(said, "plan", "heron", OLD, "--node", client(asked).node().getAuthority())).isEqualTo(REFUSED);
        assertThat(said.toString()).contains("machine heron cannot be moved from node new to node old",
            "unknown machine type at machine-type", "one of virt-0.1, which are those of kurki/0.1.0", "way out:");
      }
      console.passOver();
      console.expect(" s: ");
    }
  }

  @Test
  void a_file_of_the_new_type_is_refused_by_the_old_build_and_taken_by_the_new_one() {
    Path file = folder.resolve("ibis.kurki");
    client(NEW).launch(guest("ibis", NEW_TYPE));
    client(NEW).save("ibis", file.toString(), false);

    assertThatThrownBy(() -> client(OLD).restore(file.toString())).isInstanceOf(BadInput.class)
        .hasMessageContaining(NEW_TYPE);

    assertThat(client(OLD).find("ibis")).isEmpty();
    client(NEW).restore(file.toString());
    assertThat(client(OLD).find("ibis")).contains(client(NEW).node());
  }

  private static List<String> migrate(String from, String machine, String to) {
    List<String> states = new ArrayList<>();
    client(from).migrate(machine, to, step -> states.add(step.path("state").asText()));
    return states;
  }

  private static String guest(String name, String type) {
    return TwoNodes.machine("name = " + name + ", type = " + type
        + ", memory = 64 MiB, guest { pages = 2000, pages-per-second = 1000 }");
  }

  private static JsonNode entry(String node) {
    for (JsonNode entry : client(node).nodes()) {
      if (entry.path("node").asText().equals(node)) {
        return entry;
      }
    }
    throw new AssertionError("node " + node + " does not list itself");
  }

  private static NodeClient client(String node) {
    return node(node).client();
  }

  private static NodeChild node(String name) {
    return NODES.stream().filter(node -> node.name().equals(name)).findFirst().orElseThrow();
  }

  private static int kurki(StringWriter said, String... arguments) {
    CommandLine line = Kurki.commandLine();
    line.setOut(new PrintWriter(said, true));
    return line.execute(arguments);
  }
}
