package dev.kurki.migration.policy;

import dev.kurki.migration.lock.ReleaseId;

/**
 * The announcement that a machine type will take less than it does.
 *
 * @param machineType the machine type
 * @param path where it will, as {@link Change#path()} has it
 * @param announced the release that has told users of it
 */
public record Deprecation(String machineType, String path, ReleaseId announced) {
  /** Whether it is about a change. */
  public boolean isOf(Change change) {
    return machineType.equals(change.machineType()) && path.equals(change.path());
  }
}
