package dev.kurki.conf.bench.cpu;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

import dev.kurki.actors.section.Bytes;
import dev.kurki.conf.client.ConsoleWait;

/** A console with a shell on it, and what has come from there. */
final class Shell {
  /** A time when something was read, and what had been read since it was waited for. */
  record Read(Spent time, String text) {}

  private final StringBuilder unread = new StringBuilder();
  private Spent last = new Spent(0, 0);

  /** Takes what has come, and when. */
  synchronized void take(Bytes data, Spent now) {
    unread.append(new String(data.toArray(), StandardCharsets.ISO_8859_1));
    last = now;
    notifyAll();
  }

  /** Waits for a text, and takes all up to its end as read; nothing when it does not come in time. */
  synchronized Optional<Read> await(String text, Duration patience) throws InterruptedException {
    if (!ConsoleWait.await(this, () -> unread.indexOf(text) >= 0, patience)) {
      return Optional.empty();
    }
    String read = unread.substring(0, unread.indexOf(text) + text.length());
    unread.delete(0, read.length());
    return Optional.of(new Read(last, read));
  }
}
