package dev.kurki.conf.processes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kurki.conf.cluster.NodeChild;
import dev.kurki.conf.cluster.Ports;
import dev.kurki.conf.input.BadInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A node that stays, and others, one after the other, that do not: of two nodes that lose one another the older lives on. All are
 * processes of this host.
 */
final class NodeFamily implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long POLL_MILLIS = 20;
  /** Who is dead is found out soon, yet not so soon that a busy host is taken for dead. */
  private static final String SETTINGS = """
      kurki.node.rehearsals = 0
      kurki.migration { retry-interval = 200ms, batch-size = 64KiB }
      pekko.cluster.split-brain-resolver.stable-after = 3s
      """;

  private final Path folder;
  private final Path scratch;
  private final int port;
  private final NodeChild elder;
  private final List<NodeChild> younger = new ArrayList<>();
  private int saidBefore;

  private NodeFamily(Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    scratch = Files.createDirectory(folder.resolve("tmp"));
    port = Ports.anyFree(HOST);
    elder = start("elder", port, List.of());
    elder.awaitCluster(1);
  }

  /** Starts the one that stays; all write to a folder of their own there. */
  static NodeFamily begin(Path folder) throws IOException, InterruptedException {
    return new NodeFamily(folder);
  }

  /** The node that stays. */
  NodeChild elder() {
    return elder;
  }

  /** Starts one that does not stay, and waits until both know of one another and of nobody else. */
  NodeChild join() throws InterruptedException {
    NodeChild child = start("younger-" + (younger.size() + 1), 0, List.of(port));
    younger.add(child);
    child.awaitCluster(2);
    elder.awaitCluster(2);
    saidBefore = elder.log().length();
    return child;
  }

  /** What a node does with a machine, as it says itself; empty where it has none, or has none any more. */
  static Optional<String> state(NodeChild node, String machine) {
    try {
      for (JsonNode each : node.client().list()) {
        for (JsonNode entry : each.path("machines")) {
          if (each.path("node").asText().equals(node.name()) && entry.path("machine").asText().equals(machine)) {
            return Optional.of(entry.path("state").asText());
          }
        }
      }
      return Optional.empty();
    } catch (BadInput e) {
      return Optional.empty();
    }
  }

  /** What the node that stays has logged since the last one has joined it. */
  String said() {
    return elder.log().substring(saidBefore);
  }

  /** The first line in {@link #said} that has a text, once it has come. */
  String awaitSaid(String text) {
    await("the elder says: " + text, () -> said().contains(text));
    return said().lines().filter(line -> line.contains(text)).findFirst().orElseThrow();
  }

  /** Sends a signal to a node's process. */
  static void signal(NodeChild node, String name) {
    try {
      int status = new ProcessBuilder("kill", "-" + name, Long.toString(node.pid())).start().waitFor();
      assertThat(status).isZero();
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for something that comes without being told. */
  static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (!condition.getAsBoolean()) {
        assertThat(System.nanoTime()).as("what was waited for did not come: " + what).isLessThan(deadline);
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends all but the one that stays, and looks for what they and the machines have left. */
  void expectNothingLeft() throws IOException {
    younger.forEach(NodeChild::close);
    await("no machine at the elder", () -> elder.client().list().findValues("machine").isEmpty());
    // Commands come by one, other nodes by the other; whoever waits for a machine has a third.
    await("two listening sockets at the elder", () -> ListeningSockets.of(elder.pid()) == 2);
    try (Stream<Path> left = Files.list(scratch)) {
      assertThat(left).isEmpty();
    }
  }

  @Override
  public void close() {
    younger.forEach(NodeChild::close);
    elder.close();
  }

  private NodeChild start(String name, int at, List<Integer> seeds) {
    List<String> command = new ArrayList<>(NodeChild.thisBuild());
    // They log as users' nodes do, and not as tests.
    command.addAll(1, List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:-UsePerfData",
        "-Dlogback.configurationFile=logback.xml", "-Dkurki.log=INFO", "-Djava.io.tmpdir=" + scratch));
    return NodeChild.start(command, folder, name, at, seeds, SETTINGS);
  }
}
