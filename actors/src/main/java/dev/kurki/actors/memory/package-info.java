/**
 * Guest RAM: off-heap, lazily committed, shared by harts and devices as in hardware, with a dirty bitmap beside it.
 * {@link dev.kurki.actors.memory.GuestMemory} is the RAM, {@link dev.kurki.actors.memory.DirtyBitmap} knows which pages changed,
 * {@link dev.kurki.actors.memory.MissingPages} which are yet to come, {@link dev.kurki.actors.memory.WriteGuard} keeps what one
 * held. {@link dev.kurki.actors.memory.HostMemory} is the hot path's raw access;
 * {@link dev.kurki.actors.memory.MemoryMapping} asks the operating system for address space through FFM, and
 * {@link dev.kurki.actors.memory.MemoryReserve} has it committed before it is needed.
 * Everything that is not the hot path goes through bounds-checked accessors.
 */
@NullMarked
package dev.kurki.actors.memory;

import org.jspecify.annotations.NullMarked;
