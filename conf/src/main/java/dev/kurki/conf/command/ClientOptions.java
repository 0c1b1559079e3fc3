package dev.kurki.conf.command;

import java.net.URI;

import dev.kurki.conf.client.NodeClient;
import dev.kurki.conf.input.BadInput;
import picocli.CommandLine.Option;

/** Which node a command asks, and for whom it prints. */
final class ClientOptions {
  private static final String DEFAULT = "127.0.0.1:25580";

  @Option(names = "--node", paramLabel = "HOST:PORT", defaultValue = DEFAULT, description = "Where a node of the cluster takes commands (default: ${DEFAULT-VALUE}).")
  private String node = DEFAULT;

  @Option(names = "--json", description = "Print JSON, for programs.")
  private boolean json;

  NodeClient client() {
    if (!node.matches("[^:/@?#\\s]+:\\d{1,5}")) {
      throw new BadInput("--node has to be HOST:PORT, not \"" + node + "\"");
    }
    return new NodeClient(URI.create("http://" + node));
  }

  boolean isJson() {
    return json;
  }
}
