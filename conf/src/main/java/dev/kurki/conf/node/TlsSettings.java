package dev.kurki.conf.node;

import java.nio.file.Path;
import java.util.Set;

import com.typesafe.config.Config;
import dev.kurki.conf.input.BadInput;
import dev.kurki.conf.input.Settings;
import dev.kurki.migration.wire.Credentials;
import dev.kurki.migration.wire.UnusableCredentials;
import dev.kurki.migration.wire.WireSecurity;
import dev.kurki.migration.wire.WireSecurity.Plain;
import dev.kurki.migration.wire.WireSecurity.Tls;

/** How an operator has a node secure the streams of machines: the object {@code kurki.migration.tls}. */
final class TlsSettings {
  private static final String ENABLED = "enabled";
  private static final String CERTIFICATE = "certificate";
  private static final String PRIVATE_KEY = "private-key";
  private static final String AUTHORITIES = "authorities";
  private static final String VERIFY_HOSTNAME = "verify-hostname";

  private TlsSettings() {}

  /**
   * Reads the object, and the files that it names if TLS is on.
   *
   * @throws BadInput when it is not of the form that reference.conf describes, or a file cannot be used
   */
  static WireSecurity read(Config config) {
    Settings tls = Settings.at(config, "kurki.migration.tls")
        .expectKeys(Set.of(ENABLED, CERTIFICATE, PRIVATE_KEY, AUTHORITIES, VERIFY_HOSTNAME));
    if (!tls.flag(ENABLED)) {
      return new Plain();
    }
    try {
      return new Tls(Credentials.read(file(tls, CERTIFICATE), file(tls, PRIVATE_KEY), file(tls, AUTHORITIES)),
          tls.flag(VERIFY_HOSTNAME));
    } catch (UnusableCredentials e) {
      throw tls.wrong(switch (e.part()) {
        case CERTIFICATE -> CERTIFICATE;
        case PRIVATE_KEY -> PRIVATE_KEY;
        case AUTHORITIES -> AUTHORITIES;
      }, String.valueOf(e.getMessage()));
    }
  }

  private static Path file(Settings tls, String key) {
    if (!tls.has(key)) {
      throw tls.wrong(ENABLED, "is on, and the key \"" + key + "\" beside it is missing; let it name a PEM file");
    }
    return Path.of(tls.withAbsolutePath(key).text(key));
  }
}
