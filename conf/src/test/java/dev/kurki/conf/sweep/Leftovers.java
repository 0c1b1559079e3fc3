package dev.kurki.conf.sweep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What a move may have left in this process: sockets, and threads that read or write them. */
record Leftovers(long sockets, long threads) {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  /** As it is now. */
  static Leftovers now() {
    return new Leftovers(openSockets(),
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().contains("io-dispatcher") || thread.getName().startsWith("migration-"))
            .count());
  }

  /** Whether there is no more than there was. */
  boolean isNoMoreThan(Leftovers before) {
    return sockets <= before.sockets && threads <= before.threads;
  }

  private static long openSockets() {
    try (Stream<Path> descriptors = Files.list(DESCRIPTORS)) {
      return descriptors.filter(Leftovers::isSocket).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isSocket(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
    } catch (IOException e) {
      // It has been closed meanwhile.
      return false;
    }
  }
}
