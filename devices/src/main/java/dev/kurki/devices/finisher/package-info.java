/**
 * SiFive's test finisher: one register by which a guest ends its machine with a status, or resets it.
 * {@link dev.kurki.devices.finisher.Finisher} is the model, {@link dev.kurki.devices.finisher.FinisherSection} its section,
 * {@link dev.kurki.devices.finisher.FinisherRegistration} how a machine gets one, and with it the device tree's
 * {@code syscon-poweroff} and {@code syscon-reboot} nodes, by which firmware and kernels find it.
 */
@NullMarked
package dev.kurki.devices.finisher;

import org.jspecify.annotations.NullMarked;
