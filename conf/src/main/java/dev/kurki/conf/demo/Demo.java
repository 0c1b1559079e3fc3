package dev.kurki.conf.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kurki.conf.client.BrownOut;
import dev.kurki.conf.client.ConsoleSession;
import dev.kurki.conf.client.NodeClient;
import dev.kurki.conf.cluster.NodeChild;
import dev.kurki.conf.cluster.Ports;

/** Two nodes, one guest, there and back again. */
public final class Demo {
  private static final String HOST = "127.0.0.1";
  /** The machine's name. */
  static final String MACHINE = "wanderer";
  private static final int LINES_BETWEEN_MOVES = 4;

  /** A move as it came out. */
  private record Move(JsonNode last, String gap) {
    boolean isCompleted() {
      return last.path("state").asText().equals("completed");
    }
  }

  private final PrintWriter out;
  private final Reporter reporter;

  /** Writes a step of a migration for people. */
  @FunctionalInterface
  public interface Reporter {
    /** The step as text. */
    String text(JsonNode step);
  }

  /** A demonstration that prints to {@code out}. */
  public Demo(PrintWriter out, Reporter reporter) {
    this.out = out;
    this.reporter = reporter;
  }

  /**
   * Runs it.
   *
   * @param guest which guest it is
   * @param machine its machine as HOCON, from {@link DemoGuest#machine}
   * @return whether everything held
   */
  public boolean run(DemoGuest guest, String machine) throws InterruptedException {
    Path folder = temporaryFolder();
    int port = Ports.anyFree(HOST);
    List<String> kurki = NodeChild.thisBuild();
    try (NodeChild alpha = NodeChild.start(kurki, folder, "alpha", port, List.of());
        NodeChild beta = NodeChild.start(kurki, folder, "beta", 0, List.of(port))) {
      say("two nodes start and form a cluster: alpha and beta");
      alpha.awaitCluster(2);
      beta.awaitCluster(2);
      say(alpha.client().launch(machine));
      return watch(guest.watch(out), alpha, beta);
    } finally {
      delete(folder);
    }
  }

  private boolean watch(GuestWatch guest, NodeChild alpha, NodeChild beta) throws InterruptedException {
    List<Move> moves = new ArrayList<>();
    try (ConsoleSession console = ConsoleSession.open(alpha.client().node(), MACHINE, guest::take,
        node -> say("the console goes on from node " + node))) {
      guest.connect(console::type);
      boolean speaks = guest.await(LINES_BETWEEN_MOVES);
      if (speaks) {
        moves.add(move(alpha.client(), beta.name(), guest));
      }
      if (!moves.isEmpty() && moves.getLast().isCompleted()) {
        moves.add(move(beta.client(), alpha.name(), guest));
      }
      boolean ended = moves.size() == 2 && guest.end();
      return report(moves, guest) && ended;
    }
  }

  private Move move(NodeClient from, String to, GuestWatch guest) throws InterruptedException {
    say("machine " + MACHINE + " is moved to node " + to + " while it runs");
    int before = guest.count();
    JsonNode last = from.migrate(MACHINE, to, step -> {
      if (!step.has("report")) {
        say(reporter.text(step));
      }
    });
    JsonNode whole = BrownOut.complete(from, MACHINE, last);
    boolean _ = guest.await(LINES_BETWEEN_MOVES);
    return new Move(whole, guest.gap(before));
  }

  private boolean report(List<Move> moves, GuestWatch guest) {
    out.println();
    for (Move move : moves) {
      out.println(reporter.text(move.last()));
      move.gap().lines().forEach(out::println);
    }
    List<String> complaints = guest.complaints();
    complaints.forEach(complaint -> out.println("  wrong: " + complaint));
    boolean held = complaints.isEmpty() && moves.size() == 2 && moves.stream().allMatch(Move::isCompleted);
    out.println(guest.verdict());
    out.println(held ? "the guest moved there and back again and noticed nothing but the time" : "the demo FAILED");
    out.flush();
    return held;
  }

  private void say(String line) {
    out.println("* " + line);
    out.flush();
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("kurki-demo-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      // It lies in the folder for temporary files.
    }
  }
}
