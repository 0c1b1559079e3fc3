/**
 * The source's side of a migration: an explicit state machine that negotiates, pre-copies, switches over and decides.
 * {@link dev.kurki.migration.source.SourceActor} is that machine and the sole judge of who owns the guest;
 * {@link dev.kurki.migration.source.SourceFeed} gives its frames to the stream as the network asks for them;
 * {@link dev.kurki.migration.source.MigrationEvent} is what it tells, {@link dev.kurki.migration.source.MigrationReport}
 * its last word. Until it has decided to hand over, any failure leaves the source running as if nothing had happened.
 */
@NullMarked
package dev.kurki.migration.source;

import org.jspecify.annotations.NullMarked;
