/**
 * The Goldfish real-time clock, as on QEMU's {@code virt}: wall time in nanoseconds, and an alarm.
 * {@link dev.kurki.devices.rtc.GoldfishRtc} is the model, {@link dev.kurki.devices.rtc.GoldfishRtcSection} its section,
 * {@link dev.kurki.devices.rtc.GoldfishRtcRegistration} how a machine gets one. Wall time is the host's, so it is right
 * again at once after a move or a restore. Output line 0 is its interrupt.
 */
@NullMarked
package dev.kurki.devices.rtc;

import org.jspecify.annotations.NullMarked;
