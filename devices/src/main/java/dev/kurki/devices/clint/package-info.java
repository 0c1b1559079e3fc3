/**
 * The ACLINT's mswi and mtimer devices under one roof, as on QEMU's {@code virt} (RISC-V ACLINT specification, chapters 2
 * and 3): software interrupts between harts, and each hart's timer. {@link dev.kurki.devices.clint.Clint} is the model,
 * {@link dev.kurki.devices.clint.ClintSection} its section, {@link dev.kurki.devices.clint.ClintRegistration} how a machine
 * gets one. Output line 2h is hart h's machine software interrupt, 2h + 1 its machine timer interrupt.
 */
@NullMarked
package dev.kurki.devices.clint;

import org.jspecify.annotations.NullMarked;
