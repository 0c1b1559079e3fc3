package dev.kurki.actors.section;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** An immutable run of bytes with value equality: what a record carries instead of an array. */
public final class Bytes {
  /** No bytes. */
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] bytes;

  private Bytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A copy of {@code bytes}. */
  public static Bytes of(byte... bytes) {
    return new Bytes(bytes.clone());
  }

  /** The UTF-8 bytes of a text. */
  public static Bytes utf8(String text) {
    return new Bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** How many bytes. */
  public int length() {
    return bytes.length;
  }

  /**
   * The byte at an index, sign-extended.
   *
   * @throws ArrayIndexOutOfBoundsException when there is none
   */
  public byte get(int index) {
    return bytes[index];
  }

  /** A fresh array with these bytes. */
  public byte[] toArray() {
    return bytes.clone();
  }

  /** These bytes read as UTF-8, malformed ones replaced. */
  public String utf8() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return bytes.length <= 32 ? HexFormat.of().formatHex(bytes) : bytes.length + " bytes";
  }
}
