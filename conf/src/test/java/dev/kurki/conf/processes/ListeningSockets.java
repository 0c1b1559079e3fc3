package dev.kurki.conf.processes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The TCP sockets that another process listens at, as Linux tells in proc(5). */
final class ListeningSockets {
  private static final String LISTEN = "0A";
  private static final int STATE = 3;
  private static final int INODE = 9;

  private ListeningSockets() {}

  /** How many there are. */
  static long of(long pid) {
    Path process = Path.of("/proc", Long.toString(pid));
    try (Stream<Path> descriptors = Files.list(process.resolve("fd"))) {
      Set<String> listening = Stream.of("net/tcp", "net/tcp6").flatMap(table -> inodes(process.resolve(table)))
          .collect(Collectors.toSet());
      return descriptors.filter(descriptor -> listening.contains(target(descriptor))).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String> inodes(Path table) {
    try {
      return Files.readAllLines(table).stream().map(line -> line.strip().split("\\s+", -1))
          .filter(fields -> fields.length > INODE && fields[STATE].equals(LISTEN))
          .map(fields -> "socket:[" + fields[INODE] + "]");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return "it has been closed meanwhile";
    }
  }
}
