package dev.kurki.conf.abi;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

import dev.kurki.conf.input.BadInput;

/** The text of one of the policy's files. */
final class PolicyText {
  /** The size of a file beyond which nobody has written or generated it; a lock has some 100 KiB. */
  static final int MAX_BYTES = 8 << 20;

  private PolicyText() {}

  /**
   * Decodes a file.
   *
   * @param place by what messages call it
   * @throws BadInput when it is empty, or not UTF-8, with the line
   */
  static String of(byte[] bytes, String place) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT);
    CoderResult result = decoder.decode(in, out, true);
    String text = out.flip().toString();
    if (result.isError()) {
      throw new BadInput(place + ":" + (text.chars().filter(c -> c == '\n').count() + 1) + ": this is no text in UTF-8,"
          + " from byte " + in.position() + " of the file on; restore it from the repository's history");
    }
    if (text.isBlank()) {
      throw new BadInput(place + ":1: the file is empty; restore it from the repository's history");
    }
    return text;
  }

  /**
   * Lets only files of a size pass that can be one of the policy's.
   *
   * @throws BadInput when it is larger
   */
  static void checkSize(long bytes, String place) {
    if (bytes > MAX_BYTES) {
      throw new BadInput(place + ": the file has " + bytes + " bytes, and none of the policy has more than " + MAX_BYTES
          + "; restore it from the repository's history");
    }
  }
}
