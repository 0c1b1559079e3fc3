package dev.kurki.migration.policy;

import dev.kurki.migration.lock.ReleaseId;
import dev.kurki.migration.policy.ReleaseLine.Release;
import java.util.List;
import java.util.Optional;

/**
 * All lines that a build knows.
 *
 * @param lines in the order in which they are declared
 * @param own the name of the line that the build is of
 */
public record ReleaseLines(List<ReleaseLine> lines, String own) {
  /** Copies the list. */
  public ReleaseLines {
    lines = List.copyOf(lines);
  }

  /** A line by its name. */
  public Optional<ReleaseLine> line(String name) {
    return lines.stream().filter(line -> line.name().equals(name)).findFirst();
  }

  /** The line that a release shipped on. */
  public Optional<ReleaseLine> lineOf(ReleaseId release) {
    return lines.stream().filter(line -> line.releases().stream().anyMatch(shipped -> shipped.id().equals(release)))
        .findFirst();
  }

  /** A release that has shipped. */
  public Optional<Release> release(ReleaseId id) {
    return lines.stream().flatMap(line -> line.releases().stream()).filter(shipped -> shipped.id().equals(id))
        .findFirst();
  }

  /** All releases that have shipped, line by line. */
  public List<Release> releases() {
    return lines.stream().flatMap(line -> line.releases().stream()).toList();
  }

  /** The release before the next one of a line: its latest, or the one that it began at. */
  public Optional<ReleaseId> predecessor(ReleaseLine line) {
    return line.latest().map(Release::id).or(line::parent);
  }
}
