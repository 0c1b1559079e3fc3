package dev.kurki.migration.wire;

/** One of the files of a node's credentials cannot be used. The message goes on where the file was named. */
public final class UnusableCredentials extends RuntimeException {
  /** Which file. */
  public enum Part {
    /** The node's own certificate, with those between it and an authority. */
    CERTIFICATE,
    /** The key that belongs to it. */
    PRIVATE_KEY,
    /** Whose certificates are believed. */
    AUTHORITIES
  }

  private final Part part;

  /** Says what is wrong with a file, and what to do. */
  UnusableCredentials(Part part, String message) {
    super(message);
    this.part = part;
  }

  /** Which file it is about. */
  public Part part() {
    return part;
  }
}
