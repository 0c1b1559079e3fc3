/**
 * The policy of saved state: no change on a stable line. {@link dev.kurki.migration.policy.ReleaseLine}s say who releases
 * what; {@link dev.kurki.migration.policy.LockDiff} finds how two locks differ and
 * {@link dev.kurki.migration.policy.Judge} says what of that a line allows, where a shape's owner and version are its
 * {@link dev.kurki.migration.policy.Tag}; a {@link dev.kurki.migration.policy.Blacklist}
 * bans versions that are known to be broken, wherever a machine's {@link dev.kurki.migration.policy.Provenance} shows them;
 * {@link dev.kurki.migration.policy.Compatibility} says whether one release takes another's machine. Pure functions of data.
 */
@NullMarked
package dev.kurki.migration.policy;

import org.jspecify.annotations.NullMarked;
