package dev.kurki.conf.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A folder for sockets, logs and guests' images. It goes with the benchmark, and when that is interrupted too. */
public final class Workspace implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Path folder;
  private final Thread atExit = new Thread(this::abandon, "bench-clean-up");

  /** Makes the folder, among those for temporary files. */
  public Workspace() {
    try {
      folder = Files.createTempDirectory("kurki-bench-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** A file in it that is not there yet, or the one of that name that is. */
  public Path file(String name) {
    return folder.resolve(name);
  }

  /** The folder. */
  public Path folder() {
    return folder;
  }

  /** Deletes what a trial has left, so that the next finds nothing. */
  public void clear() {
    delete(false);
  }

  /** Deletes the folder; whoever worked in it has ended. */
  @Override
  public void close() {
    delete(true);
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // This process ends already, and the hook runs.
    }
  }

  /** Ends what this process has started, as nobody else will, and deletes the folder. */
  private void abandon() {
    List<ProcessHandle> children = ProcessHandle.current().descendants().toList();
    children.forEach(ProcessHandle::destroyForcibly);
    CompletableFuture<Void> gone = CompletableFuture
        .allOf(children.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new));
    try {
      Void _ = gone.completeOnTimeout(null, PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    } finally {
      delete(true);
    }
  }

  private void delete(boolean itself) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).filter(path -> itself || !path.equals(folder))
          .toList()) {
        boolean _ = Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // It lies in the folder for temporary files.
    }
  }
}
