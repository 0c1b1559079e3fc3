/**
 * Both ends of a migration within a test: {@link dev.kurki.migration.ends.TwoEnds}, source and target with real sockets between
 * them, and {@link dev.kurki.migration.ends.Relay}, the network that they go through, which can be cut. What comes of it and
 * is told to nobody is waited for by {@link dev.kurki.migration.ends.Polling}.
 */
@NullMarked
package dev.kurki.migration.ends;

import org.jspecify.annotations.NullMarked;
