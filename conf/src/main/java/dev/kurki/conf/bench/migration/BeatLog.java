package dev.kurki.conf.bench.migration;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.kurki.conf.client.ConsoleWait;

/** Reads the guest's consoles, that of the source and that of the target alike, and notes when each beat came. */
final class BeatLog {
  private final StringBuilder line = new StringBuilder();
  private final List<Beat> beats = new ArrayList<>();

  /** Takes what has just arrived. */
  synchronized void take(byte[] data) {
    long now = System.nanoTime();
    for (char c : new String(data, StandardCharsets.ISO_8859_1).toCharArray()) {
      if (c == '\n') {
        Beat.parse(line.toString(), now).ifPresent(beats::add);
        line.setLength(0);
      } else {
        line.append(c);
      }
    }
    notifyAll();
  }

  /** All so far, in the order of their arrival. */
  synchronized List<Beat> beats() {
    return List.copyOf(beats);
  }

  /** Waits for so many beats that come after a time; false when they do not come within the patience. */
  synchronized boolean await(int count, long sinceNanos, Duration patience) throws InterruptedException {
    return ConsoleWait.await(this,
        () -> beats.stream().filter(beat -> beat.arrivalNanos() > sinceNanos).count() >= count, patience);
  }
}
