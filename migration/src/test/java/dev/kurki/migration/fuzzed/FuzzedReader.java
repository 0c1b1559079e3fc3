package dev.kurki.migration.fuzzed;

import java.io.IOException;

/** Something that reads what a stranger has written. */
public interface FuzzedReader extends AutoCloseable {
  /** What a listener waits for. */
  String TOKEN = "token";

  /**
   * Reads it, and checks all that has to hold afterwards.
   *
   * @throws dev.kurki.migration.stream.BrokenStream when the input is no stream, which is well
   * @throws IOException when the input ends early or is refused, which is well
   */
  void read(byte[] input) throws IOException;

  @Override
  default void close() {}
}
