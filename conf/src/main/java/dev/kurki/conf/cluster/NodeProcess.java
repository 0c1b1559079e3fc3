package dev.kurki.conf.cluster;

import java.io.File;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import com.typesafe.config.Config;
import dev.kurki.conf.admin.AdminServer;
import dev.kurki.conf.input.BadInput;
import dev.kurki.conf.input.Settings;
import dev.kurki.conf.machine.MachineConfig;
import dev.kurki.conf.node.NodeActor;
import dev.kurki.conf.node.NodeMessage;
import dev.kurki.conf.node.NodeMessage.Launch;
import dev.kurki.conf.node.NodeMessage.Rehearsed;
import dev.kurki.conf.node.NodeMessage.Rejected;
import dev.kurki.conf.node.NodeMessage.Reply;
import dev.kurki.conf.node.NodeSettings;
import dev.kurki.migration.policy.NodeAbi;
import org.apache.pekko.Done;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.AddressFromURIString;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.http.javadsl.ServerBinding;

/** One node, from its configuration to its end. */
public final class NodeProcess {
  private static final Duration LAUNCH_TIMEOUT = Duration.ofSeconds(30);

  private final ActorSystem<NodeMessage> system;
  private final NodeSettings settings;
  private final String adminUrl;

  private NodeProcess(ActorSystem<NodeMessage> system, NodeSettings settings, String adminUrl) {
    this.system = system;
    this.settings = settings;
    this.adminUrl = adminUrl;
  }

  /**
   * Looks at a node's configuration and at its ports.
   *
   * @param config all of its configuration
   * @return what it says of the node
   * @throws BadInput when a port is taken, or a machine's file or one of TLS is wrong
   */
  public static NodeSettings check(Config config) {
    NodeSettings settings = NodeSettings.read(config);
    Settings node = Settings.at(config, "kurki.node");
    if (!Ports.isFree(settings.host(), settings.port())) {
      throw node.wrong("port", settings.port() + " cannot be listened at on " + settings.host()
          + "; another program has it, or the host is another's");
    }
    if (!Ports.isFree(settings.adminHost(), settings.adminPort())) {
      throw node.wrong("admin-port", settings.adminPort() + " cannot be listened at on " + settings.adminHost()
          + "; another program has it, or the host is another's");
    }
    List<MachineConfig> _ = machines(settings, config);
    return settings;
  }

  /**
   * Starts a node and waits until it is a member of its cluster and takes commands.
   *
   * @param config all of its configuration
   * @param abi what its build knows of saved state
   * @throws BadInput when a port is taken, no seed answers, or a machine's file or one of TLS is wrong; nothing is left running then
   */
  public static NodeProcess start(Config config, NodeAbi abi) {
    NodeSettings settings = check(config);
    List<MachineConfig> machines = machines(settings, config);
    int adminPort = settings.adminPort() == 0 ? Ports.anyFree(settings.adminHost()) : settings.adminPort();
    String adminUrl = "http://" + settings.adminHost() + ":" + adminPort;
    ActorSystem<NodeMessage> system = ActorSystem.create(
        NodeActor.create(settings, adminUrl, abi, config), settings.cluster(), config);
    NodeProcess process = new NodeProcess(system, settings, adminUrl);
    try {
      process.join();
      ServerBinding _ = AdminServer.bind(system, settings.adminHost(), adminPort, system).toCompletableFuture().join();
      machines.forEach(process::launch);
      return process;
    } catch (RuntimeException e) {
      process.stop();
      throw e;
    }
  }

  /** Where other nodes reach it, as {@code host:port}. */
  public String address() {
    Address address = Cluster.get(system).selfAddress();
    return address.getHost().orElseThrow() + ":" + address.getPort().orElseThrow();
  }

  /** The node's name and addresses, for people. */
  public String description() {
    return "node " + settings.name() + ": cluster at " + Cluster.get(system).selfAddress().hostPort()
        + ", commands at " + adminUrl;
  }

  /** Tells the node how long a guest was stopped in its rehearsals, beside its last pages, in ns. */
  public void rehearsed(long switchoverNanos) {
    system.tell(new Rehearsed(switchoverNanos));
  }

  /** What its actors live in. */
  public ActorSystem<?> system() {
    return system;
  }

  /** Is complete when the node has ended. */
  public CompletionStage<Done> whenEnded() {
    return system.getWhenTerminated();
  }

  /** Ends the node and its machines. */
  public void stop() {
    system.terminate();
    Done _ = whenEnded().toCompletableFuture().join();
  }

  private static List<MachineConfig> machines(NodeSettings settings, Config config) {
    return settings.machines().stream().map(file -> machine(file, config)).toList();
  }

  private static MachineConfig machine(File file, Config config) {
    Config own = Settings.file(file, config);
    return MachineConfig.read(MachineConfig.settings(own), own);
  }

  private void join() {
    Cluster cluster = Cluster.get(system);
    CompletableFuture<Boolean> joined = new CompletableFuture<>();
    cluster.registerOnMemberUp(() -> joined.complete(true));
    cluster.registerOnMemberRemoved(() -> joined.complete(false));
    if (settings.seeds().isEmpty()) {
      cluster.join(cluster.selfAddress());
    } else {
      cluster.joinSeedNodes(settings.seeds().stream()
          .map(seed -> AddressFromURIString.parse("pekko://" + settings.cluster() + "@" + seed)).toList());
    }
    if (!joined.join()) {
      throw new BadInput("no node of the cluster answers at " + String.join(", ", settings.seeds()));
    }
  }

  private void launch(MachineConfig machine) {
    Reply reply = AskPattern.<NodeMessage, Reply>ask(system, replyTo -> new Launch(machine.text(), replyTo),
        LAUNCH_TIMEOUT, system.scheduler()).toCompletableFuture().join();
    if (reply instanceof Rejected(var reason, _)) {
      throw new BadInput(reason);
    }
  }
}
