/**
 * From HOCON to a machine. {@link dev.kurki.conf.machine.MachineConfig} is a machine as its user wrote it, checked;
 * {@link dev.kurki.conf.machine.MachineType} is the board it stands on, read from the machine types of reference.conf;
 * {@link dev.kurki.conf.machine.MachineBuilder} makes the plan of it, with firmware and the device tree of its actual
 * composition in place.
 */
@NullMarked
package dev.kurki.conf.machine;

import org.jspecify.annotations.NullMarked;
