/**
 * How fast it is. {@link dev.kurki.conf.bench.GuestRun} runs the embedded guest here as fast as it goes,
 * {@link dev.kurki.conf.bench.QemuRun} the same program under QEMU, {@link dev.kurki.conf.bench.DeviceReads} takes the time
 * of a device read from a hart. {@link dev.kurki.conf.bench.Samples} tells medians and percentiles.
 * {@link dev.kurki.conf.bench.Figure} is what is wanted and how it came out, {@link dev.kurki.conf.bench.Workspace} where
 * processes that are measured have their files. How fast a machine moves is told by the package {@code migration}, how fast
 * guests run by {@code cpu}.
 */
@NullMarked
package dev.kurki.conf.bench;

import org.jspecify.annotations.NullMarked;
