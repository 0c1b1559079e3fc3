package dev.kurki.conf.bench.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.kurki.conf.bench.Workspace;
import dev.kurki.conf.cluster.NodeChild;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process of QEMU whose benchmark is killed, and so cannot end it. */
class OrphanedQemuTest {
  @TempDir
  private Path folder = Path.of("");

  /** Who starts QEMU, tells its process' id and that it is up, and waits to be killed. */
  static final class Parent {
    private Parent() {}

    public static void main(String[] arguments) throws InterruptedException, IOException {
      Scenario scenario = new Scenario(Scenario.MIN_BYTES, Workload.ZERO);
      try (Workspace workspace = new Workspace()) {
        Path kernel = workspace.file("guest.elf");
        Files.write(kernel, MeasuredGuest.assemble(scenario).toElf());
        try (QemuProcess qemu = QemuProcess.start(workspace, "orphan", kernel, scenario.memoryBytes(), new BeatLog())) {
          System.out.println(qemu.pid());
          Thread.currentThread().join();
        }
      }
    }
  }

  @Test
  void it_ends_with_its_parent_though_that_is_killed() throws IOException {
    assumeTrue("required".equals(System.getProperty("kurki.processes")),
        "skipped: kills processes and needs QEMU; -Dkurki.processes=required runs it");
    List<String> command = new ArrayList<>(NodeChild.thisBuild());
    command.removeLast();
    command.addAll(1, List.of("-Djava.io.tmpdir=" + folder));
    command.add(Parent.class.getName());
    Process parent = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader said = parent.inputReader(StandardCharsets.UTF_8)) {
      ProcessHandle qemu = ProcessHandle.of(Long.parseLong(said.readLine())).orElseThrow();
      assertThat(qemu.isAlive()).isTrue();

      parent.destroyForcibly();

      assertThat(qemu.onExit().orTimeout(60, TimeUnit.SECONDS).join().isAlive()).isFalse();
    } finally {
      parent.destroyForcibly();
    }
  }
}
