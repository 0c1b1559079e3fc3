/**
 * What a node does before it takes commands: {@link dev.kurki.conf.rehearsal.Rehearsal} moves a small machine there and back
 * between two nodes that live for just that, in the same process and by all that a real move takes: commands, the cluster's
 * messages, negotiation, stream and hand-over. A JVM runs code that is new to it a hundred times slower than code that it
 * knows; a guest that is stopped for its move must not be the one that teaches it. What each node learns for itself, however many
 * there were before it, {@link dev.kurki.conf.rehearsal.WireRehearsal} has it learn.
 */
@NullMarked
package dev.kurki.conf.rehearsal;

import org.jspecify.annotations.NullMarked;
