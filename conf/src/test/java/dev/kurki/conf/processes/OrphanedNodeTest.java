package dev.kurki.conf.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kurki.conf.cluster.NodeChild;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node whose parent is killed, and so cannot end it. */
class OrphanedNodeTest {
  @TempDir
  private Path folder = Path.of("");

  /** Who starts a node, tells its process' id and that it is up, and waits to be killed. */
  static final class Parent {
    private Parent() {}

    public static void main(String[] arguments) throws InterruptedException {
      NodeChild node = NodeChild.start(NodeChild.thisBuild(), Path.of(arguments[0]), "orphan", 0, List.of(),
          "kurki.node.rehearsals = 0");
      node.awaitCluster(1);
      System.out.println(node.pid());
      Thread.currentThread().join();
    }
  }

  @Test
  void it_ends_with_its_parent_though_that_is_killed() throws IOException {
    assumeTrue("required".equals(System.getProperty("kurki.processes")),
        "skipped: kills processes; -Dkurki.processes=required runs it");
    List<String> command = new ArrayList<>(NodeChild.thisBuild());
    command.removeLast();
    command.addAll(List.of(Parent.class.getName(), folder.toString()));
    Process parent = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader said = parent.inputReader(StandardCharsets.UTF_8)) {
      ProcessHandle node = ProcessHandle.of(Long.parseLong(said.readLine())).orElseThrow();

      parent.destroyForcibly();

      assertThat(node.onExit().orTimeout(60, TimeUnit.SECONDS).join().isAlive()).isFalse();
    } finally {
      parent.destroyForcibly();
    }
  }
}
