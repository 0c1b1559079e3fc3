package dev.kurki.actors.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Memory outside of the heap that is no guest's. The host commits a page when it is first touched, as it does for guest RAM;
 * none of it counts for the JVM's limit of direct memory, beyond which this process would end with all of its machines.
 */
public final class SpareMemory {
  private SpareMemory() {}

  /**
   * Maps zeroed memory, which is given back when nobody refers to it.
   *
   * @param bytes its size, at least 1
   * @throws OutOfGuestMemory when the host has no such range
   */
  public static MemorySegment map(long bytes) {
    return MemoryMapping.map(bytes, Arena.ofAuto());
  }
}
