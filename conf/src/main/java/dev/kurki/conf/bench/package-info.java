/**
 * How fast it is. {@link dev.kurki.conf.bench.GuestRun} runs the embedded guest here as fast as it goes,
 * {@link dev.kurki.conf.bench.QemuRun} the same program under QEMU, {@link dev.kurki.conf.bench.DeviceReads} takes the time
 * of a device read from a hart. {@link dev.kurki.conf.bench.Samples} tells medians and percentiles.
 * How fast a machine moves is told by the package {@code migration}.
 */
@NullMarked
package dev.kurki.conf.bench;

import org.jspecify.annotations.NullMarked;
