package dev.kurki.migration.analyze;

import dev.kurki.migration.stream.FrameCodec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.pekko.util.ByteString;

/**
 * Cuts a file into frames by their lengths and knows where each begins. A length is believed only if the file has as many
 * bytes, and no frame is longer than {@link FrameCodec#MAX_FRAME_BYTES}: no more is ever held.
 */
final class FrameSource {
  /** What stands at a place of the file. */
  sealed interface Cut {}

  /** A frame, with its length; its checksum is not looked at. */
  record Whole(ByteString bytes) implements Cut {}

  /** No frame: what there is instead, in words. */
  record Torn(String found) implements Cut {}

  private final InputStream in;
  private final long fileBytes;
  private long offset;

  /**
   * A source of frames.
   *
   * @param in the file's bytes, from its start
   * @param fileBytes how many there are
   */
  FrameSource(InputStream in, long fileBytes) {
    this.in = in;
    this.fileBytes = fileBytes;
  }

  /** Where the next frame begins. */
  long offset() {
    return offset;
  }

  /** How many bytes there are from there on. */
  long bytesLeft() {
    return fileBytes - offset;
  }

  /** The next frame. After a torn one there is no next. */
  Cut next() throws IOException {
    byte[] prefix = in.readNBytes(FrameCodec.LENGTH_BYTES);
    if (prefix.length < FrameCodec.LENGTH_BYTES) {
      return new Torn("the file ends after " + prefix.length + " of the " + FrameCodec.LENGTH_BYTES
          + " bytes of a frame's length");
    }
    int length = ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN).getInt();
    if (length < FrameCodec.MIN_FRAME_BYTES || length > FrameCodec.MAX_FRAME_BYTES) {
      return new Torn("a length of " + Integer.toUnsignedLong(length) + " bytes, where a frame has "
          + FrameCodec.MIN_FRAME_BYTES + " to " + FrameCodec.MAX_FRAME_BYTES);
    }
    long there = Math.min(length, bytesLeft() - FrameCodec.LENGTH_BYTES);
    byte[] frame = new byte[FrameCodec.LENGTH_BYTES + (int) Math.max(0, there)];
    System.arraycopy(prefix, 0, frame, 0, prefix.length);
    int read = in.readNBytes(frame, FrameCodec.LENGTH_BYTES, frame.length - FrameCodec.LENGTH_BYTES);
    if (read < length) {
      return new Torn("the file ends after " + read + " of the " + length + " bytes of a frame");
    }
    offset += frame.length;
    return new Whole(ByteString.fromArrayUnsafe(frame));
  }
}
