package dev.kurki.conf.demo;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.kurki.actors.section.Bytes;
import dev.kurki.conf.guest.GuestLine;

/** Reads the embedded guest's console as it comes, line by line, and judges it. */
final class GuestWatch {
  private final PrintWriter out;
  private final StringBuilder line = new StringBuilder();
  private final List<GuestLine> lines = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();

  GuestWatch(PrintWriter out) {
    this.out = out;
  }

  /** Takes what the guest transmitted. */
  synchronized void take(Bytes data) {
    for (char c : new String(data.toArray(), StandardCharsets.ISO_8859_1).toCharArray()) {
      if (c == '\n') {
        read(line.toString().strip());
        line.setLength(0);
      } else {
        line.append(c);
      }
    }
  }

  /** How many lines have come so far. */
  synchronized int count() {
    return lines.size();
  }

  /** Waits until so many further lines have come; false when they do not come in time or the guest complains. */
  synchronized boolean await(int more, Duration patience) throws InterruptedException {
    int wanted = lines.size() + more;
    long deadline = System.nanoTime() + patience.toNanos();
    while (lines.size() < wanted && complaints.isEmpty()) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        complaints.add("the guest is silent: no line for " + patience.toSeconds() + " s");
        return false;
      }
      wait(left);
    }
    return complaints.isEmpty();
  }

  /** The longest gap that the guest saw in lines from {@code first} on, in microseconds. */
  synchronized long largestGapMicros(int first) {
    return lines.stream().skip(first).mapToLong(GuestLine::gapMicros).max().orElse(0);
  }

  /** How many pages the guest has found as it had left them. */
  synchronized long pagesChecked() {
    return lines.isEmpty() ? 0 : lines.getLast().pagesChecked();
  }

  /** What is not as it should be; empty when the guest's self-check held. */
  synchronized List<String> complaints() {
    return List.copyOf(complaints);
  }

  private void read(String text) {
    out.println("  | " + text);
    out.flush();
    Optional<GuestLine> parsed = GuestLine.parse(text);
    if (parsed.isPresent()) {
      judge(parsed.get());
      lines.add(parsed.get());
    } else if (!text.isEmpty()) {
      complaints.add("the guest says: " + text);
    }
    notifyAll();
  }

  private void judge(GuestLine next) {
    if (lines.isEmpty()) {
      return;
    }
    GuestLine last = lines.getLast();
    if (next.seconds() != last.seconds() + 1) {
      complaints.add("line " + next.seconds() + " follows line " + last.seconds());
    }
    if (next.pagesChecked() <= last.pagesChecked()) {
      complaints.add("the guest checks no pages any more");
    }
    if (next.clockMicros() <= last.clockMicros()) {
      complaints.add("the guest's clock went from " + last.clockMicros() + " us to " + next.clockMicros() + " us");
    }
  }
}
