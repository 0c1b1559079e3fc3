package dev.kurki.conf.command;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;

/** The configuration that every launch begins with: system properties, what Kurki sets of Pekko, and all defaults. */
final class LaunchConfig {
  private LaunchConfig() {}

  static Config load() {
    return ConfigFactory.defaultOverrides().withFallback(ConfigFactory.parseResources("launch.conf"))
        .withFallback(ConfigFactory.defaultReferenceUnresolved()).resolve();
  }
}
