package dev.kurki.conf.demo;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.kurki.conf.client.NodeClient;

/** A node in a process of its own, started as this one was; it ends with this one. */
final class NodeChild implements AutoCloseable {
  private final String name;
  private final Process process;
  private final Path log;
  private final NodeClient client;

  private NodeChild(String name, Process process, Path log, NodeClient client) {
    this.name = name;
    this.process = process;
    this.log = log;
    this.client = client;
  }

  /**
   * Starts a node.
   *
   * @param folder where its file and its log are written
   * @param seeds the nodes to join as a HOCON list
   */
  static NodeChild start(Path folder, String name, int port, int adminPort, String seeds) {
    try {
      Path file = folder.resolve(name + ".conf");
      Files.writeString(file, "kurki.node { name = " + name + ", port = " + port + ", admin-port = " + adminPort
          + ", seeds = " + seeds + " }\n");
      Path log = folder.resolve(name + ".log");
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
      command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.kurki.conf.command.Kurki", "node",
          file.toString()));
      Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile())
          .redirectInput(new File("/dev/null")).start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      return new NodeChild(name, process, log, new NodeClient(URI.create("http://127.0.0.1:" + adminPort)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String name() {
    return name;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  NodeClient client() {
    return client;
  }

  /** What the node wrote to its log. */
  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return "there is no log at " + log;
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
