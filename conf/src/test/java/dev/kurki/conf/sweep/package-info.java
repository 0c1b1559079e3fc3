/**
 * Every fault in every phase of a move, post-copy and its recovery included, one case after the other: {@link dev.kurki.conf.sweep.Phase} by
 * {@link dev.kurki.conf.sweep.Fault}. Source and target are the real ones, each on a node of the test's own, with a real machine
 * whose guest checks all of its memory; their stream goes through a {@link dev.kurki.conf.sweep.FaultyWire} that knows the frames,
 * and what they tell one another across the cluster through {@link dev.kurki.conf.sweep.ControlLink}s. Whatever happens,
 * {@link dev.kurki.conf.sweep.Aftermath} finds one copy running and nothing left behind.
 */
@NullMarked
package dev.kurki.conf.sweep;

import org.jspecify.annotations.NullMarked;
