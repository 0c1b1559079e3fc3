package dev.kurki.conf.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kurki.conf.cluster.TwoNodes;
import dev.kurki.conf.input.BadInput;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The operator moves a machine that is being moved. */
class SecondMoveTest {
  /** So slow that each state is seen. */
  private static final Map<String, String> SLOW = Map.of("max-bandwidth", "16MiB", "downtime-limit", "100ms");

  @Test
  void a_second_move_is_refused_in_every_state_and_the_first_goes_on() {
    try (TwoNodes nodes = TwoNodes.start("1 GiB")) {
      nodes.alpha()
          .launch(TwoNodes.machine("name = crane, memory = 16 MiB, guest { pages = 500, pages-per-second = 500 }"));
      Set<String> seen = new HashSet<>();

      JsonNode last = nodes.alpha().migrate("crane", "beta", SLOW, step -> {
        String state = step.path("state").asText();
        if (Set.of("setup", "active").contains(state) && seen.add(state)) {
          assertThatThrownBy(() -> nodes.alpha().migrate("crane", "beta", Map.of(), _ -> {}))
              .isInstanceOf(BadInput.class).hasMessageContaining("machine crane is ").hasMessageContaining("wait");
          assertThatThrownBy(() -> nodes.alpha().save("crane", "target/crane.kurki", false))
              .isInstanceOf(BadInput.class).hasMessageContaining("machine crane is ");
        }
      });

      assertThat(last.path("state").asText()).as(last.toString()).isEqualTo("completed");
      assertThat(seen).contains("setup", "active");
      assertThat(nodes.alpha().find("crane")).contains(nodes.beta().node());
    }
  }
}
