package dev.kurki.conf.demo;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import dev.kurki.actors.section.Bytes;
import dev.kurki.conf.client.ConsoleWait;

/** Reads a guest's console as it comes, line by line, counts the lines that show progress, and notes what is wrong. */
abstract class GuestWatch {
  private final PrintWriter out;
  private final Duration patience;
  private final StringBuilder line = new StringBuilder();
  private final List<String> complaints = new ArrayList<>();
  private Consumer<Bytes> keyboard = _ -> {};
  private int count;

  /**
   * A watch.
   *
   * @param out where the console is copied to
   * @param patience how long the guest may be without progress
   */
  GuestWatch(PrintWriter out, Duration patience) {
    this.out = out;
    this.patience = patience;
  }

  /** A whole line, without blanks around it. */
  abstract void read(String text);

  /** A line that has not ended yet; a prompt, for instance. */
  void readUnfinished(String text) {
    // Not every guest has prompts.
  }

  /** What the guest itself saw of the pauses since a line, for the report; empty if it does not say. */
  abstract String gap(int first);

  /** What is to be said of the guest in the end. */
  abstract String verdict();

  /** Lets the guest come to its end; false when it does not. */
  boolean end() throws InterruptedException {
    return true;
  }

  /** Says by what the guest is typed to. */
  synchronized void connect(Consumer<Bytes> typed) {
    keyboard = typed;
  }

  /** Takes what the guest transmitted. */
  synchronized void take(Bytes data) {
    for (char c : new String(data.toArray(), StandardCharsets.ISO_8859_1).toCharArray()) {
      if (c == '\n') {
        String text = line.toString().strip();
        line.setLength(0);
        out.println("  | " + text);
        out.flush();
        read(text);
      } else {
        line.append(c);
      }
    }
    readUnfinished(line.toString());
    notifyAll();
  }

  /** How many lines of progress have come so far. */
  synchronized int count() {
    return count;
  }

  /** Waits until so many further lines have come; false when they do not come in time or the guest complains. */
  synchronized boolean await(int more) throws InterruptedException {
    int wanted = count + more;
    return await(() -> count >= wanted);
  }

  /** Waits for something that the console tells; false when it does not come in time or the guest complains. */
  synchronized boolean await(BooleanSupplier wanted) throws InterruptedException {
    if (!ConsoleWait.await(this, () -> wanted.getAsBoolean() || !complaints.isEmpty(), patience)) {
      complain("the guest makes no progress: nothing for " + patience.toSeconds() + " s");
    }
    return complaints.isEmpty();
  }

  /** What is not as it should be; empty when all is well with the guest. */
  synchronized List<String> complaints() {
    return List.copyOf(complaints);
  }

  final void countLine() {
    count++;
  }

  final void complain(String what) {
    complaints.add(what);
  }

  final void type(Bytes data) {
    keyboard.accept(data);
  }
}
