package dev.kurki.conf.demo;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.kurki.conf.guest.GuestLine;

/** Checks what the embedded guest says of its memory and its clock. */
final class EmbeddedWatch extends GuestWatch {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final List<GuestLine> lines = new ArrayList<>();

  EmbeddedWatch(PrintWriter out) {
    super(out, PATIENCE);
  }

  @Override
  void read(String text) {
    Optional<GuestLine> parsed = GuestLine.parse(text);
    if (parsed.isPresent()) {
      judge(parsed.get());
      lines.add(parsed.get());
      countLine();
    } else if (!text.isEmpty()) {
      complain("the guest says: " + text);
    }
  }

  @Override
  synchronized String gap(int first) {
    long micros = lines.stream().skip(first).mapToLong(GuestLine::gapMicros).max().orElse(0);
    return "  longest gap that the guest saw: " + micros / 1000.0 + " ms";
  }

  @Override
  synchronized String verdict() {
    return "the guest's self-check " + (complaints().isEmpty() ? "held" : "FAILED") + ": "
        + (lines.isEmpty() ? 0 : lines.getLast().pagesChecked()) + " pages were as it had left them";
  }

  private void judge(GuestLine next) {
    if (lines.isEmpty()) {
      return;
    }
    GuestLine last = lines.getLast();
    if (next.seconds() != last.seconds() + 1) {
      complain("line " + next.seconds() + " follows line " + last.seconds());
    }
    if (next.pagesChecked() <= last.pagesChecked()) {
      complain("the guest checks no pages any more");
    }
    if (next.clockMicros() <= last.clockMicros()) {
      complain("the guest's clock went from " + last.clockMicros() + " us to " + next.clockMicros() + " us");
    }
  }
}
