package dev.kurki.cpu.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

import dev.kurki.cpu.isa.Instruction;

/** An arena, as it begins or as it ends; see {@link Layout}. */
final class FuzzCase {
  private static final int DIGEST_DIGITS = 16;

  private final byte[] arena;

  FuzzCase(byte[] arena) {
    if (arena.length != Layout.ARENA_BYTES) {
      throw new IllegalArgumentException("an arena has " + Layout.ARENA_BYTES + " bytes, not " + arena.length);
    }
    this.arena = arena.clone();
  }

  /** Fragments and the supervisor's handler of nothing but {@code ecall}, everything else zero. */
  static FuzzCase blank() {
    ByteBuffer arena = ByteBuffer.allocate(Layout.ARENA_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < Layout.FRAGMENTS * Layout.FRAGMENT_BYTES; i += Integer.BYTES) {
      arena.putInt(Layout.CODE + i, Instruction.ECALL.match());
    }
    for (int i = 0; i < Layout.PAGE_BYTES; i += Integer.BYTES) {
      arena.putInt(Layout.HANDLER + i, Instruction.ECALL.match());
    }
    return new FuzzCase(arena.array());
  }

  byte[] toArray() {
    return arena.clone();
  }

  /** A view with offsets as in {@link Layout}. */
  ByteBuffer view() {
    return ByteBuffer.wrap(arena).order(ByteOrder.LITTLE_ENDIAN).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  long at(int offset) {
    return view().getLong(offset);
  }

  /** An entry of the trap log. */
  ByteBuffer trap(int entry) {
    return view().slice(Layout.LOG + entry * Layout.LOG_ENTRY_BYTES, Layout.LOG_ENTRY_BYTES);
  }

  /** The first offset of a double word in which another arena differs, -1 if there is none. */
  int mismatch(FuzzCase other) {
    int at = Arrays.mismatch(arena, other.arena);
    return at < 0 ? at : at & -Long.BYTES;
  }

  /** The first 64 bits of its SHA-256 in hexadecimal: what a recorded expectation keeps. */
  String digest() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(arena);
      return HexFormat.of().formatHex(digest).substring(0, DIGEST_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
