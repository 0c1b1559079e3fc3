package dev.kurki.conf.command;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;

/** {@code kurki nodes}: the nodes of the cluster, their releases, and who can take what. */
@Command(name = "nodes", mixinStandardHelpOptions = true, description = "Lists the nodes of the cluster with their releases and locks, and which node's machines each can take.")
final class NodesCommand extends ClientCommand {
  private static final String FORM = "%-12s %-28s %-14s %s%n";
  private static final int DIGEST_LENGTH = 12;

  @Override
  public Integer call() {
    JsonNode nodes = client().nodes();
    if (isJson()) {
      out().println(nodes);
      return 0;
    }
    out().printf(FORM, "NODE", "RELEASE", "LOCK", "MACHINE TYPES");
    for (JsonNode node : nodes) {
      List<String> types = new ArrayList<>();
      node.path("machineTypes").fieldNames().forEachRemaining(types::add);
      out().printf(FORM, node.path("node").asText(), node.path("release").asText(), shortened(node.path("lockDigest")),
          String.join(", ", types.stream().sorted().toList()));
    }
    nodes.forEach(node -> node.path("takes").forEach(taking -> show(node.path("node").asText(), taking)));
    return 0;
  }

  private void show(String node, JsonNode taking) {
    String machines = taking.path("machineType").asText() + " machines of " + taking.path("from").asText();
    if (taking.path("refusals").isEmpty()) {
      out().println("node " + node + " takes " + machines);
    } else {
      out().println("node " + node + " does not take " + machines + ":");
      taking.path("refusals").forEach(refusal -> out().println(RefusalText.of(refusal)));
    }
  }

  private static String shortened(JsonNode digest) {
    String text = digest.asText();
    return text.substring(0, Math.min(text.length(), DIGEST_LENGTH));
  }
}
