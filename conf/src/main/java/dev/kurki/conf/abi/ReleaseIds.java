package dev.kurki.conf.abi;

import dev.kurki.conf.input.BadInput;
import dev.kurki.conf.input.Settings;
import dev.kurki.migration.lock.ReleaseId;

/** Reads releases out of settings. */
final class ReleaseIds {
  private ReleaseIds() {}

  /**
   * {@code OWNER/VERSION} under a key.
   *
   * @throws BadInput when it is not of that form
   */
  static ReleaseId read(Settings settings, String key) {
    try {
      return ReleaseId.parse(settings.text(key));
    } catch (IllegalArgumentException e) {
      throw settings.wrong(key, "is no release: " + e.getMessage());
    }
  }

  /**
   * A version of an owner under a key.
   *
   * @throws BadInput when it is not of that form
   */
  static ReleaseId read(Settings settings, String owner, String key) {
    try {
      return new ReleaseId(owner, settings.text(key));
    } catch (IllegalArgumentException e) {
      throw settings.wrong(key, "is no version: " + e.getMessage());
    }
  }
}
