package dev.kurki.cpu.hart;

import java.lang.management.ManagementFactory;

/** What the classes of this JVM take. */
final class Metaspace {
  private Metaspace() {}

  /** Bytes that are used once classes that nobody holds have gone. */
  static long usedAfterCollection() {
    // A hidden class goes with its last instance, in a full collection.
    System.gc();
    return ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getName().equals("Metaspace"))
        .mapToLong(pool -> pool.getUsage().getUsed()).sum();
  }
}
