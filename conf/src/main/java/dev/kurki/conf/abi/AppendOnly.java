package dev.kurki.conf.abi;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Looks into the history of a checkout whether what is only ever added to was changed: locks, golden streams, witnesses.
 * Without a history there is nothing to look into, and the digests in the files have to do.
 */
final class AppendOnly {
  private static final List<String> FOLDERS = List.of("locks", "golden", "witness");

  private AppendOnly() {}

  /** A line for each file that was changed, moved or removed after it was added; none where there is no history. */
  static List<String> edits(Path folder) {
    List<String> log = new ArrayList<>(
        List.of("log", "--format=", "--name-status", "--diff-filter=MDR", "--no-renames", "HEAD", "--"));
    List<String> uncommitted = new ArrayList<>(
        List.of("diff", "--name-status", "--diff-filter=MDR", "--no-renames", "HEAD", "--"));
    FOLDERS.forEach(log::add);
    FOLDERS.forEach(uncommitted::add);
    return Stream.concat(History.git(folder, log).stream(), History.git(folder, uncommitted).stream())
        .filter(line -> !line.isBlank())
        .distinct().map(AppendOnly::sentence).toList();
  }

  private static String sentence(String status) {
    String[] parts = status.split("\\t", 2);
    return parts[parts.length - 1] + ": was " + (parts[0].startsWith("D") ? "removed" : "changed")
        + " after it was recorded; locks, golden streams and witnesses are only ever added: restore it from the"
        + " repository's history";
  }
}
