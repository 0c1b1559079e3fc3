/**
 * The component protocol: the messages that every vCPU, device and the guest RAM answer, and the shell for device models.
 * {@link dev.kurki.actors.component.ComponentMessage} is the protocol. A device author implements
 * {@link dev.kurki.actors.component.DeviceModel} and describes it with a
 * {@link dev.kurki.actors.component.DeviceRegistration}; {@link dev.kurki.actors.component.DeviceActor} hosts it.
 * Interrupt lines are {@link dev.kurki.actors.component.LineTarget}s; nothing here knows any device.
 */
@NullMarked
package dev.kurki.actors.component;

import org.jspecify.annotations.NullMarked;
