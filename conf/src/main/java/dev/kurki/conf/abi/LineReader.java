package dev.kurki.conf.abi;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import dev.kurki.conf.input.BadInput;
import dev.kurki.conf.input.Settings;
import dev.kurki.migration.lock.ReleaseId;
import dev.kurki.migration.policy.Deprecation;
import dev.kurki.migration.policy.ReleaseLine;
import dev.kurki.migration.policy.ReleaseLine.Kind;
import dev.kurki.migration.policy.ReleaseLine.Release;
import dev.kurki.migration.policy.ReleaseLine.Strictness;

/** Reads one line out of the file of lines. Every method throws {@link BadInput} where it is not of its form. */
final class LineReader {
  private static final Set<String> KEYS = Set.of("name", "owner", "kind", "strictness", "machine-types", "releases",
      "building", "deprecations");
  private static final Set<String> RELEASE_KEYS = Set.of("version", "lock", "digest");
  private static final Set<String> DEPRECATION_KEYS = Set.of("machine-type", "path", "announced");
  private static final String PARENT = "parent";
  private static final String BASE = "base";

  private LineReader() {}

  static ReleaseLine line(Settings line) {
    line.expectExactly(withOptional(line, KEYS, PARENT));
    Optional<ReleaseId> parent = line.has(PARENT) ? Optional.of(ReleaseIds.read(line, PARENT)) : Optional.empty();
    String owner = line.text("owner");
    ReleaseId _ = ReleaseIds.read(line, owner, "building");
    return new ReleaseLine(line.text("name"), owner, line.oneOf("kind", Kind.class), parent,
        line.oneOf("strictness", Strictness.class), line.texts("machine-types"),
        line.objects("releases").stream().map(release -> release(owner, release)).toList(), line.text("building"));
  }

  static List<Deprecation> deprecations(Settings line) {
    return line.objects("deprecations").stream().map(deprecation -> {
      deprecation.expectExactly(DEPRECATION_KEYS);
      return new Deprecation(deprecation.text("machine-type"), deprecation.text("path"),
          ReleaseIds.read(deprecation, line.text("owner"), "announced"));
    }).toList();
  }

  private static Release release(String owner, Settings release) {
    release.expectExactly(withOptional(release, RELEASE_KEYS, BASE));
    Optional<ReleaseId> base = release.has(BASE) ? Optional.of(ReleaseIds.read(release, BASE)) : Optional.empty();
    if (!release.text("lock").matches(PolicyFolder.FILE_NAME)) {
      throw release.wrong("lock", "has to be the name of a file in the folder locks, not \"" + release.text("lock")
          + "\"");
    }
    if (!release.text("digest").matches("[0-9a-f]{64}")) {
      throw release.wrong("digest", "has to be the SHA-256 of the lock's file, 64 hexadecimal digits");
    }
    return new Release(ReleaseIds.read(release, owner, "version"), base, release.text("lock"), release.text("digest"));
  }

  private static Set<String> withOptional(Settings settings, Set<String> keys, String optional) {
    Set<String> all = new TreeSet<>(keys);
    if (settings.has(optional)) {
      all.add(optional);
    }
    return all;
  }
}
