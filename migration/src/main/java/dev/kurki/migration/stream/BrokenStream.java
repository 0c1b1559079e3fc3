package dev.kurki.migration.stream;

/** A migration stream does not keep to its format: cut, corrupted, or out of order. The message says where and what. */
public final class BrokenStream extends RuntimeException {
  /** Says what is wrong, for people. */
  public BrokenStream(String message) {
    super(message);
  }
}
