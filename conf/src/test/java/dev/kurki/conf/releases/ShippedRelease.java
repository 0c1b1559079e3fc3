package dev.kurki.conf.releases;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.kurki.migration.lock.Lock;

/**
 * A release that has shipped, built anew from the commit that its lock names: in a worktree of this checkout under
 * {@code target/releases}, which stays there for the next run.
 */
final class ShippedRelease {
  private static final Path WORKTREES = Path.of("target", "releases");
  private static final String LAUNCHER = "conf/kurki";
  private static final long BUILD_MINUTES = 15;

  private final Path worktree;

  private ShippedRelease(Path worktree) {
    this.worktree = worktree;
  }

  /** Builds the release of a lock; its own tests were run when it shipped. */
  static ShippedRelease build(Lock lock) {
    Path worktree = WORKTREES.resolve(lock.commit()).toAbsolutePath();
    if (!Files.isDirectory(worktree)) {
      run(Path.of(""), "git", "worktree", "prune");
      run(Path.of(""), "git", "worktree", "add", "--detach", worktree.toString(), lock.commit());
    }
    // Its launcher builds it where that has not been done.
    run(worktree, worktree.resolve(LAUNCHER).toString(), "--version");
    return new ShippedRelease(worktree);
  }

  /** What runs its command {@code kurki}. */
  List<String> kurki() {
    return List.of(worktree.resolve(LAUNCHER).toString());
  }

  private static void run(Path folder, String... command) {
    try {
      Path log = Files.createTempFile("kurki-release-", ".log");
      Process process = new ProcessBuilder(command).directory(folder.toAbsolutePath().toFile())
          .redirectErrorStream(true)
          .redirectOutput(log.toFile()).start();
      if (!process.waitFor(BUILD_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
      }
      if (process.waitFor() != 0) {
        throw new AssertionError(String.join(" ", command) + " failed: " + Files.readString(log));
      }
      Files.delete(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
