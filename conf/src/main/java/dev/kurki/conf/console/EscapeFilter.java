package dev.kurki.conf.console;

import java.io.ByteArrayOutputStream;

/** Finds QEMU's escape sequences among typed bytes: Ctrl-A x leaves, Ctrl-A Ctrl-A is one Ctrl-A for the guest. */
final class EscapeFilter {
  private static final int CTRL_A = 1;

  private boolean escaped;
  private boolean left;

  /** The bytes for the guest; what follows the wish to leave is dropped. */
  byte[] filter(byte[] typed, int length) {
    ByteArrayOutputStream forGuest = new ByteArrayOutputStream();
    for (int i = 0; i < length && !left; i++) {
      if (escaped) {
        left = typed[i] == 'x' || typed[i] == 'X';
        if (!left) {
          forGuest.write(typed[i]);
        }
        escaped = false;
      } else if (typed[i] == CTRL_A) {
        escaped = true;
      } else {
        forGuest.write(typed[i]);
      }
    }
    return forGuest.toByteArray();
  }

  /** Whether Ctrl-A x was typed. */
  boolean hasLeft() {
    return left;
  }
}
