/**
 * Guest time. {@link dev.kurki.actors.clock.GuestClock} is what harts and devices read;
 * {@link dev.kurki.actors.clock.MachineClock} is a machine's, in nanoseconds since power-on.
 * It stands still while the machine is stopped, so that a guest sees no jump over a save or a move; what a machine does
 * with the time of the pause is its clock policy, applied by the component that owns the clock.
 */
@NullMarked
package dev.kurki.actors.clock;

import org.jspecify.annotations.NullMarked;
