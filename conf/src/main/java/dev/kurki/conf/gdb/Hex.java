package dev.kurki.conf.gdb;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/** Values as packets have them: bytes as pairs of hexadecimal digits, registers little-endian, addresses as numbers. */
final class Hex {
  private static final HexFormat FORMAT = HexFormat.of();

  private Hex() {}

  static String ofBytes(byte[] bytes) {
    return FORMAT.formatHex(bytes);
  }

  static String ofText(String text) {
    return ofBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A register's 64 bits. */
  static String ofRegister(long value) {
    return ofBytes(ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
  }

  /** The bytes; nothing where the text is no pairs of digits. */
  static Optional<byte[]> bytes(String text) {
    try {
      return Optional.of(FORMAT.parseHex(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** A register's value; nothing where the text is not 16 digits. */
  static Optional<Long> register(String text) {
    return bytes(text).filter(bytes -> bytes.length == Long.BYTES)
        .map(bytes -> ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong());
  }

  /** A number of up to 64 bits; nothing where the text is none. */
  static Optional<Long> number(String text) {
    try {
      return Optional.of(Long.parseUnsignedLong(text, 16));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
