/**
 * The migration stream: the one format in which a machine travels, to a peer or into a file. What a source sends is
 * {@link dev.kurki.migration.stream.Outgoing}: frames, and pages by reference, which
 * {@link dev.kurki.migration.stream.DirtyRound} finds. {@link dev.kurki.migration.stream.FrameWriter} and
 * {@link dev.kurki.migration.stream.FrameReader} bring them over a blocking channel, pages straight out of and into guest RAM;
 * {@link dev.kurki.migration.stream.FrameCodec} has their form, {@link dev.kurki.migration.stream.StreamOrder} their order,
 * {@link dev.kurki.migration.stream.FrameChannel} the ends of the Pekko Streams.
 * {@link dev.kurki.migration.stream.ChannelReceiver} takes pages of rounds that come by a connection beside the first,
 * {@link dev.kurki.migration.stream.LatePages} takes what comes after a switch to post-copy.
 */
@NullMarked
package dev.kurki.migration.stream;

import org.jspecify.annotations.NullMarked;
