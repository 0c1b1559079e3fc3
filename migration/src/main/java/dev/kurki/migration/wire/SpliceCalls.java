package dev.kurki.migration.wire;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * The system calls by which a {@link Pipe} and a {@link SocketDescriptor} work, of Linux on 64 bits. Each answers what the
 * call does, or the negative of its error number, as the kernel itself does.
 */
final class SpliceCalls {
  /** A call that would have to wait, where it was told not to. */
  static final int EAGAIN = 11;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final SymbolLookup LIBRARY = LINKER.defaultLookup();
  private static final MemoryLayout ERRNO = Linker.Option.captureStateLayout();
  private static final Optional<SpliceCalls> HOST = link();

  private final MethodHandle pipe2 = function("pipe2", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
  private final MethodHandle fcntl = function("fcntl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT),
      Linker.Option.firstVariadicArg(2));
  private final MethodHandle close = function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private final MethodHandle write = function("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  private final MethodHandle vmsplice = function("vmsplice",
      FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
  private final MethodHandle splice = function("splice",
      FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
  private final MethodHandle getsockname = function("getsockname",
      FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
  private final MethodHandle getpeername = function("getpeername",
      FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));

  private SpliceCalls() {}

  /** Those of this host; none where it is no Linux. */
  static Optional<SpliceCalls> ofHost() {
    return HOST;
  }

  /** What a call failed with, for people. */
  static IOException failure(long answer) {
    return new IOException(switch ((int) -answer) {
      case 14 -> "the memory that was to be sent is gone";
      case 32 -> "Broken pipe";
      case 104 -> "Connection reset by peer";
      case 110 -> "Connection timed out";
      default -> "the host cannot send without a copy (error " + -answer
          + "); kurki.migration.capabilities.zero-copy-send = off does without";
    });
  }

  long pipe2(MemorySegment ends, int flags) {
    return call(errno -> (int) pipe2.invokeExact(errno, ends, flags));
  }

  long fcntl(int descriptor, int command, int argument) {
    return call(errno -> (int) fcntl.invokeExact(errno, descriptor, command, argument));
  }

  long close(int descriptor) {
    return call(errno -> (int) close.invokeExact(errno, descriptor));
  }

  long write(int descriptor, MemorySegment bytes) {
    return call(errno -> (long) write.invokeExact(errno, descriptor, bytes, bytes.byteSize()));
  }

  long vmsplice(int pipe, MemorySegment vector, long count, int flags) {
    return call(errno -> (long) vmsplice.invokeExact(errno, pipe, vector, count, flags));
  }

  long splice(int from, int to, long bytes, int flags) {
    return call(
        errno -> (long) splice.invokeExact(errno, from, MemorySegment.NULL, to, MemorySegment.NULL, bytes, flags));
  }

  long getsockname(int descriptor, MemorySegment address, MemorySegment length) {
    return call(errno -> (int) getsockname.invokeExact(errno, descriptor, address, length));
  }

  long getpeername(int descriptor, MemorySegment address, MemorySegment length) {
    return call(errno -> (int) getpeername.invokeExact(errno, descriptor, address, length));
  }

  private interface Call {
    long with(MemorySegment errno) throws Throwable;
  }

  private static long call(Call call) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(ERRNO);
      long answer = call.with(errno);
      return answer < 0 ? -errno.get(JAVA_INT, 0) : answer;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("calling the operating system failed", e);
    }
  }

  private static Optional<SpliceCalls> link() {
    return System.getProperty("os.name").equals("Linux") ? Optional.of(new SpliceCalls()) : Optional.empty();
  }

  private static MethodHandle function(String name, FunctionDescriptor type, Linker.Option... options) {
    Linker.Option[] all = new Linker.Option[options.length + 1];
    System.arraycopy(options, 0, all, 1, options.length);
    all[0] = Linker.Option.captureCallState("errno");
    return LINKER.downcallHandle(LIBRARY.findOrThrow(name), type, all);
  }
}
