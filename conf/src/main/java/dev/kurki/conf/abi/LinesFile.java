package dev.kurki.conf.abi;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import dev.kurki.conf.input.BadInput;
import dev.kurki.conf.input.Settings;
import dev.kurki.migration.lock.ReleaseId;
import dev.kurki.migration.policy.Deprecation;
import dev.kurki.migration.policy.ReleaseLine;
import dev.kurki.migration.policy.ReleaseLine.Release;
import dev.kurki.migration.policy.ReleaseLines;

/** The file of release lines, with the place of each for messages about what does not agree with it. */
final class LinesFile {
  private static final Set<String> KEYS = Set.of("own", "lines");

  private final Settings file;
  private final List<Settings> settings;
  private final ReleaseLines lines;

  private LinesFile(Settings file) {
    this.file = file.expectExactly(KEYS);
    this.settings = file.objects("lines");
    this.lines = new ReleaseLines(settings.stream().map(LineReader::line).toList(), file.text("own"));
  }

  /**
   * Reads the file and holds the lines to one another.
   *
   * @throws BadInput when it is missing, not of its form, or names what is not there
   */
  static LinesFile read(PolicySource source) {
    LinesFile file = new LinesFile(source.settings(PolicyFolder.LINES));
    file.check();
    return file;
  }

  ReleaseLines lines() {
    return lines;
  }

  List<Deprecation> deprecations() {
    return settings.stream().flatMap(line -> LineReader.deprecations(line).stream()).toList();
  }

  /** The settings of a line. */
  Settings settings(ReleaseLine line) {
    return settings.get(lines.lines().indexOf(line));
  }

  /** The settings of a line's release, which one from 0. */
  Settings settings(ReleaseLine line, int release) {
    return settings(line).objects("releases").get(release);
  }

  private void check() {
    checkNames();
    Map<ReleaseId, String> shipped = new HashMap<>();
    for (ReleaseLine line : lines.lines()) {
      for (int i = 0; i < line.releases().size(); i++) {
        ReleaseId release = line.releases().get(i).id();
        String other = shipped.put(release, line.name());
        if (other != null) {
          throw settings(line, i).wrong("version",
              "is of a release that is there already: " + release + " of line " + other);
        }
      }
    }
    lines.lines().forEach(this::checkOrder);
    lines.lines().forEach(this::checkOrigins);
    if (lines.line(lines.own()).isEmpty()) {
      throw file.wrong("own", "names no line \"" + lines.own() + "\"; there are " + names());
    }
  }

  private void checkNames() {
    Set<String> known = new HashSet<>();
    for (Settings line : settings) {
      if (!known.add(line.text("name"))) {
        throw line.wrong("name", "is that of another line: " + line.text("name"));
      }
    }
  }

  private void checkOrder(ReleaseLine line) {
    List<Release> releases = line.releases();
    for (int i = 1; i < releases.size(); i++) {
      if (releases.get(i - 1).id().compareVersion(releases.get(i).id()) >= 0) {
        throw settings(line, i).wrong("version", "has to be later than " + releases.get(i - 1).id()
            + ", which stands before it");
      }
    }
  }

  /** A line begins at a release of another one, and is built from those of other owners. */
  private void checkOrigins(ReleaseLine line) {
    line.parent().ifPresent(parent -> {
      Optional<ReleaseLine> from = lines.lineOf(parent);
      if (from.isEmpty()) {
        throw settings(line).wrong("parent", "names no release: " + parent + "; there are " + releases());
      }
      if (from.get().equals(line)) {
        throw settings(line).wrong("parent", "names a release of the same line: " + parent);
      }
    });
    for (int i = 0; i < line.releases().size(); i++) {
      Settings release = settings(line, i);
      line.releases().get(i).base().ifPresent(base -> {
        if (lines.release(base).isEmpty()) {
          throw release.wrong("base", "names no release: " + base + "; there are " + releases());
        }
        if (base.owner().equals(line.owner())) {
          throw release.wrong("base", "names a release of the same owner: " + base);
        }
      });
    }
  }

  private String names() {
    return lines.lines().stream().map(ReleaseLine::name).collect(Collectors.joining(", "));
  }

  private String releases() {
    List<String> all = new ArrayList<>();
    lines.releases().forEach(release -> all.add(release.id().toString()));
    return all.isEmpty() ? "none" : String.join(", ", all);
  }
}
