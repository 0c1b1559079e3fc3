/**
 * The target's side of a migration: an explicit state machine that takes a stream into a machine built for it, verifies
 * it, and waits for the source's decision. {@link dev.kurki.migration.target.TargetActor} is that machine. Before the
 * decision it leaves nothing behind when anything fails; with a verified copy in hand it neither runs it nor throws it
 * away on its own account, but asks the source until it is told.
 */
@NullMarked
package dev.kurki.migration.target;

import org.jspecify.annotations.NullMarked;
