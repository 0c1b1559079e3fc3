package dev.kurki.migration.wire;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.Optional;

/** A pipe whose other end is a socket: {@code pipe(7)}. Used by one thread at a time. */
final class Pipe implements AutoCloseable {
  private static final int O_CLOEXEC = 0x80000;
  private static final int F_SETPIPE_SZ = 1031;
  private static final int SPLICE_F_NONBLOCK = 2;
  private static final int SPLICE_F_MORE = 4;

  private final SpliceCalls calls;
  private final int out;
  private final int in;
  /** The {@code iovec} of the call that is under way. */
  private final MemorySegment vector = Arena.ofAuto().allocate(2 * ValueLayout.JAVA_LONG.byteSize(),
      ValueLayout.JAVA_LONG.byteAlignment());
  private boolean isClosed;

  private Pipe(SpliceCalls calls, int out, int in) {
    this.calls = calls;
    this.out = out;
    this.in = in;
  }

  /**
   * A pipe that holds so many bytes, or as many as the host allows.
   *
   * @return none where the host has none that takes memory without a copy
   */
  static Optional<Pipe> open(int bytes) {
    return SpliceCalls.ofHost().filter(Pipe::takesMemory).flatMap(Pipe::open).map(pipe -> {
      // A host that allows no more leaves it as it is.
      long _ = pipe.calls.fcntl(pipe.in, F_SETPIPE_SZ, bytes);
      return pipe;
    });
  }

  private static Optional<Pipe> open(SpliceCalls calls) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment ends = arena.allocate(ValueLayout.JAVA_INT, 2);
      return calls.pipe2(ends, O_CLOEXEC) < 0
          ? Optional.empty()
          : Optional.of(new Pipe(calls, ends.getAtIndex(ValueLayout.JAVA_INT, 0),
              ends.getAtIndex(ValueLayout.JAVA_INT, 1)));
    }
  }

  /** Tries it: where system calls are filtered, this is among the first to go. */
  private static boolean takesMemory(SpliceCalls calls) {
    try (Arena arena = Arena.ofConfined()) {
      return open(calls).filter(pipe -> {
        try (pipe) {
          return pipe.take(arena.allocate(1)) == 1;
        } catch (IOException e) {
          return false;
        }
      }).isPresent();
    }
  }

  /**
   * Copies bytes into the pipe, which is empty and has room for them.
   *
   * @param bytes outside of the heap
   * @return how many
   * @throws IOException when they are not taken
   */
  long write(ByteBuffer bytes) throws IOException {
    long taken = calls.write(in, MemorySegment.ofBuffer(bytes));
    if (taken < bytes.remaining()) {
      throw taken < 0
          ? SpliceCalls.failure(taken)
          : new IOException("a pipe took " + taken + " of " + bytes.remaining());
    }
    return taken;
  }

  /**
   * Takes references to memory, as far as there is room.
   *
   * @param memory outside of the heap, not empty
   * @return the length of what was taken, in bytes; 0 when the pipe is full
   * @throws IOException when the memory is gone
   */
  long take(MemorySegment memory) throws IOException {
    vector.setAtIndex(ValueLayout.JAVA_LONG, 0, memory.address());
    vector.setAtIndex(ValueLayout.JAVA_LONG, 1, memory.byteSize());
    long taken = calls.vmsplice(in, vector, 1, SPLICE_F_NONBLOCK);
    if (taken < 0 && taken != -SpliceCalls.EAGAIN) {
      throw SpliceCalls.failure(taken);
    }
    return Math.max(0, taken);
  }

  /**
   * Sends what the pipe holds, and blocks as the socket does.
   *
   * @param bytes how much of it
   * @param isMoreToCome whether more follows at once
   * @throws IOException when the socket fails, or is shut down
   */
  void drain(long bytes, SocketDescriptor socket, boolean isMoreToCome) throws IOException {
    for (long left = bytes; left > 0;) {
      long sent = calls.splice(out, socket.number(), left, isMoreToCome ? SPLICE_F_MORE : 0);
      if (sent <= 0) {
        throw sent < 0 ? SpliceCalls.failure(sent) : new IOException("the connection takes nothing any more");
      }
      left -= sent;
    }
  }

  @Override
  public void close() {
    if (!isClosed) {
      isClosed = true;
      long _ = calls.close(out);
      long _ = calls.close(in);
    }
  }
}
