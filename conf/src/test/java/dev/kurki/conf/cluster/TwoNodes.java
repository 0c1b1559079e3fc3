package dev.kurki.conf.cluster;

import java.net.URI;
import java.util.function.BooleanSupplier;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.kurki.conf.client.NodeClient;
import dev.kurki.conf.input.LaunchConfig;
import dev.kurki.conf.input.Settings;
import dev.kurki.conf.machine.MachineConfig;

/** Two nodes, alpha and beta, that form a cluster within this process. */
public final class TwoNodes implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final long PATIENCE_NANOS = 60_000_000_000L;

  private final NodeProcess alpha;
  private final NodeProcess beta;
  private final NodeClient alphaClient;
  private final NodeClient betaClient;

  private TwoNodes(NodeProcess alpha, NodeProcess beta, NodeClient alphaClient, NodeClient betaClient) {
    this.alpha = alpha;
    this.beta = beta;
    this.alphaClient = alphaClient;
    this.betaClient = betaClient;
  }

  /** Starts both; beta takes {@code betaMemory} of guest RAM, e.g. {@code 1 GiB}. */
  public static TwoNodes start(String betaMemory) {
    return start(betaMemory, "");
  }

  /** Starts both with further settings. */
  public static TwoNodes start(String betaMemory, String settings) {
    int port = Ports.anyFree(HOST);
    int alphaAdmin = Ports.anyFree(HOST);
    int betaAdmin = Ports.anyFree(HOST);
    NodeProcess alpha = NodeProcess.start(config("alpha", port, alphaAdmin, "[]", "1 GiB", settings));
    NodeProcess beta = NodeProcess
        .start(config("beta", 0, betaAdmin, "[\"" + HOST + ":" + port + "\"]", betaMemory, settings));
    TwoNodes nodes = new TwoNodes(alpha, beta, client(alphaAdmin), client(betaAdmin));
    nodes.await(() -> nodes.alpha().list().size() == 2 && nodes.beta().list().size() == 2);
    return nodes;
  }

  /** A machine's settings as HOCON on one line, defaults included. */
  public static String machine(String hocon) {
    Config config = ConfigFactory.parseString("machine { " + hocon + " }")
        .withFallback(LaunchConfig.forMachines());
    Settings settings = MachineConfig.settings(config);
    return MachineConfig.read(settings, config).text();
  }

  /** Waits for something that comes without being told. */
  public void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("what was waited for did not come; the cluster is " + alphaClient.list());
      }
      Thread.onSpinWait();
    }
  }

  public NodeClient alpha() {
    return alphaClient;
  }

  public NodeClient beta() {
    return betaClient;
  }

  /** Ends beta as if its host had gone. */
  public void stopBeta() {
    beta.stop();
  }

  @Override
  public void close() {
    beta.stop();
    alpha.stop();
  }

  private static NodeClient client(int port) {
    return new NodeClient(URI.create("http://" + HOST + ":" + port));
  }

  private static Config config(String name, int port, int adminPort, String seeds, String memory,
      String settings) {
    return ConfigFactory
        .parseString("kurki.node { name = " + name + ", port = " + port + ", admin-port = " + adminPort + ", seeds = "
            + seeds + ", memory = " + memory + " }\n" + settings)
        .withFallback(LaunchConfig.forNodes()).resolve();
  }
}
