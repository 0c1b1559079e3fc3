package dev.kurki.conf.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.kurki.conf.client.NodeClient;
import dev.kurki.conf.input.BadInput;

/**
 * A node in a process of its own, which ends with this one, however this one ends: it reads from a pipe that is held here
 * (see {@link EndOfInput}). Releases that do not know of that end where this process comes to its end by itself.
 */
public final class NodeChild implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int POLL_MILLIS = 100;

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

  /** What runs the command {@code kurki} of this build, as this process was started. */
  public static List<String> thisBuild() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.kurki.conf.command.Kurki"));
    return List.copyOf(command);
  }

  /**
   * Starts a node on this host.
   *
   * @param kurki what runs the command {@code kurki} of the build that the node is to be of: {@link #thisBuild}, or another
   *     build's launcher
   * @param folder where its file and its log are written
   * @param name its name
   * @param port the port of its cluster, 0 for any that is free
   * @param seeds the ports of the nodes on this host that it joins; none for a cluster of its own
   */
  public static NodeChild start(List<String> kurki, Path folder, String name, int port, List<Integer> seeds) {
    return start(kurki, folder, name, port, seeds, "");
  }

  /**
   * Starts a node with settings of its own on this host.
   *
   * @param settings HOCON that goes into its file too, e.g. {@code kurki.migration.max-rounds = 10}
   */
  public static NodeChild start(List<String> kurki, Path folder, String name, int port, List<Integer> seeds,
      String settings) {
    try {
      int adminPort = Ports.anyFree(HOST);
      Path file = folder.resolve(name + ".conf");
      Files.writeString(file, "kurki.node { name = " + name + ", port = " + port + ", admin-port = " + adminPort
          + ", seeds = " + seeds.stream().map(seed -> "\"" + HOST + ":" + seed + "\"").toList() + " }\n"
          + EndOfInput.SETTING + " = on\n" + settings + "\n");
      Path log = folder.resolve(name + ".log");
      List<String> command = new ArrayList<>(kurki);
      command.addAll(List.of("node", file.toString()));
      Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile())
          .start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      return new NodeChild(name, process, log, new NodeClient(URI.create("http://" + HOST + ":" + adminPort)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** Its process' id. */
  public long pid() {
    return process.pid();
  }

  /** Asks it. */
  public NodeClient client() {
    return client;
  }

  /** What it has written to its log so far. */
  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return "there is no log at " + log;
    }
  }

  /**
   * Waits until it knows of so many nodes, itself among them.
   *
   * @throws BadInput when it ends before that, or takes longer than three minutes
   */
  public void awaitCluster(int nodes) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!lists(nodes)) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new BadInput("node " + name + " did not come up; it says: " + log().strip());
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  private boolean lists(int nodes) {
    try {
      return client.list().size() == nodes && client.nodes().size() == nodes;
    } catch (BadInput e) {
      return false;
    }
  }

  /** Ends it as if its host had gone. */
  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
