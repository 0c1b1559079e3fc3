package dev.kurki.conf.sweep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.pekko.actor.ActorSystemImpl;
import dev.kurki.actors.memory.GuestMemory;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;

/**
 * What a move may have left in this process: sockets, threads that read or write them, actors, those of streams included, and
 * bytes of guest RAM outside of the heap.
 */
record Leftovers(long sockets, long threads, long actors, long guestBytes) {
  private static final List<String> THREADS = List.of("io-dispatcher", "migration-", "postcopy-", "guest-memory-");
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  /** As it is now. */
  static Leftovers now(ActorSystem<?> system) {
    return new Leftovers(openSockets(),
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> THREADS.stream().anyMatch(thread.getName()::contains)).count(),
        actors(system), GuestMemory.mappedBytes());
  }

  /** Whether there is no more than there was. */
  boolean isNoMoreThan(Leftovers before) {
    return sockets <= before.sockets && threads <= before.threads && actors <= before.actors
        && guestBytes <= before.guestBytes;
  }

  /** A line of the tree is one actor. */
  private static long actors(ActorSystem<?> system) {
    return ((ActorSystemImpl) Adapter.toClassic(system)).printTree().lines().count();
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
