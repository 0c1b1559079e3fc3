package dev.kurki.conf.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kurki.conf.cluster.Nodes;
import dev.kurki.conf.cluster.Nodes.NodeSpec;
import dev.kurki.conf.cluster.TwoNodes;
import dev.kurki.conf.input.BadInput;
import dev.kurki.migration.lock.Lock;
import dev.kurki.migration.lock.ReleaseId;
import dev.kurki.migration.policy.BlacklistEntry;
import dev.kurki.migration.policy.NodeAbi;
import dev.kurki.migration.policy.Origin;
import dev.kurki.migration.policy.ReleaseLine.Strictness;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Case 5 of the policy: a machine that was born on a release which is blacklisted since, and has been moved to a good one, is
 * still refused where the entry is lasting; out of a file, too. Three nodes take themselves for the releases 0.0.1, which is
 * broken, 0.0.2, which does not know that yet, and 0.0.3, which does.
 */
class ProvenanceTest {
  private static final ReleaseId BROKEN = new ReleaseId("heron", "0.0.1");

  private static Nodes nodes = Nodes.start(List.of());

  @BeforeAll
  static void start() {
    nodes = Nodes.start(List.of(new NodeSpec("broken", "1 GiB", "", release("0.0.1", List.of())),
        new NodeSpec("good", "1 GiB", "", release("0.0.2", List.of())),
        new NodeSpec("strict", "1 GiB", "", release("0.0.3", List.of(entry("crane-clock", true, Strictness.STRICT)))),
        new NodeSpec("scoped", "1 GiB", "",
            release("0.0.4", List.of(entry("other-section", true, Strictness.SCOPED))))));
  }

  @AfterAll
  static void stop() {
    nodes.close();
  }

  @Test
  void a_machine_born_on_a_broken_release_is_refused_even_from_a_good_one() {
    nodes.client("broken").launch(guest("crane"));
    assertThat(nodes.client("broken").migrate("crane", "good", _ -> {}).path("state").asText()).isEqualTo("completed");

    JsonNode last = nodes.client("good").migrate("crane", "strict", _ -> {});

    assertThat(last.path("state").asText()).isEqualTo("failed");
    JsonNode refusal = last.path("refusals").path(0);
    assertThat(refusal.path("rule").asText()).isEqualTo("BLACKLISTED");
    assertThat(refusal.path("machine").asText()).isEqualTo("crane");
    assertThat(refusal.path("actual").asText()).contains("heron/0.0.1");
    assertThat(refusal.path("wayOut").asText()).isEqualTo("power it on anew");
    assertThat(nodes.client("good").find("crane")).contains(nodes.client("good").node());
  }

  @Test
  void a_machine_born_on_a_good_release_is_taken() {
    nodes.client("good").launch(guest("heron"));

    assertThat(nodes.client("good").migrate("heron", "strict", _ -> {}).path("state").asText()).isEqualTo("completed");
  }

  @Test
  void a_scoped_entry_about_another_section_refuses_nothing() {
    nodes.client("broken").launch(guest("stork"));

    assertThat(nodes.client("broken").migrate("stork", "scoped", _ -> {}).path("state").asText())
        .isEqualTo("completed");
  }

  @Test
  void a_file_does_not_launder_where_the_machine_was_born(@TempDir Path folder) {
    Path file = folder.resolve("egret.kurki");
    nodes.client("broken").launch(guest("egret"));
    nodes.client("broken").migrate("egret", "good", _ -> {});
    nodes.client("good").save("egret", file.toString(), false);

    assertThatThrownBy(() -> nodes.client("strict").restore(file.toString())).isInstanceOf(BadInput.class)
        .hasMessageContaining("blacklisted").hasMessageContaining("heron/0.0.1");

    assertThat(nodes.client("strict").find("egret")).isEmpty();
    nodes.client("good").restore(file.toString());
    assertThat(nodes.client("good").find("egret")).contains(nodes.client("good").node());
  }

  @Test
  void a_node_that_knows_of_the_ban_tells_the_one_that_does_not() {
    nodes.client("broken").launch(guest("ibis"));

    JsonNode plan = nodes.client("broken").plan("ibis", "strict");

    assertThat(plan.path("refusals").path(0).path("rule").asText()).isEqualTo("BLACKLISTED");
  }

  private static String guest(String name) {
    return TwoNodes.machine("name = " + name + ", memory = 32 MiB, guest { pages = 64, pages-per-second = 100 }");
  }

  private static UnaryOperator<NodeAbi> release(String version, List<BlacklistEntry> blacklist) {
    return build -> {
      ReleaseId id = new ReleaseId("heron", version);
      Lock lock = new Lock(id, build.lock().parent(), "", "", build.lock().streamFormat(), build.lock().machineTypes());
      return new NodeAbi(new Origin(id, List.of()), lock, List.of(), blacklist);
    };
  }

  private static BlacklistEntry entry(String id, boolean lasting, Strictness strictness) {
    return new BlacklistEntry(id, "0.0.x", BROKEN, BROKEN, "*", id.equals("other-section") ? "pvclock" : "*", 0, "",
        lasting,
        strictness, List.of(), "the clock that it saves is not the guest's", "clock.conf", "power it on anew");
  }
}
