/**
 * Moves between nodes in processes of their own, of which one is killed or stopped by signals on the way:
 * {@link dev.kurki.conf.processes.KilledNodesTest} has the cases, {@link dev.kurki.conf.processes.NodeFamily} the processes, and
 * {@link dev.kurki.conf.processes.GuestWitness} knows the guest again.
 * {@link dev.kurki.conf.processes.OrphanedNodeTest} kills who has started a node. {@code -Dkurki.processes=required} runs them;
 * every fault in every phase, within one process, is the {@code sweep}'s.
 */
@NullMarked
package dev.kurki.conf.processes;

import org.jspecify.annotations.NullMarked;
