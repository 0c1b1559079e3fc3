package dev.kurki.migration.mappedram;

/**
 * A part of a file.
 *
 * @param offset where it begins, in bytes from the file's start
 * @param bytes how long it is
 * @param checksum the CRC32C of all of it
 */
public record Region(long offset, long bytes, int checksum) {
  /** Where what comes behind it may begin. */
  public long end() {
    return offset + bytes;
  }
}
