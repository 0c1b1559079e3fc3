package dev.kurki.conf.abi;

import java.util.List;

import dev.kurki.migration.lock.Lock;
import dev.kurki.migration.policy.BlacklistEntry;
import dev.kurki.migration.policy.Deprecation;
import dev.kurki.migration.policy.ReleaseLines;

/**
 * What is declared and recorded of releases, read and held to one another.
 *
 * @param lines who releases what
 * @param deprecations what users were told of, of all lines
 * @param blacklist what is banned
 * @param locks those of all releases that have shipped, line by line
 */
public record Policy(ReleaseLines lines, List<Deprecation> deprecations, List<BlacklistEntry> blacklist,
    List<Lock> locks) {
  /** Copies the lists. */
  public Policy {
    deprecations = List.copyOf(deprecations);
    blacklist = List.copyOf(blacklist);
    locks = List.copyOf(locks);
  }
}
