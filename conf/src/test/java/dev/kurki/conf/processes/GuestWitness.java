package dev.kurki.conf.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurki.actors.section.Bytes;
import dev.kurki.conf.client.ConsoleSession;
import dev.kurki.conf.cluster.NodeChild;
import dev.kurki.conf.guest.GuestLine;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Listens to the embedded guest from one node on, and follows it. It says once a second how often it has said so, and how many
 * pages it has found as it had left them: one that forgets something, does something twice or runs twice cannot count on.
 */
final class GuestWitness implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final List<GuestLine> lines = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();
  private final StringBuilder rest = new StringBuilder();
  private final ConsoleSession session;

  private GuestWitness(NodeChild node, String machine) {
    session = ConsoleSession.open(node.client().node(), machine, this::take, _ -> {});
  }

  /** Listens from now on. */
  static GuestWitness of(NodeChild node, String machine) {
    return new GuestWitness(node, machine);
  }

  /** The number of the last line that has come; 0 before the first. */
  synchronized long last() {
    return lines.isEmpty() ? 0 : lines.getLast().seconds();
  }

  /** The number of the first line that has come. */
  synchronized long first() {
    return lines.getFirst().seconds();
  }

  /** Waits until it has said so much more than up to now. */
  void awaitLines(int more) throws InterruptedException {
    int wanted = count() + more;
    await(said -> said.size() >= wanted);
  }

  /** Waits until it has looked at so many more pages than when it is asked, or when it is heard first. */
  void awaitPages(long more) throws InterruptedException {
    int first = Math.max(0, count() - 1);
    await(said -> said.size() > first && said.getLast().pagesChecked() - said.get(first).pagesChecked() >= more);
  }

  /** Every line that was heard is the one after that before it, and tells of memory that is as the guest had left it. */
  synchronized void expectCountsOn() {
    assertThat(complaints).isEmpty();
    for (int i = 1; i < lines.size(); i++) {
      assertThat(lines.get(i).seconds()).as(lines.toString()).isEqualTo(lines.get(i - 1).seconds() + 1);
      assertThat(lines.get(i).pagesChecked()).as(lines.toString()).isGreaterThan(lines.get(i - 1).pagesChecked());
      assertThat(lines.get(i).clockMicros()).as(lines.toString()).isGreaterThan(lines.get(i - 1).clockMicros());
    }
  }

  @Override
  public void close() {
    session.close();
  }

  private synchronized int count() {
    return lines.size();
  }

  private synchronized void await(Predicate<List<GuestLine>> condition) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.test(lines)) {
      long millis = (deadline - System.nanoTime()) / 1_000_000;
      assertThat(millis).as("the guest does not go on: " + lines + complaints + rest).isPositive();
      wait(millis);
    }
  }

  /** A line that was begun before it was listened to is none. */
  private synchronized void take(Bytes data) {
    rest.append(new String(data.toArray(), StandardCharsets.ISO_8859_1));
    for (int end = rest.indexOf("\n"); end >= 0; end = rest.indexOf("\n")) {
      String line = rest.substring(0, end).strip();
      rest.delete(0, end + 1);
      GuestLine.parse(line).ifPresent(lines::add);
      if (GuestLine.isCorruption(line)) {
        complaints.add(line);
      }
    }
    notifyAll();
  }
}
