package dev.kurki.actors.machine;

import dev.kurki.actors.section.Field;
import dev.kurki.actors.section.SavedState;

/**
 * Whose turn it is in a machine whose time passes by instructions.
 *
 * @param turn the vCPU, from 0
 * @param left how many instructions its turn still has
 */
@SavedState(id = "round-robin")
record RoundRobinSection(@Field(min = 0, max = 63) int turn,
    @Field(min = 1, max = RoundRobinActor.TURN) long left) {}
