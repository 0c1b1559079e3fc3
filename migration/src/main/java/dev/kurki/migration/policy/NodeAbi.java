package dev.kurki.migration.policy;

import dev.kurki.migration.lock.Lock;
import java.util.List;

/**
 * What a node's build knows of saved state: its own lock, computed from its code, and the policy that it was built with.
 *
 * @param origin its release
 * @param lock its own lock
 * @param locks those of the releases that it knows
 * @param blacklist all entries that it knows
 */
public record NodeAbi(Origin origin, Lock lock, List<Lock> locks, List<BlacklistEntry> blacklist) {
  /** Copies the lists. */
  public NodeAbi {
    locks = List.copyOf(locks);
    blacklist = List.copyOf(blacklist);
  }
}
