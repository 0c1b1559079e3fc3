package dev.kurki.actors.machine;

import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.Field;
import dev.kurki.actors.section.SavedState;

/**
 * What guest RAM is like; its pages travel by themselves, before this.
 *
 * @param base the guest-physical address of its first byte
 * @param bytes its size
 */
@SavedState(id = "ram")
record RamSection(@Field(min = 0) long base, @Field(min = 1, max = GuestMemory.MAX_BYTES) long bytes) {}
