package dev.kurki.migration.lock;

import java.util.List;
import java.util.Optional;

/**
 * All that a release promises of saved state.
 *
 * @param release the release
 * @param parent the release before it, of its own line or of the line that its line began at
 * @param parentDigest the digest of that release's lock; empty where there is none
 * @param commit from which the release is built; empty while it is not released
 * @param streamFormat the version of the migration stream's format
 * @param machineTypes by name, sorted
 */
public record Lock(ReleaseId release, Optional<ReleaseId> parent, String parentDigest, String commit, int streamFormat,
    List<MachineTypeLock> machineTypes) {
  /** Copies the list. */
  public Lock {
    machineTypes = List.copyOf(machineTypes);
  }

  /** A machine type of this release, if it has one of that name. */
  public Optional<MachineTypeLock> machineType(String name) {
    return machineTypes.stream().filter(type -> type.name().equals(name)).findFirst();
  }

  /** The lock of a release made from the commit. */
  public Lock builtFrom(String sourceCommit) {
    return new Lock(release, parent, parentDigest, sourceCommit, streamFormat, machineTypes);
  }

  /** The SHA-256 of what it says of machines; who is its parent and which commit it was built from is no part of it. */
  public String digest() {
    return Digest.of(LockText.contents(this));
  }
}
