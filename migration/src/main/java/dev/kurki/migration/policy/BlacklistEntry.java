package dev.kurki.migration.policy;

import dev.kurki.migration.lock.ReleaseId;
import java.util.List;

/**
 * A ban on what some releases write.
 *
 * @param id by which it is cited, e.g. {@code pvclock-registers}
 * @param line the line whose releases they are
 * @param from the first of the releases
 * @param to the last of the releases
 * @param machineType the machine type that is broken; {@code *} for all
 * @param section the section that is broken; {@code *} for all
 * @param version the version of the section; 0 for all
 * @param predicate which states are, e.g. {@code fields.enabled = true}; empty for all
 * @param lasting whether a machine that was born there or passed through stays broken on other releases
 * @param strictness how far it reaches, as its line is declared
 * @param fixedIn releases of other owners that are built from a banned one and have repaired it
 * @param reason what is broken, a sentence
 * @param evidence the witness: the name of a file in the folder of witnesses
 * @param wayOut what users can do
 */
public record BlacklistEntry(String id, String line, ReleaseId from, ReleaseId to, String machineType, String section,
    int version, String predicate, boolean lasting, ReleaseLine.Strictness strictness, List<ReleaseId> fixedIn,
    String reason,
    String evidence, String wayOut) {
  /** Copies the list. */
  public BlacklistEntry {
    fixedIn = List.copyOf(fixedIn);
  }

  /** Whether it bans what a release wrote, by itself or for what it is built from. */
  public boolean covers(Origin origin) {
    if (fixedIn.contains(origin.release())) {
      return false;
    }
    return inRange(origin.release()) || origin.bases().stream().anyMatch(this::inRange);
  }

  private boolean inRange(ReleaseId release) {
    return release.owner().equals(from.owner()) && from.compareVersion(release) <= 0 && release.compareVersion(to) <= 0;
  }
}
