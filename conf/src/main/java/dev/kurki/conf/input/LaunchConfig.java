package dev.kurki.conf.input;

import java.nio.file.Path;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;

/**
 * The configuration behind a user's file: what Kurki sets of Pekko, and all defaults. System properties go before both.
 */
public final class LaunchConfig {
  private LaunchConfig() {}

  /** The folder that the launcher stands in, {@code conf} of a checkout: what the project brings along is beside it. */
  public static Path folder() {
    String launcher = System.getenv("KURKI_LAUNCHER");
    return Path.of(launcher == null ? "conf/kurki" : launcher).resolveSibling("");
  }

  /** Behind a machine's file; resolved. */
  public static Config forMachines() {
    return ConfigFactory.defaultOverrides().withFallback(launch()).resolve();
  }

  /** Behind a node's file; to be resolved with it, as it takes the node's name and addresses from there. */
  public static Config forNodes() {
    return ConfigFactory.parseResources("node.conf").withFallback(launch());
  }

  private static Config launch() {
    return ConfigFactory.parseResources("launch.conf").withFallback(ConfigFactory.defaultReferenceUnresolved());
  }
}
