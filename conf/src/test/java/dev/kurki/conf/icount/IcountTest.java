package dev.kurki.conf.icount;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kurki.conf.cluster.ConsoleProbe;
import dev.kurki.conf.cluster.TwoNodes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A machine whose time passes by instructions is the same in every run, wherever it is interrupted. */
class IcountTest {
  private static final int ROUNDS = 400;
  private static final int POINTS = 100;
  private static final int PAGE_BYTES = 4096;

  /** Pages that change a little could travel by that; whether they do is for each move to say. */
  private static final TwoNodes NODES = TwoNodes.start("1 GiB", "kurki.migration.capabilities.xbzrle = on");
  /** So little that several rounds are sent before the guest is stopped. */
  private static final Map<String, String> SEVERAL_ROUNDS = Map.of("downtime-limit", "1ms", "max-bandwidth", "4MiB",
      "non-convergence", "[stop]");

  @TempDir
  private Path folder;

  @AfterAll
  static void stop() {
    NODES.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void two_runs_end_in_the_same_digest(int harts) throws IOException {
    IcountRun machine = machine(harts, ROUNDS);

    IcountRun.End first = machine.run();
    IcountRun.End second = machine.run();

    assertThat(first.console()).contains(".").endsWith("\n");
    assertThat(second).isEqualTo(first);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void a_run_that_is_saved_and_restored_anywhere_ends_in_the_same_digest(int harts) throws IOException {
    IcountRun machine = machine(harts, ROUNDS);
    IcountRun.End unbroken = machine.run();

    Map<Long, IcountRun.End> interrupted = machine.runInTwo(unbroken.instructions(), POINTS, harts);

    assertThat(interrupted).allSatisfy((instruction, end) -> assertThat(end).isEqualTo(unbroken));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void a_run_whose_pages_come_late_ends_in_the_same_digest(int harts) throws IOException {
    IcountRun machine = machine(harts, ROUNDS);
    IcountRun.End unbroken = machine.run();

    IcountRun.End late = machine.runWithLatePages(unbroken.instructions() / 3);

    assertThat(late).isEqualTo(unbroken);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void a_run_that_is_migrated_says_the_same(int harts) throws IOException, InterruptedException {
    IcountRun machine = machine(harts, 1500 * ROUNDS / harts);
    String unbroken = machine.run().console();

    NODES.alpha().launch(TwoNodes.machine(machine.settings()));
    try (ConsoleProbe console = new ConsoleProbe(NODES.alpha().node(), "restless")) {
      String there = NODES.alpha().migrate("restless", "beta", _ -> {}).path("state").asText();
      String back = NODES.beta().migrate("restless", "alpha", _ -> {}).path("state").asText();
      console.end();

      assertThat(there).isEqualTo("completed");
      assertThat(back).isEqualTo("completed");
      assertThat(last(console.all())).isEqualTo(last(unbroken));
    }
  }

  @ParameterizedTest
  @CsvSource({"zstd, off", "lz4, on"})
  void a_run_that_is_migrated_packed_says_the_same_and_the_reports_say_what_that_saved(String compression,
      String xbzrle) throws IOException, InterruptedException {
    IcountRun machine = machine(2, 800 * ROUNDS);
    String unbroken = machine.run().console();
    Map<String, String> packed = new HashMap<>(SEVERAL_ROUNDS);
    packed.putAll(Map.of("compression", compression, "capabilities.xbzrle", xbzrle));

    NODES.alpha().launch(TwoNodes.machine(machine.settings()));
    try (ConsoleProbe console = new ConsoleProbe(NODES.alpha().node(), "restless")) {
      JsonNode there = NODES.alpha().migrate("restless", "beta", packed, _ -> {});
      JsonNode back = NODES.beta().migrate("restless", "alpha", packed, _ -> {});
      console.end();

      assertThat(List.of(there, back)).allSatisfy(last -> {
        assertThat(last.path("state").asText()).as(last.toString()).isEqualTo("completed");
        assertSaved(last, "compressed", true);
        assertSaved(last, "delta", xbzrle.equals("on"));
      });
      assertThat(last(console.all())).isEqualTo(last(unbroken));
    }
  }

  private static void assertSaved(JsonNode last, String how, boolean isWanted) {
    JsonNode packing = last.path("report").path("packing");
    long pages = packing.path(how + "Pages").asLong();
    assertThat(pages > 0).as(last.toString()).isEqualTo(isWanted);
    assertThat(packing.path(how + "Bytes").asLong()).isLessThanOrEqualTo(pages * PAGE_BYTES / 2);
  }

  private IcountRun machine(int harts, int rounds) throws IOException {
    Path elf = folder.resolve("restless-" + harts + "-" + rounds + ".elf");
    Files.write(elf, RestlessGuest.elf(harts, rounds));
    return new IcountRun("name = restless, memory = 1 MiB, harts = " + harts + ", kernel = \"" + elf + "\"");
  }

  /** What it prints at its end: digits behind the last dot. */
  private static String last(String console) {
    return console.substring(console.lastIndexOf('.'));
  }
}
