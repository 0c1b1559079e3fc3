package dev.kurki.conf.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.kurki.conf.abi.BuildAbi;
import dev.kurki.conf.client.NodeClient;
import dev.kurki.conf.input.LaunchConfig;
import dev.kurki.migration.ends.Polling;
import dev.kurki.migration.policy.NodeAbi;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.StreamSupport;
import org.apache.pekko.actor.typed.javadsl.Adapter;

/** Nodes that form a cluster within this process; each may take itself for a build of another release. */
public final class Nodes implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /**
   * A node to be started.
   *
   * @param name its name
   * @param memory how much guest RAM it takes, e.g. {@code 1 GiB}
   * @param settings further settings as HOCON
   * @param build what it makes of the build that runs
   */
  public record NodeSpec(String name, String memory, String settings, UnaryOperator<NodeAbi> build) {
    /** A node of the build that runs. */
    public NodeSpec(String name, String memory, String settings) {
      this(name, memory, settings, UnaryOperator.identity());
    }
  }

  private final Map<String, NodeProcess> processes = new LinkedHashMap<>();
  private final Map<String, NodeClient> clients = new LinkedHashMap<>();

  private Nodes() {}

  /** Starts nodes, the first of which begins the cluster, and waits until each knows of all. */
  public static Nodes start(List<NodeSpec> specs) {
    Nodes nodes = new Nodes();
    int port = Ports.anyFree(HOST);
    for (NodeSpec spec : specs) {
      boolean isFirst = nodes.processes.isEmpty();
      int adminPort = Ports.anyFree(HOST);
      Config config = config(spec, isFirst ? port : 0, adminPort, isFirst ? "[]" : "[\"" + HOST + ":" + port + "\"]");
      nodes.processes.put(spec.name(), NodeProcess.start(config, spec.build().apply(BuildAbi.load(config))));
      nodes.clients.put(spec.name(), new NodeClient(URI.create("http://" + HOST + ":" + adminPort)));
    }
    nodes.await(() -> nodes.clients.values().stream()
        .allMatch(client -> client.list().size() == specs.size() && client.nodes().size() == specs.size()));
    return nodes;
  }

  /** Asks a node. */
  public NodeClient client(String node) {
    return Objects.requireNonNull(clients.get(node));
  }

  /** Ends a node as if its host had gone. */
  public void stop(String node) {
    Objects.requireNonNull(processes.get(node)).stop();
  }

  /** Ends all machines, whichever node has them. */
  void stopMachines() {
    for (JsonNode inventory : inventories()) {
      for (JsonNode machine : inventory.path("machines")) {
        String _ = client(inventory.path("node").asText()).stop(machine.path("machine").asText());
      }
    }
    await(() -> StreamSupport.stream(inventories().spliterator(), false)
        .allMatch(inventory -> inventory.path("machines").isEmpty()));
  }

  /**
   * Has actors of a node fail, as a defect would: they are told what none of them understands.
   *
   * @param path which, with wildcards
   */
  void crash(String node, String path) {
    Adapter.toClassic(Objects.requireNonNull(processes.get(node)).system()).actorSelection(path)
        .tell("this is no message", org.apache.pekko.actor.ActorRef.noSender());
  }

  /** Waits for something that comes without being told. */
  public void await(BooleanSupplier condition) {
    Polling.until(condition, PATIENCE, "what was waited for did not come");
  }

  private JsonNode inventories() {
    return clients.values().iterator().next().list();
  }

  @Override
  public void close() {
    new ArrayList<>(processes.values()).reversed().forEach(NodeProcess::stop);
  }

  private static Config config(NodeSpec spec, int port, int adminPort, String seeds) {
    return ConfigFactory
        .parseString("kurki.node { name = " + spec.name() + ", port = " + port + ", admin-port = " + adminPort
            + ", seeds = " + seeds + ", memory = " + spec.memory() + ", rehearsals = 0 }\n" + spec.settings())
        .withFallback(LaunchConfig.forNodes()).resolve();
  }
}
