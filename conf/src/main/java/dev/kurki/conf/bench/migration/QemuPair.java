package dev.kurki.conf.bench.migration;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.CompletableFuture;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kurki.conf.bench.Workspace;
import dev.kurki.conf.cluster.Ports;

/** Two processes of QEMU: pre-copy over TCP on this host, without a cap on the bandwidth. */
final class QemuPair implements MovingPair {
  private static final String HOST = "127.0.0.1";
  /** Bytes a second; QEMU takes 0 for 0 in some releases. */
  private static final long NO_CAP = 1L << 50;
  private static final int POLL_MILLIS = 250;
  private static final long PAGE_BYTES = 4096;

  private final BeatLog beats = new BeatLog();
  private final String address;
  private final QemuProcess target;
  private final QemuProcess source;

  /**
   * Starts both; the guest begins to run.
   *
   * @param capabilities which of QEMU's migration capabilities both have
   * @param parameters further migration parameters of both, by QEMU's names
   */
  QemuPair(Workspace workspace, Path kernel, Scenario scenario, List<String> capabilities,
      Map<String, Object> parameters) throws InterruptedException {
    address = "tcp:" + HOST + ":" + Ports.anyFree(HOST);
    target = QemuProcess.start(workspace, "target", kernel, scenario.memoryBytes(), beats, "-incoming", "defer");
    QemuProcess begun = target;
    try {
      agree(target, capabilities, parameters);
      JsonNode _ = target.qmp().execute("migrate-incoming", Map.of("uri", address));
      source = QemuProcess.start(workspace, "source", kernel, scenario.memoryBytes(), beats);
      begun = source;
      agree(source, capabilities, parameters);
    } catch (RuntimeException | InterruptedException e) {
      target.close();
      begun.close();
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
    JsonNode _ = source.qmp().execute("migrate-set-parameters",
        Map.of("downtime-limit", Scenario.DOWNTIME_LIMIT_MILLIS, "max-bandwidth", NO_CAP));
    CompletableFuture<Long> resumed = target.qmp().event("RESUME");
    JsonNode _ = source.qmp().execute("migrate", Map.of("uri", address));
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    JsonNode state = state();
    while (!resumed.isDone() && System.nanoTime() < deadline && !state.path("status").asText().equals("failed")) {
      boolean _ = await(resumed);
      state = state();
    }
    if (!resumed.isDone()) {
      String status = state.path("status").asText();
      JsonNode _ = source.qmp().execute("migrate_cancel", Map.of());
      return new Move.NotMoved(status.equals("failed")
          ? "it failed: " + state.path("error-desc").asText()
          : "it did not converge within " + PATIENCE.toSeconds() + " s");
    }
    while (!state.path("status").asText().equals("completed") && System.nanoTime() < deadline) {
      Thread.sleep(POLL_MILLIS);
      state = state();
    }
    JsonNode ram = state.path("ram");
    return new Move.Moved(resumed.join(), ram.path("transferred").asLong(),
        (ram.path("normal").asLong() + ram.path("duplicate").asLong()) * PAGE_BYTES, state.path("downtime").asDouble(),
        0);
  }

  @Override
  public void close() {
    try {
      source.close();
    } finally {
      target.close();
    }
  }

  private static void agree(QemuProcess process, List<String> capabilities, Map<String, Object> parameters)
      throws InterruptedException {
    if (!capabilities.isEmpty()) {
      JsonNode _ = process.qmp().execute("migrate-set-capabilities", Map.of("capabilities",
          capabilities.stream().map(name -> Map.of("capability", name, "state", true)).toList()));
    }
    if (!parameters.isEmpty()) {
      JsonNode _ = process.qmp().execute("migrate-set-parameters", parameters);
    }
  }

  private JsonNode state() throws InterruptedException {
    return source.qmp().execute("query-migrate", Map.of());
  }

  private static boolean await(CompletableFuture<Long> resumed) throws InterruptedException {
    CompletableFuture<Long> soon = resumed.copy().completeOnTimeout(0L, POLL_MILLIS, TimeUnit.MILLISECONDS);
    return soon.join() != 0;
  }
}
