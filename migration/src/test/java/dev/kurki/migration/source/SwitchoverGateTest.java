package dev.kurki.migration.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurki.migration.source.SourceFeed.NextStep;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SwitchoverGateTest {
  private final CompletableFuture<NextStep> next = new CompletableFuture<>();

  @Test
  void a_closed_gate_holds_until_it_is_opened_and_not_again() {
    SwitchoverGate gate = new SwitchoverGate(false);

    assertThat(gate.holds(next)).isTrue();
    assertThat(gate.isHolding()).isTrue();
    assertThat(gate.open()).containsSame(next);
    assertThat(gate.isHolding()).isFalse();
    assertThat(gate.holds(next)).isFalse();
  }

  @Test
  void a_gate_that_is_opened_early_holds_nobody() {
    SwitchoverGate gate = new SwitchoverGate(false);

    assertThat(gate.open()).isEmpty();
    assertThat(gate.holds(next)).isFalse();
    assertThat(gate.isHolding()).isFalse();
  }
}
