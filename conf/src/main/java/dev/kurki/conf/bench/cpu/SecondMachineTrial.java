package dev.kurki.conf.bench.cpu;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.kurki.conf.admin.Json;
import dev.kurki.conf.bench.Workspace;
import dev.kurki.conf.client.ConsoleSession;
import dev.kurki.conf.cluster.NodeChild;
import dev.kurki.conf.cluster.Ports;
import dev.kurki.conf.image.DebianExample;
import dev.kurki.conf.input.BadInput;

/** Debian's kernel on a node that has booted it once already: from the wish to launch the second machine to its shell. */
final class SecondMachineTrial {
  private static final String HOST = "127.0.0.1";
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Workspace workspace;
  private final DebianExample debian;

  SecondMachineTrial(Workspace workspace, DebianExample debian) {
    this.workspace = workspace;
    this.debian = debian;
  }

  /**
   * Runs it. Of the guest's threads no CPU time is told, as a node has more than one machine's.
   *
   * @throws Failed when a machine does not come to its shell, or the node does not come up
   */
  Taken run() throws InterruptedException, Failed {
    Path folder = workspace.folder();
    try (NodeChild node = NodeChild.start(NodeChild.thisBuild(), folder, "warm", Ports.anyFree(HOST), List.of())) {
      node.awaitCluster(1);
      double _ = boot(node, "first");
      String _ = node.client().stop("first");
      return new Taken(Subject.SECOND_BOOT, Engine.KURKI, new Spent(boot(node, "second"), Double.NaN));
    } catch (BadInput e) {
      throw new Failed(e.line());
    } finally {
      workspace.clear();
    }
  }

  private double boot(NodeChild node, String name) throws InterruptedException, Failed {
    Shell shell = new Shell();
    long begun = System.nanoTime();
    String _ = node.client().launch(Json.write(Map.of("name", name, "memory",
        Payload.DEBIAN_MEBIBYTES + " MiB", "bios", debian.bios().toString(), "kernel", debian.kernel().toString(),
        "initrd", debian.initrd().toString(), "append", DebianExample.APPEND)));
    try (ConsoleSession _ = ConsoleSession.open(node.client().node(), name,
        data -> shell.take(data, new Spent((System.nanoTime() - begun) / 1e9, Double.NaN)), _ -> {})) {
      return shell.await(DebianExample.PROMPT, PATIENCE)
          .orElseThrow(() -> new Failed("the " + name + " machine of a node does not come to its shell; it says: "
              + node.log().strip().replace('\n', ' ')))
          .time().wall();
    }
  }
}
