package dev.kurki.conf.guest;

/** The guests that come with Kurki. */
public enum GuestKind {
  /** {@link EmbeddedGuest}: checks its own memory and clock, in machine mode. */
  EMBEDDED,
  /**
   * {@link EmbeddedFirmware}: firmware and a supervisor that leave as little as possible of a machine's state
   * untouched.
   */
  FIRMWARE
}
