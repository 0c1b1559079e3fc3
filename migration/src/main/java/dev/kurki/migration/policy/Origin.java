package dev.kurki.migration.policy;

import dev.kurki.migration.lock.ReleaseId;
import java.util.List;

/**
 * The release of a node, with what it is built from: enough for another node to judge a release that it does not know.
 *
 * @param release the release
 * @param bases the releases of other owners that it is built from, nearest first
 */
public record Origin(ReleaseId release, List<ReleaseId> bases) {
  /** Copies the list. */
  public Origin {
    bases = List.copyOf(bases);
  }
}
