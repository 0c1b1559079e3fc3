package dev.kurki.conf.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kurki.conf.input.BadInput;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files with fixed page offsets, between nodes, of the guest that checks all its memory over and over. */
class FilesBetweenNodesTest {
  private static final String GUEST = "name = crane, memory = 32 MiB, guest { pages = 1000, pages-per-second = 4000 }";

  private static final TwoNodes NODES = TwoNodes.start("64 MiB");

  @TempDir
  private Path folder = Path.of("");

  @AfterEach
  void stopMachines() {
    NODES.stopMachines();
  }

  @AfterAll
  static void stop() {
    NODES.close();
  }

  @Test
  void a_machine_goes_on_from_a_file_with_fixed_page_offsets_on_another_node() throws InterruptedException {
    NODES.alpha().launch(TwoNodes.machine(GUEST));
    try (ConsoleProbe console = new ConsoleProbe(NODES.alpha().node(), "crane")) {
      console.expect("[kurki] 1 s");
      NODES.alpha().save("crane", file(), false, Map.of("mapped-ram", "on"));
      assertThat(console.end().reason()).contains("saved to");
    }

    NODES.beta().restore(file());

    expectItGoesOn("[kurki] 3 s");
  }

  @Test
  void a_guest_runs_on_while_it_is_saved_and_its_file_is_of_the_moment_of_its_stop() throws InterruptedException {
    NODES.alpha().launch(TwoNodes.machine(GUEST));
    try (ConsoleProbe console = new ConsoleProbe(NODES.alpha().node(), "crane")) {
      console.expect("[kurki] 1 s");

      String done = NODES.alpha().save("crane", file(), false, Map.of("background-snapshot", "on"));

      assertThat(done).contains("its guest was stopped for ").contains(" ms at the longest");
      console.expect("[kurki] 3 s");
      assertThat(console.all()).doesNotContain("CORRUPTION");
      assertThat(NODES.alpha().migrate("crane", "beta", _ -> {}).path("state").asText()).isEqualTo("completed");
      console.expect("[kurki] 5 s");
      assertThat(console.all()).doesNotContain("CORRUPTION");
    }
    NODES.beta().stop("crane");

    NODES.beta().restore(file());

    expectItGoesOn("[kurki] 3 s");
  }

  @Test
  void a_guest_runs_before_its_ram_is_read() throws InterruptedException {
    NODES.alpha().launch(TwoNodes.machine(GUEST));
    try (ConsoleProbe console = new ConsoleProbe(NODES.alpha().node(), "crane")) {
      console.expect("[kurki] 1 s");
      NODES.alpha().save("crane", file(), false, Map.of("mapped-ram", "on"));
    }

    String done = NODES.beta().restore(file(), Map.of("lazy", "on"));

    assertThat(done).contains("its RAM is being read from " + file());
    expectItGoesOn("[kurki] 3 s");
    NODES.await(() -> state().equals("running"));
    assertThat(NODES.beta().migrate("crane", "alpha", _ -> {}).path("state").asText()).isEqualTo("completed");
  }

  @Test
  void a_page_that_turns_out_to_be_damaged_pauses_the_machine_and_is_told_whatever_is_wanted_of_it()
      throws IOException, InterruptedException {
    NODES.alpha().launch(TwoNodes.machine(GUEST));
    try (ConsoleProbe console = new ConsoleProbe(NODES.alpha().node(), "crane")) {
      // By then it has written to all of its pages.
      console.expect("[kurki] 1 s");
      NODES.alpha().save("crane", file(), false, Map.of("mapped-ram", "on"));
    }
    byte[] bytes = Files.readAllBytes(Path.of(file()));
    bytes[bytes.length - 31 * 1024 * 1024 + 100] ^= 1;
    Files.write(Path.of(file()), bytes);

    NODES.beta().restore(file(), Map.of("lazy", "on"));

    NODES.await(() -> state().equals("stranded"));
    assertThatThrownBy(() -> NODES.beta().save("crane", folder.resolve("other").toString(), true))
        .isInstanceOf(BadInput.class).hasMessageContaining(file() + ": broken at byte ")
        .hasMessageContaining("expected page 256 as it was written")
        .hasMessageContaining("stop it, and restore it from a whole file");
    NODES.beta().stop("crane");
    assertThat(NODES.beta().find("crane")).isEmpty();
  }

  @Test
  void a_stream_is_read_whole_whether_it_is_to_be_restored_lazily_or_not() throws InterruptedException {
    NODES.alpha().launch(TwoNodes.machine(GUEST));
    try (ConsoleProbe console = new ConsoleProbe(NODES.alpha().node(), "crane")) {
      console.expect("[kurki] 1 s");
      NODES.alpha().save("crane", file(), false);
    }

    assertThat(NODES.beta().restore(file(), Map.of("lazy", "on"))).isEqualTo("machine crane runs on node beta");

    expectItGoesOn("[kurki] 3 s");
  }

  @Test
  void a_damaged_file_is_refused_with_the_place_of_the_damage_and_leaves_nothing_behind() throws IOException {
    NODES.alpha().launch(TwoNodes.machine(GUEST));
    NODES.alpha().save("crane", file(), false, Map.of("mapped-ram", "on"));
    byte[] bytes = Files.readAllBytes(Path.of(file()));
    bytes[bytes.length - 32 * 1024 * 1024 + 100] ^= 1;
    Files.write(Path.of(file()), bytes);

    assertThatThrownBy(() -> NODES.alpha().restore(file())).isInstanceOf(BadInput.class)
        .hasMessageStartingWith(file() + ": broken at byte ").hasMessageContaining("page 0 as it was written");

    assertThat(NODES.alpha().find("crane")).isEmpty();
  }

  @Test
  void a_parameter_that_is_not_known_and_a_folder_that_is_not_there_are_told_and_the_machine_runs_on() {
    NODES.alpha().launch(TwoNodes.machine(GUEST));

    assertThatThrownBy(() -> NODES.alpha().save("crane", file(), false, Map.of("mapped", "on")))
        .isInstanceOf(BadInput.class)
        .hasMessage("a save has no parameter mapped; there are background-snapshot, mapped-ram");
    for (String how : new String[]{"mapped-ram", "background-snapshot"}) {
      assertThatThrownBy(
          () -> NODES.alpha().save("crane", folder.resolve("no/crane.kurki").toString(), false, Map.of(how, "on")))
          .isInstanceOf(BadInput.class).hasMessageContaining("there is no such file or folder");
    }

    NODES.alpha().save("crane", file(), false, Map.of("background-snapshot", "on"));
    assertThat(NODES.alpha().find("crane")).isPresent();
  }

  private void expectItGoesOn(String line) throws InterruptedException {
    try (ConsoleProbe console = new ConsoleProbe(NODES.beta().node(), "crane")) {
      console.expect(line);
      assertThat(console.all()).doesNotContain("CORRUPTION").doesNotContain("[kurki] 1 s");
    }
  }

  private String state() {
    for (JsonNode node : NODES.beta().list()) {
      for (JsonNode machine : node.path("machines")) {
        return machine.path("state").asText();
      }
    }
    return "";
  }

  private String file() {
    return folder.resolve("crane.kurki").toString();
  }
}
