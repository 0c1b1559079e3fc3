package dev.kurki.actors.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Anonymous, lazily committed memory from the operating system: {@code mmap(2)} without reserve, so that 64 GiB of guest
 * RAM cost nothing until the guest touches them; in huge pages where the host has them, as a first touch costs more than a
 * page's way through a migration. Linux on 64 bits, whose constants stand below.
 */
final class MemoryMapping {
  private static final int PROT_READ_WRITE = 0x1 | 0x2;
  private static final int MAP_PRIVATE_ANONYMOUS_NORESERVE = 0x02 | 0x20 | 0x4000;
  private static final long MAP_FAILED = -1;
  private static final int MADV_DONTNEED = 4;
  private static final int MADV_HUGEPAGE = 14;
  private static final int MADV_NOHUGEPAGE = 15;
  static final long HUGE_PAGE_BYTES = 2L << 20;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodHandle MMAP = function("mmap",
      FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT,
          ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG));
  private static final MethodHandle MADVISE = function("madvise",
      FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT));
  private static final MethodHandle MUNMAP = function("munmap",
      FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));

  private static final AtomicLong MAPPED = new AtomicLong();

  private MemoryMapping() {}

  /** How much is mapped in all, in bytes. */
  static long mappedBytes() {
    return MAPPED.get();
  }

  /**
   * Maps zeroed memory that lives as long as {@code arena}.
   *
   * @throws OutOfGuestMemory when the operating system has no such range
   */
  static MemorySegment map(long bytes, Arena arena) {
    long length = wholeHugePages(bytes);
    return of(reserve(length), bytes, length, arena);
  }

  /**
   * Maps zeroed memory until it is unmapped, in whole or in part.
   *
   * @param bytes whole huge pages
   * @return its address, a multiple of {@link #HUGE_PAGE_BYTES}
   * @throws OutOfGuestMemory when the operating system has no such range
   */
  static long reserve(long bytes) {
    long mapped = bytes + HUGE_PAGE_BYTES;
    long start = call(MMAP, 0L, mapped, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS_NORESERVE, -1, 0L);
    if (start == MAP_FAILED) {
      throw new OutOfGuestMemory(bytes);
    }
    // A huge page begins at a multiple of its size, and so does the memory; what is beside it goes back.
    long address = wholeHugePages(start);
    MAPPED.addAndGet(mapped);
    unmap(start, address - start);
    unmap(address + bytes, start + HUGE_PAGE_BYTES - address);
    // A host that has no huge pages says so, and does as well with small ones.
    long _ = call(MADVISE, address, bytes, MADV_HUGEPAGE);
    return address;
  }

  /**
   * Mapped memory that is unmapped with {@code arena}.
   *
   * @param bytes how much of it is used
   * @param length how much of it is unmapped
   */
  static MemorySegment of(long address, long bytes, long length, Arena arena) {
    return MemorySegment.ofAddress(address).reinterpret(bytes, arena, _ -> unmap(address, length));
  }

  /** Gives mapped memory back; nothing where {@code bytes} is 0. */
  static void unmap(long address, long bytes) {
    if (bytes > 0) {
      long _ = call(MUNMAP, address, bytes);
      MAPPED.addAndGet(-bytes);
    }
  }

  /** Has the host gather no huge pages there any more, as it would commit again what was released beside what was not. */
  static void keepSmall(long address, long bytes) {
    // A host that has no huge pages says so, and gathers none.
    long _ = call(MADVISE, address, bytes, MADV_NOHUGEPAGE);
  }

  /**
   * Gives back what is committed there; the memory stays mapped, and reads as zeroes.
   *
   * @param address of a page
   * @param bytes whole pages
   * @return whether the host has taken it; if not, all is as before
   */
  static boolean release(long address, long bytes) {
    return call(MADVISE, address, bytes, MADV_DONTNEED) == 0;
  }

  /** The least multiple of {@link #HUGE_PAGE_BYTES} that is no less. */
  static long wholeHugePages(long bytes) {
    return (bytes + HUGE_PAGE_BYTES - 1) / HUGE_PAGE_BYTES * HUGE_PAGE_BYTES;
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
