package dev.kurki.migration.fuzz;

import dev.kurki.migration.fuzzed.FuzzedReader;
import com.sun.management.ThreadMXBean;
import dev.kurki.migration.stream.BrokenStream;
import dev.kurki.migration.stream.FrameCodec;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One input for one reader, by the names that Jazzer calls. The first byte of an input says whether the frames in the rest get
 * right checksums before they are read: so its changes get past the checksums, and these are tried, too.
 */
public final class StreamFuzz {
  /** A frame may be held whole, in its bytes and as what they mean, and again as it grows. */
  private static final long MAX_ALLOCATION = 8L * FrameCodec.MAX_FRAME_BYTES;
  /** What an input may take beside that, for each of its bytes: CBOR's smallest values have one byte and are objects. */
  private static final long ALLOCATION_PER_BYTE = 256;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static @Nullable FuzzedReader reader;

  private StreamFuzz() {}

  /** Jazzer's way to name the reader. */
  public static void fuzzerInitialize(String[] arguments) {
    reader = Reader.valueOf(arguments[0]).open();
  }

  /** Jazzer's next input. */
  public static void fuzzerTestOneInput(byte[] input) {
    read(Objects.requireNonNull(reader), input);
  }

  /** Reads an input; what may not happen is an unchecked exception or an error. */
  static void read(FuzzedReader reader, byte[] input) {
    if (input.length == 0) {
      return;
    }
    byte[] rest = Arrays.copyOfRange(input, 1, input.length);
    byte[] stream = input[0] % 2 == 0 ? rest : FrameWalk.resealed(rest);
    long limit = MAX_ALLOCATION + ALLOCATION_PER_BYTE * stream.length;
    // Classes are loaded on their first use, which counts as well: so what is too much has to be so twice.
    if (allocated(reader, stream) > limit) {
      long allocated = allocated(reader, stream);
      if (allocated > limit) {
        throw new AssertionError(allocated + " bytes are allocated for an input of " + stream.length);
      }
    }
  }

  private static long allocated(FuzzedReader reader, byte[] stream) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      reader.read(stream);
    } catch (BrokenStream | IOException e) {
      if (e.getMessage() == null || e.getMessage().isBlank()) {
        throw new AssertionError("it is refused without a reason", e);
      }
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }
}
