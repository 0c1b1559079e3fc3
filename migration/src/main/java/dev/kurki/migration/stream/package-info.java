/**
 * The migration stream: the one format in which a machine travels, to a peer or into a file.
 * A {@link dev.kurki.migration.stream.Frame} is one of six kinds; {@link dev.kurki.migration.stream.FrameCodec} puts it
 * into bytes with its length and checksum and takes it out again, checked; {@link dev.kurki.migration.stream.DirtyRound}
 * cuts the dirty pages of a round into frames; {@link dev.kurki.migration.stream.StreamReceiver} takes frames into an
 * incoming machine; {@link dev.kurki.migration.stream.StreamOrder} holds a sender to their order. What does not fit is a
 * {@link dev.kurki.migration.stream.BrokenStream}.
 */
@NullMarked
package dev.kurki.migration.stream;

import org.jspecify.annotations.NullMarked;
