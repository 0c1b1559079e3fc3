package dev.kurki.conf.cluster;

import java.util.List;
import java.util.function.BooleanSupplier;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.kurki.conf.client.NodeClient;
import dev.kurki.conf.cluster.Nodes.NodeSpec;
import dev.kurki.conf.input.LaunchConfig;
import dev.kurki.conf.input.Settings;
import dev.kurki.conf.machine.MachineConfig;

/** Two nodes, alpha and beta, that form a cluster within this process. */
public final class TwoNodes implements AutoCloseable {
  private final Nodes nodes;

  private TwoNodes(Nodes nodes) {
    this.nodes = nodes;
  }

  /** Starts both; beta takes {@code betaMemory} of guest RAM, e.g. {@code 1 GiB}. */
  public static TwoNodes start(String betaMemory) {
    return start(betaMemory, "");
  }

  /** Starts both with further settings. */
  public static TwoNodes start(String betaMemory, String settings) {
    return new TwoNodes(Nodes.start(
        List.of(new NodeSpec("alpha", "1 GiB", settings), new NodeSpec("beta", betaMemory, settings))));
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
    nodes.await(condition);
  }

  public NodeClient alpha() {
    return nodes.client("alpha");
  }

  public NodeClient beta() {
    return nodes.client("beta");
  }

  /** Ends all machines, whichever node has them. */
  void stopMachines() {
    nodes.stopMachines();
  }

  /** Ends beta as if its host had gone. */
  public void stopBeta() {
    nodes.stop("beta");
  }

  @Override
  public void close() {
    nodes.close();
  }
}
