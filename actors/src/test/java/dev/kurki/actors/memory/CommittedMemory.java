package dev.kurki.actors.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much of a guest's RAM the host has committed, as {@code /proc/self/smaps} has it. */
final class CommittedMemory {
  private CommittedMemory() {}

  /** In KiB; the mapping may be several to the host, and may be one with its neighbours. */
  static long kib(GuestMemory ram) throws IOException {
    long committed = 0;
    boolean isWithin = false;
    for (String line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
      String[] words = line.split("[ -]+", 3);
      if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
        long start = Long.parseUnsignedLong(words[0], 16);
        isWithin = start >= ram.hostAddress() && start < ram.hostAddress() + ram.bytes();
      } else if (isWithin && words[0].equals("Rss:")) {
        committed += Long.parseLong(words[1]);
      }
    }
    return committed;
  }
}
