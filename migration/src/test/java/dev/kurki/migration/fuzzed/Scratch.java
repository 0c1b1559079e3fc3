package dev.kurki.migration.fuzzed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a fuzzed reader has its files, under {@code target/fuzz}. */
public final class Scratch {
  private static final Path FOLDER = Path.of("target", "fuzz");

  private Scratch() {}

  /** A file of this process' own, which is not there yet. */
  public static Path file(String name) {
    return folder(name).resolve("input");
  }

  /** A folder of this process' own. */
  public static Path folder(String name) {
    try {
      return Files.createTempDirectory(Files.createDirectories(FOLDER), name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
