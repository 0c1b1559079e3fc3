package dev.kurki.actors.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Anonymous, lazily committed memory from the operating system: {@code mmap(2)} without reserve, so that 64 GiB of guest
 * RAM cost nothing until the guest touches them. Linux on 64 bits, whose constants stand below.
 */
final class MemoryMapping {
  private static final int PROT_READ_WRITE = 0x1 | 0x2;
  private static final int MAP_PRIVATE_ANONYMOUS_NORESERVE = 0x02 | 0x20 | 0x4000;
  private static final long MAP_FAILED = -1;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodHandle MMAP = function("mmap",
      FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT,
          ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG));
  private static final MethodHandle MUNMAP = function("munmap",
      FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));

  private MemoryMapping() {}

  /**
   * Maps zeroed memory that lives as long as {@code arena}.
   *
   * @throws OutOfGuestMemory when the operating system has no such range
   */
  static MemorySegment map(long bytes, Arena arena) {
    long address = call(MMAP, 0L, bytes, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS_NORESERVE, -1, 0L);
    if (address == MAP_FAILED) {
      throw new OutOfGuestMemory(bytes);
    }
    return MemorySegment.ofAddress(address).reinterpret(bytes, arena, segment -> call(MUNMAP, address, bytes));
  }

  private static long call(MethodHandle function, Object... arguments) {
    try {
      return ((Number) function.invokeWithArguments(arguments)).longValue();
    } catch (Throwable e) {
      throw new IllegalStateException("calling the operating system's memory functions failed", e);
    }
  }

  private static MethodHandle function(String name, FunctionDescriptor type) {
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), type);
  }
}
