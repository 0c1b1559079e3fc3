package dev.kurki.migration.policy;

import dev.kurki.migration.lock.ReleaseId;
import java.util.List;
import java.util.Optional;

/**
 * A machine's time on a release that an entry bans.
 *
 * @param entry the entry
 * @param origin the release
 * @param part which part of the machine's life it was
 */
record Stay(BlacklistEntry entry, Origin origin, Part part) {
  /** Parts of a machine's life, in words that follow the release's name. */
  enum Part {
    NOW("from which it comes"),
    BIRTH("on which it was born"),
    BETWEEN("through which it has moved");

    private final String words;

    Part(String words) {
      this.words = words;
    }
  }

  /** The stay for which an entry bans a machine: the present one before its birth, and that before what was between. */
  static Optional<Stay> banned(BlacklistEntry entry, Provenance provenance) {
    if (entry.covers(provenance.last())) {
      return Optional.of(new Stay(entry, provenance.last(), Part.NOW));
    }
    if (!entry.lasting()) {
      return Optional.empty();
    }
    if (entry.covers(provenance.born())) {
      return Optional.of(new Stay(entry, provenance.born(), Part.BIRTH));
    }
    return provenance.all().stream().filter(entry::covers).findFirst()
        .map(origin -> new Stay(entry, origin, Part.BETWEEN));
  }

  /** The release, what it is built from if that is what is banned, and when the machine was there. */
  String words() {
    boolean isBannedItself = entry.covers(new Origin(origin.release(), List.of()));
    String base = isBannedItself
        ? ""
        : origin.bases().stream()
            .filter(release -> entry.covers(new Origin(release, List.of()))).findFirst().map(ReleaseId::toString)
            .map(release -> " (built from " + release + ")").orElse("");
    return origin.release() + base + ", " + part.words;
  }
}
