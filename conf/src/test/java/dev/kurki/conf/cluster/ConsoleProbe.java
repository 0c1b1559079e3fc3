package dev.kurki.conf.cluster;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import dev.kurki.actors.section.Bytes;
import dev.kurki.conf.client.ConsoleSession;

/** A console session that waits for texts. */
public final class ConsoleProbe implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final StringBuilder text = new StringBuilder();
  private final ConsoleSession session;
  private int read;

  public ConsoleProbe(URI node, String machine) {
    session = ConsoleSession.open(node, machine, this::take, _ -> {});
  }

  /** Waits for a text behind the one that was waited for last; gives what stood between. */
  public synchronized String expect(String wanted) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (text.indexOf(wanted, read) < 0) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new AssertionError("\"" + wanted + "\" did not come on the console, but: " + text.substring(read)
            + (session.end().isDone() ? " and the end: " + session.end().join().reason() : ""));
      }
      wait(left);
    }
    int found = text.indexOf(wanted, read) + wanted.length();
    String between = text.substring(read, found);
    read = found;
    return between;
  }

  /** Waits for nothing that has come so far. */
  public synchronized void passOver() {
    read = text.length();
  }

  public void type(String line) {
    session.type(Bytes.utf8(line));
  }

  public ConsoleSession.End end() {
    return session.end().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  public synchronized String all() {
    return text.toString();
  }

  @Override
  public void close() {
    session.close();
  }

  private synchronized void take(Bytes data) {
    text.append(new String(data.toArray(), StandardCharsets.ISO_8859_1));
    notifyAll();
  }
}
