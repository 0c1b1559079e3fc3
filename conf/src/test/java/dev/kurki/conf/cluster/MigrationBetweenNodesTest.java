package dev.kurki.conf.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kurki.conf.guest.GuestLine;
import dev.kurki.conf.input.BadInput;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded guest checks all its memory over and over: a page that is lost or stale on the way is a cry on its console. */
class MigrationBetweenNodesTest {
  private static final String GUEST = "name = crane, memory = 32 MiB, guest { pages = 1000, pages-per-second = 4000 }";

  private static final TwoNodes NODES = TwoNodes.start("40 MiB");

  @AfterEach
  void stopMachines() {
    NODES.stopMachines();
  }

  @AfterAll
  static void stop() {
    NODES.close();
  }

  @Test
  void a_running_guest_moves_there_and_back_and_its_memory_is_whole() throws InterruptedException {
    NODES.alpha().launch(TwoNodes.machine(GUEST));
    try (ConsoleProbe console = new ConsoleProbe(NODES.alpha().node(), "crane")) {
      console.expect("[kurki] 1 s");

      JsonNode there = NODES.alpha().migrate("crane", "beta", _ -> {});
      console.expect("[kurki] 3 s");
      JsonNode back = NODES.beta().migrate("crane", "alpha", _ -> {});
      console.expect("[kurki] 5 s");

      assertThat(there.path("state").asText()).isEqualTo("completed");
      assertThat(back.path("state").asText()).isEqualTo("completed");
      assertThat(there.path("report").path("zeroPages").asLong()).isGreaterThan(5000);
      assertThat(console.all()).doesNotContain("CORRUPTION");
      assertThat(machines(NODES.alpha().list())).containsExactly("crane alpha running 3");
    }
  }

  @Test
  void a_guest_that_is_never_left_alone_keeps_its_timer_its_clock_and_its_memory() throws InterruptedException {
    NODES.alpha().launch(TwoNodes.machine(GUEST));
    try (ConsoleProbe console = new ConsoleProbe(NODES.alpha().node(), "crane")) {
      console.expect("[kurki] 1 s");
      for (int move = 0; move < 10; move++) {
        assertThat(NODES.alpha().migrate("crane", "beta", _ -> {}).path("state").asText()).isEqualTo("completed");
        assertThat(NODES.beta().migrate("crane", "alpha", _ -> {}).path("state").asText()).isEqualTo("completed");
      }
      console.passOver();
      console.expect("\n");
      GuestLine before = nextLine(console);
      GuestLine after = nextLine(console);

      assertThat(after.pagesChecked()).as("the guest works from its timer's interrupts")
          .isGreaterThan(before.pagesChecked());
      assertThat(after.clockMicros()).isGreaterThan(before.clockMicros());
      assertThat(console.all()).doesNotContain("CORRUPTION");
      assertThat(machines(NODES.alpha().list())).containsExactly("crane alpha running 21");
    }
  }

  @Test
  void a_move_to_a_node_without_room_leaves_the_guest_running_and_nothing_behind() throws InterruptedException {
    NODES.alpha().launch(TwoNodes.machine("name = crane, memory = 64 MiB"));
    try (ConsoleProbe console = new ConsoleProbe(NODES.alpha().node(), "crane")) {
      console.expect("[kurki] 1 s");

      JsonNode last = NODES.alpha().migrate("crane", "beta", _ -> {});

      assertThat(last.path("state").asText()).isEqualTo("failed");
      assertThat(last.path("refusals").path(0).path("rule").asText()).isEqualTo("NOT_ENOUGH_MEMORY");
      assertThat(machines(NODES.alpha().list())).containsExactly("crane alpha running 1");
      console.expect("[kurki] 2 s");
    }
  }

  @Test
  void a_name_that_is_taken_there_is_refused() {
    NODES.alpha().launch(TwoNodes.machine(GUEST));
    NODES.beta().launch(TwoNodes.machine(GUEST));

    List<JsonNode> steps = new ArrayList<>();
    JsonNode last = NODES.alpha().migrate("crane", "beta", steps::add);

    assertThat(steps).containsExactly(last);
    assertThat(last.path("reason").asText()).startsWith("it cannot be moved to node beta: ");
    assertThat(last.path("refusals").path(0).path("rule").asText()).isEqualTo("NAME_TAKEN");
    assertThat(machines(NODES.alpha().list())).containsExactly("crane alpha running 1", "crane beta running 1");
  }

  @Test
  void an_unknown_node_and_an_unknown_machine_are_told_by_name() {
    NODES.alpha().launch(TwoNodes.machine(GUEST));

    assertThatThrownBy(() -> NODES.alpha().migrate("crane", "gamma", _ -> {})).isInstanceOf(BadInput.class)
        .hasMessageContaining("there is no node gamma; there are alpha, beta");
    assertThatThrownBy(() -> NODES.alpha().at("heron")).isInstanceOf(BadInput.class)
        .hasMessageContaining("no machine heron");
  }

  @Test
  void a_saved_machine_goes_on_from_its_file_on_another_node(@TempDir Path folder) throws InterruptedException {
    Path file = folder.resolve("crane.kurki");
    NODES.alpha().launch(TwoNodes.machine(GUEST));
    try (ConsoleProbe console = new ConsoleProbe(NODES.alpha().node(), "crane")) {
      console.expect("[kurki] 2 s");
      NODES.alpha().save("crane", file.toString(), false);
      assertThat(console.end().reason()).contains("saved to");
    }
    assertThat(machines(NODES.alpha().list())).isEmpty();

    NODES.beta().restore(file.toString());

    try (ConsoleProbe console = new ConsoleProbe(NODES.beta().node(), "crane")) {
      console.expect("[kurki] 4 s");
      assertThat(console.all()).doesNotContain("CORRUPTION").doesNotContain("[kurki] 1 s");
    }
  }

  @Test
  void a_damaged_file_is_refused_and_leaves_nothing_behind(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("crane.kurki");
    NODES.alpha().launch(TwoNodes.machine(GUEST));
    NODES.alpha().save("crane", file.toString(), true);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    NODES.alpha().stop("crane");

    assertThatThrownBy(() -> NODES.alpha().restore(file.toString())).isInstanceOf(BadInput.class)
        .hasMessageContaining(file.toString());

    assertThat(machines(NODES.alpha().list())).isEmpty();
  }

  @Test
  void a_guest_that_ends_itself_ends_its_console_with_its_status() {
    NODES.alpha().launch(TwoNodes.machine("memory = 32 MiB, guest { pages = 10, stop-after-seconds = 1 }"));

    try (ConsoleProbe console = new ConsoleProbe(NODES.alpha().node(), "guest")) {
      assertThat(console.end().status()).isZero();
    }
    assertThat(machines(NODES.alpha().list())).isEmpty();
  }

  private static GuestLine nextLine(ConsoleProbe console) throws InterruptedException {
    return GuestLine.parse(console.expect("\n")).orElseThrow();
  }

  private static List<String> machines(JsonNode inventories) {
    List<String> lines = new ArrayList<>();
    for (JsonNode node : inventories) {
      for (JsonNode machine : node.path("machines")) {
        lines.add(machine.path("machine").asText() + " " + machine.path("node").asText() + " "
            + machine.path("state").asText() + " " + machine.path("epoch").asText());
      }
    }
    return lines;
  }
}
