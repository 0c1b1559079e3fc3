package dev.kurki.conf.command;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;

/** {@code kurki ps}: the nodes of the cluster and their machines. */
@Command(name = "ps", mixinStandardHelpOptions = true, description = "Lists the nodes of the cluster and their machines.")
final class PsCommand extends ClientCommand {
  private static final String FORM = "%-16s %-12s %-10s %-10s %5s %8s %6s%n";

  @Override
  public Integer call() {
    JsonNode nodes = client().list();
    if (isJson()) {
      out().println(nodes);
      return 0;
    }
    out().printf(FORM, "MACHINE", "NODE", "STATE", "TYPE", "HARTS", "MEMORY", "EPOCH");
    for (JsonNode node : nodes) {
      for (JsonNode machine : node.path("machines")) {
        out().printf(FORM, machine.path("machine").asText(), machine.path("node").asText(),
            machine.path("state").asText(), machine.path("type").asText(), machine.path("harts").asText(),
            Sizes.of(machine.path("memoryBytes").asLong()), machine.path("epoch").asText());
      }
    }
    for (JsonNode node : nodes) {
      out().printf("node %s at %s: %d machines, room for %s%n", node.path("node").asText(),
          node.path("adminUrl").asText(), node.path("machines").size(), Sizes.of(node.path("freeBytes").asLong()));
    }
    return 0;
  }
}
