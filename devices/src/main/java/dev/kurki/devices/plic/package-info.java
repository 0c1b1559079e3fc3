/**
 * The platform-level interrupt controller (RISC-V PLIC specification 1.0), with as many contexts as QEMU's {@code virt} has:
 * machine and supervisor mode of each hart. {@link dev.kurki.devices.plic.Plic} is the model,
 * {@link dev.kurki.devices.plic.PlicSection} its section, {@link dev.kurki.devices.plic.PlicRegistration} how a machine gets
 * one. Input line n is source n; output line c is the external interrupt of context c, 2h for machine mode of hart h and
 * 2h + 1 for its supervisor mode.
 */
@NullMarked
package dev.kurki.devices.plic;

import org.jspecify.annotations.NullMarked;
