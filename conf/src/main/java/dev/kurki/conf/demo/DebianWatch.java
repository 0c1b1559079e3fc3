package dev.kurki.conf.demo;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.regex.Pattern;

import dev.kurki.actors.section.Bytes;

/** Gives Debian's shell real work with known results as soon as it is there, and has it powered off in the end. */
final class DebianWatch extends GuestWatch {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final String PROMPT = "debian# ";
  /** A round is four parts, each with a line: one round before the first move, one after each. */
  private static final String WORK = "sh /work 3\n";
  private static final String DONE = "work: all is right";
  private static final Pattern COMPLAINT = Pattern.compile("WRONG|unstable|rcu.*stall|soft lockup|BUG:|WARNING:|Oops");

  private boolean typed;
  private boolean done;
  private boolean down;

  DebianWatch(PrintWriter out) {
    super(out, PATIENCE);
  }

  @Override
  void read(String line) {
    if (COMPLAINT.matcher(line).find()) {
      complain("the guest says: " + line);
    } else if (line.startsWith("work: round")) {
      countLine();
    } else if (line.startsWith(DONE)) {
      done = true;
    } else if (line.contains("reboot: Power down")) {
      down = true;
    }
  }

  @Override
  void readUnfinished(String line) {
    if (!typed && line.contains(PROMPT)) {
      typed = true;
      type(Bytes.utf8(WORK));
    }
  }

  @Override
  String gap(int first) {
    return "";
  }

  @Override
  boolean end() throws InterruptedException {
    if (!await(() -> done)) {
      return false;
    }
    type(Bytes.utf8("poweroff\n"));
    return await(() -> down);
  }

  @Override
  String verdict() {
    return (complaints().isEmpty() ? "every sum is right" : "something is WRONG") + " in " + count()
        + " parts of the guest's work";
  }
}
