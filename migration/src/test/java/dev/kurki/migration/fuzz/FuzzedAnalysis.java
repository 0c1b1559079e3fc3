package dev.kurki.migration.fuzz;

import dev.kurki.migration.fuzzed.Scratch;
import dev.kurki.migration.fuzzed.FuzzedReader;
import dev.kurki.migration.analyze.StreamAnalysis;
import dev.kurki.migration.analyze.StreamReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Describes a file: a broken one, too, is described up to where it is broken. */
final class FuzzedAnalysis implements FuzzedReader {
  private final Path file = Scratch.file("analysis");

  @Override
  public void read(byte[] input) throws IOException {
    StreamReport report = StreamAnalysis.read(Files.write(file, input));
    report.broken().ifPresent(broken -> {
      if (broken.offset() < 0 || broken.offset() > input.length || broken.found().isEmpty()) {
        throw new AssertionError("no place in a file of " + input.length + " bytes: " + broken.sentence());
      }
    });
    if (report.broken().isEmpty() && report.end().isEmpty()) {
      throw new AssertionError("a file without an end counts as whole");
    }
  }
}
