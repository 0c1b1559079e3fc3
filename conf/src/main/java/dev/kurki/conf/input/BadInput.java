package dev.kurki.conf.input;

/** What a user gave cannot be used. The message is one line: what, where, and what to do. */
public final class BadInput extends RuntimeException {
  /** Says what is wrong. */
  public BadInput(String message) {
    super(message);
  }

  /** The one line. */
  public String line() {
    return String.valueOf(getMessage());
  }
}
