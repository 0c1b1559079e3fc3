package dev.kurki.conf.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kurki.conf.command.MigrationText;
import dev.kurki.conf.input.BadInput;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages that are made shorter for their way, between nodes. */
class PackedMigrationTest {
  private static final int PAGE_BYTES = 4096;
  /** What the guest checks and rewrites does not become shorter; what else it has does. */
  private static final String FEW_PAGES = "pages = 4, pages-per-second = 400";
  /** So little that several rounds are sent before the guest is stopped. */
  private static final Map<String, String> SEVERAL_ROUNDS = Map.of("downtime-limit", "1ms", "max-bandwidth", "2MiB",
      "non-convergence", "[stop]");

  /** Both can do without and with it; whether they do is for the move to say. */
  private static final TwoNodes NODES = TwoNodes.start("1 GiB",
      "kurki.migration.capabilities.xbzrle = on");

  @AfterAll
  static void stop() {
    NODES.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"zstd", "lz4"})
  void a_guest_whose_pages_travel_compressed_arrives_as_it_is(String compression) throws InterruptedException {
    String name = "crane-" + compression;
    launch(name, FEW_PAGES);
    try (ConsoleProbe console = new ConsoleProbe(NODES.alpha().node(), name)) {
      console.expect("[kurki] 1 s");

      JsonNode last = NODES.alpha().migrate(name, "beta", with("compression", compression), _ -> {});

      assertThat(last.path("state").asText()).isEqualTo("completed");
      assertThat(packing(last, "compressedPages")).isPositive();
      assertThat(packing(last, "compressedBytes")).isLessThan(packing(last, "compressedPages") * PAGE_BYTES);
      assertThat(MigrationText.of(last)).contains("  compressed: pages ");
      console.passOver();
      console.expect(" s: ");
      assertThat(console.all()).doesNotContain("CORRUPTION");
    }
  }

  @Test
  void pages_that_change_a_little_from_round_to_round_travel_by_that() {
    launch("ibis", "kind = firmware, rounds = 100000000");

    JsonNode last = NODES.alpha().migrate("ibis", "beta", with("capabilities.xbzrle", "on"), _ -> {});

    assertThat(last.path("state").asText()).isEqualTo("completed");
    assertThat(packing(last, "deltaPages")).isPositive();
    assertThat(packing(last, "deltaBytes")).isLessThan(packing(last, "deltaPages") * PAGE_BYTES);
    assertThat(MigrationText.of(last)).contains("  by deltas: pages ");
  }

  @Test
  void nothing_is_packed_where_it_is_not_asked_for() {
    launch("heron", FEW_PAGES);

    JsonNode last = NODES.alpha().migrate("heron", "beta", Map.of("capabilities.xbzrle", "off"), _ -> {});

    assertThat(last.path("state").asText()).isEqualTo("completed");
    assertThat(packing(last, "compressedPages") + packing(last, "deltaPages")).isZero();
    assertThat(MigrationText.of(last)).doesNotContain("compressed").doesNotContain("deltas");
  }

  @Test
  void a_compression_that_there_is_not_is_told_in_one_line() {
    launch("stork", FEW_PAGES);

    assertThatThrownBy(() -> NODES.alpha().migrate("stork", "beta", Map.of("compression", "gzip"), _ -> {}))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("there is no compression \"gzip\"; there are none and [zstd, lz4]");
  }

  private static Map<String, String> with(String name, String value) {
    Map<String, String> parameters = new HashMap<>(SEVERAL_ROUNDS);
    parameters.put(name, value);
    return parameters;
  }

  private static long packing(JsonNode completed, String field) {
    return completed.path("report").path("packing").path(field).asLong();
  }

  private static void launch(String name, String guest) {
    NODES.alpha().launch(TwoNodes.machine("name = " + name + ", memory = 32 MiB, guest { " + guest + " }"));
  }
}
