package dev.kurki.migration.stream;

/**
 * What source and target say to one another on the stream itself where both have the capability {@code return-path}: no message
 * of the cluster is waited for while the guest is stopped. In a file there are none.
 *
 * <pre>
 *   source: ... pages  Sync            ... pages sections End             Commit
 *   target:                   Synced                           Prepared            Running
 * </pre>
 */
public sealed interface ReturnPathFrame extends Frame {
  /**
   * The source has sent all of a round, and asks for {@link Synced}.
   *
   * @param round the round
   */
  record Sync(int round) implements ReturnPathFrame {}

  /**
   * All of a round is in the target's RAM.
   *
   * @param round the round
   */
  record Synced(int round) implements ReturnPathFrame {}

  /**
   * Everything is loaded and verified; the target waits for the source's decision.
   *
   * @param epoch the fencing token of the offer
   */
  record Prepared(long epoch) implements ReturnPathFrame {}

  /**
   * The machine is the target's: the source will not run it any more.
   *
   * @param epoch the fencing token under which the target owns it
   */
  record Commit(long epoch) implements ReturnPathFrame {}

  /**
   * The machine runs on the target, and pages are still to come.
   *
   * @param epoch the fencing token under which the target owns it
   */
  record Postcopy(long epoch) implements ReturnPathFrame {}

  /**
   * The machine runs on the target.
   *
   * @param epoch the fencing token under which the target owns it
   */
  record Running(long epoch) implements ReturnPathFrame {}
}
