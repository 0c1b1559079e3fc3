package dev.kurki.conf.bench.migration;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kurki.conf.admin.Json;
import dev.kurki.conf.bench.Workspace;
import dev.kurki.conf.client.ConsoleSession;
import dev.kurki.conf.cluster.NodeChild;
import dev.kurki.conf.cluster.Ports;

/** Two nodes that have just started, as processes of their own. */
final class KurkiPair implements MovingPair {
  private static final String HOST = "127.0.0.1";
  private static final String MACHINE = "bench";
  private static final long PAGE_BYTES = 4096;
  private static final String SETTINGS = "kurki.migration.downtime-limit = " + Scenario.DOWNTIME_LIMIT_MILLIS + "ms";

  private final BeatLog beats = new BeatLog();
  private final NodeChild source;
  private final NodeChild target;
  private final ConsoleSession console;

  /**
   * Starts both; the guest begins to run.
   *
   * @param settings more of both nodes' settings
   */
  KurkiPair(Workspace workspace, Path kernel, Scenario scenario, String settings) throws InterruptedException {
    int port = Ports.anyFree(HOST);
    List<NodeChild> started = new ArrayList<>();
    try {
      source = NodeChild.start(command(workspace), workspace.folder(), "source", port, List.of(),
          SETTINGS + "\n" + settings);
      started.add(source);
      // As QEMU's target, it has the guest's RAM touched before the guest comes.
      target = NodeChild.start(command(workspace), workspace.folder(), "target", 0, List.of(port),
          SETTINGS + "\nkurki.node.memory-reserve = " + scenario.memoryBytes() + " B\n" + settings);
      started.add(target);
      source.awaitCluster(2);
      target.awaitCluster(2);
      String _ = source.client().launch(Json.write(Map.of("name", MACHINE, "memory", scenario.memoryBytes() + " B",
          "kernel", kernel.toString())));
      console = ConsoleSession.open(source.client().node(), MACHINE, data -> beats.take(data.toArray()), _ -> {});
    } catch (RuntimeException | InterruptedException e) {
      started.forEach(NodeChild::close);
      throw e;
    }
  }

  @Override
  public BeatLog beats() {
    return beats;
  }

  @Override
  public List<Long> processes() {
    return List.of(source.pid(), target.pid());
  }

  @Override
  public Move move() throws InterruptedException {
    AtomicInteger throttle = new AtomicInteger();
    CompletableFuture<Move> move = CompletableFuture.supplyAsync(() -> {
      JsonNode last = source.client().migrate(MACHINE, target.name(),
          step -> throttle.accumulateAndGet(step.path("throttlePercent").asInt(), Math::max));
      return outcome(System.nanoTime(), last, throttle.get());
    });
    try {
      return move.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      return new Move.NotMoved("it did not converge within " + PATIENCE.toSeconds() + " s");
    } catch (ExecutionException e) {
      return new Move.NotMoved(String.valueOf(e.getCause() == null ? e.getMessage() : e.getCause().getMessage()));
    }
  }

  @Override
  public void close() {
    console.close();
    source.close();
    target.close();
  }

  private static Move outcome(long now, JsonNode last, int throttlePercent) {
    JsonNode report = last.path("report");
    return last.path("state").asText().equals("completed")
        ? new Move.Moved(now, report.path("totalBytes").asLong(),
            (report.path("pages").asLong() + report.path("zeroPages").asLong()) * PAGE_BYTES,
            report.path("downtimeNanos").asLong() / 1e6, throttlePercent)
        : new Move.NotMoved(last.path("state").asText() + ": " + last.path("reason").asText("it was refused"));
  }

  /** This build, with a heap of its own that is touched at once, and with nothing in the folder for temporary files. */
  private static List<String> command(Workspace workspace) {
    List<String> command = new ArrayList<>(NodeChild.thisBuild());
    command.addAll(1, List.of("-Xms512m", "-Xmx512m", "-XX:+AlwaysPreTouch", "-XX:-UsePerfData",
        "-Djava.io.tmpdir=" + workspace.folder()));
    return command;
  }
}
