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
 * @param section the section that is broken; {@code *} for all; {@code machine-type.PATH} for a property or what else of the
 *     machine type itself is, e.g. {@code machine-type.isa}, and then all machines of it are banned
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
  /** What stands for every machine type, or every section. */
  public static final String ALL = "*";
  /** What stands for every version of a section. */
  public static final int ANY_VERSION = 0;
  /** What the path of something of a machine type itself stands behind. */
  public static final String BOARD = "machine-type.";

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

  /** Whether it is about a machine type itself, in none of its sections. */
  public boolean isOfBoard() {
    return section.startsWith(BOARD);
  }

  /** Whether it is about machines of a type. */
  boolean isOf(String type) {
    return machineType.equals(ALL) || machineType.equals(type);
  }

  /** Whether it is about a version of a section. */
  boolean isOf(String id, int itsVersion) {
    return (section.equals(ALL) || section.equals(id)) && (version == ANY_VERSION || version == itsVersion);
  }

  /** Whether it is about machines whatever sections they have. */
  boolean isOfWholeMachine() {
    return (section.equals(ALL) || isOfBoard()) && version == ANY_VERSION;
  }

  private boolean inRange(ReleaseId release) {
    return release.owner().equals(from.owner()) && from.compareVersion(release) <= 0 && release.compareVersion(to) <= 0;
  }
}
