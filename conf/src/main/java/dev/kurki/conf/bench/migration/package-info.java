/**
 * How fast a running machine moves, beside QEMU in the same run. {@link dev.kurki.conf.bench.migration.MigrationBench} takes
 * turns: the same bare-metal program ({@code MeasuredGuest}) runs on a pair of Kurki's nodes and on a pair of QEMU's
 * processes, each a {@code MovingPair}, and a {@code Trial} moves it once. What the guest writes on its console, its
 * {@code Beat}s, tells when its clock stood still, what gaps it saw and how much work it did ({@code Timeline}).
 * {@code Figures} holds the medians against what is wanted.
 */
@NullMarked
package dev.kurki.conf.bench.migration;

import org.jspecify.annotations.NullMarked;
