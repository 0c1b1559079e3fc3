package dev.kurki.conf.rehearsal;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.kurki.conf.client.NodeClient;
import dev.kurki.conf.cluster.NodeProcess;
import dev.kurki.conf.cluster.Ports;
import dev.kurki.conf.input.BadInput;
import dev.kurki.migration.policy.NodeAbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moves a small machine between two nodes of a cluster of their own in this process, some times over, and ends both. */
public final class Rehearsal {
  private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);
  static final String HOST = "127.0.0.1";
  private static final String MACHINE = "rehearsal";
  /** It busies its hart and writes to its memory as fast as it can. */
  static final String SETTINGS = "{ name = " + MACHINE + ", memory = 16 MiB, harts = 1, "
      + "guest { kind = embedded, pages = 2048, pages-per-second = 0, stop-after-seconds = 0 } }";
  /** Its guest is stopped for as long as it takes, as nobody waits for it. */
  private static final Map<String, String> PARAMETERS = Map.of("max-rounds", "3", "non-convergence", "[stop]",
      "max-bandwidth", "0", "timeout", "0s");

  private Rehearsal() {}

  /**
   * What came of it.
   *
   * @param moves how many moves were made; fewer than were asked for, when one failed
   * @param switchoverNanos how long the guest was stopped beside its last pages, in ns: the median of the later half of the
   *     moves; 0 where none was made
   */
  public record Result(int moves, long switchoverNanos) {}

  /**
   * Rehearses, and takes some seconds for it. A rehearsal that fails is told in the log, and leaves nothing.
   *
   * @param config all of a node's configuration, resolved
   * @param abi what its build knows of saved state
   * @param moves how many moves to make, 0 for none
   */
  public static Result run(Config config, NodeAbi abi, int moves) {
    List<NodeProcess> nodes = new ArrayList<>();
    List<Long> switchovers = new ArrayList<>();
    if (moves > 0) {
      try {
        play(config, abi, moves, nodes, switchovers);
      } catch (BadInput e) {
        LOG.warn("a rehearsal failed: {}", e.line());
      } finally {
        nodes.reversed().forEach(NodeProcess::stop);
      }
    }
    List<Long> later = switchovers.stream().skip(switchovers.size() / 2).sorted().toList();
    return new Result(switchovers.size(), later.isEmpty() ? 0 : later.get(later.size() / 2));
  }

  private static void play(Config config, NodeAbi abi, int moves, List<NodeProcess> nodes, List<Long> switchovers) {
    List<Integer> adminPorts = List.of(Ports.anyFree(HOST), Ports.anyFree(HOST));
    nodes.add(NodeProcess.start(node(config, "one", adminPorts.getFirst(), "[]"), abi));
    String seeds = "[\"" + nodes.getFirst().address() + "\"]";
    nodes.add(NodeProcess.start(node(config, "two", adminPorts.getLast(), seeds), abi));
    List<NodeClient> clients = adminPorts.stream()
        .map(adminPort -> new NodeClient(URI.create("http://" + HOST + ":" + adminPort))).toList();
    while (clients.stream().anyMatch(client -> client.nodes().size() < nodes.size())) {
      Thread.onSpinWait();
    }
    String _ = clients.getFirst().launch(SETTINGS);
    for (int move = 0; move < moves; move++) {
      JsonNode last = clients.get(move % 2).migrate(MACHINE, move % 2 == 0 ? "two" : "one", PARAMETERS, _ -> {});
      if (!last.path("state").asText().equals("completed")) {
        throw new BadInput(last.path("reason").asText());
      }
      switchovers.add(last.path("report").path("switchoverNanos").asLong());
    }
  }

  /** A node as the one that is to be, but on loopback and with nothing on it. */
  private static Config node(Config config, String name, int adminPort, String seeds) {
    return ConfigFactory.parseString("""
        kurki.node { name = %1$s, host = "%2$s", port = 0, admin-host = "%2$s", admin-port = %3$d, seeds = %4$s }
        kurki.node { cluster = rehearsal, memory = 256 MiB, memory-reserve = 0 B, rehearsals = 0, machines = [] }
        kurki.migration.host = "%2$s"
        pekko.remote.artery.canonical { hostname = "%2$s", port = 0 }
        pekko.cluster.roles = [%1$s]
        pekko.loglevel = ERROR
        """.formatted(name, HOST, adminPort, seeds)).withFallback(config);
  }
}
