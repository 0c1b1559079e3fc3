package dev.kurki.migration.policy;

import dev.kurki.migration.lock.ReleaseId;
import java.util.List;
import java.util.Optional;

/**
 * One owner's sequence of releases.
 *
 * @param name e.g. {@code main} or {@code 0.1.x}
 * @param owner whose releases they are
 * @param kind what may change from one to the next
 * @param parent the release of another line that it began at
 * @param strictness how far a blacklist entry about its releases reaches
 * @param machineTypes those that its next release has
 * @param releases in their order, the first first
 * @param building what builds of this line call themselves; a version that ends in {@code -dev} gets the build's digest
 */
public record ReleaseLine(String name, String owner, Kind kind, Optional<ReleaseId> parent, Strictness strictness,
    List<String> machineTypes, List<Release> releases, String building) {
  /** Copies the lists. */
  public ReleaseLine {
    machineTypes = List.copyOf(machineTypes);
    releases = List.copyOf(releases);
  }

  /** What may change within a line. */
  public enum Kind {
    /** Machine types that have not shipped may change freely, frozen ones only behind what is off for them. */
    DEVELOPMENT,
    /** Nothing changes; what is broken is blacklisted. */
    STABLE,
    /** Another owner's: as a stable line, and it may take changes over from upstream by upstream's own tag. */
    VENDOR
  }

  /** How far a blacklist entry reaches. */
  public enum Strictness {
    /** Every migration from the releases named is refused. */
    STRICT,
    /** Only that of the machine types, sections and states named. */
    SCOPED
  }

  /**
   * A release that has shipped.
   *
   * @param id its owner and version
   * @param base the release of another owner that it is built from; its blacklist entries hold for this one too
   * @param lock the file of its lock, by its name in the folder of locks
   * @param digest the digest of that lock
   */
  public record Release(ReleaseId id, Optional<ReleaseId> base, String lock, String digest) {}

  /** Its latest release, if it has shipped any. */
  public Optional<Release> latest() {
    return releases.isEmpty() ? Optional.empty() : Optional.of(releases.getLast());
  }
}
