package dev.kurki.migration.mappedram;

/** A file does not keep to its form: cut, damaged or forged. The message says where and what, in one sentence. */
public final class BrokenFile extends RuntimeException {
  private final long offset;
  private final String expected;
  private final String found;

  /**
   * A break.
   *
   * @param offset where it is, in bytes from the file's start
   * @param expected what a file may have there, in words
   * @param found what this one has
   */
  public BrokenFile(long offset, String expected, String found) {
    super("broken at byte " + offset + ": expected " + expected + "; found: " + found);
    this.offset = offset;
    this.expected = expected;
    this.found = found;
  }

  /** Where it is, in bytes from the file's start. */
  public long offset() {
    return offset;
  }

  /** What a file may have there, in words. */
  public String expected() {
    return expected;
  }

  /** What this one has. */
  public String found() {
    return found;
  }
}
