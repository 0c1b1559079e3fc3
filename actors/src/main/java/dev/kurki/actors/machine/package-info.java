/**
 * A machine: the actor that builds its components from a plan, runs them, stops them and gathers their state.
 * {@link dev.kurki.actors.machine.MachinePlan} says what there is; {@link dev.kurki.actors.machine.MachineActor} is the
 * supervisor; {@link dev.kurki.actors.machine.MachineMessage} is what it is asked and
 * {@link dev.kurki.actors.machine.MachineEvent} what it tells. The components that every machine has, its RAM and its
 * clock, stand here too. A component that fails stops the machine, which says why.
 */
@NullMarked
package dev.kurki.actors.machine;

import org.jspecify.annotations.NullMarked;
