package dev.kurki.migration.target;

import com.typesafe.config.Config;
import dev.kurki.migration.control.Capability;
import dev.kurki.migration.wire.WireSecurity;
import java.time.Duration;
import java.util.Set;

/**
 * Where and how a target listens.
 *
 * @param host the address
 * @param port the port, 0 for any that is free
 * @param loadTimeout how long the machine may take to load its sections
 * @param retryInterval how often the source is asked for its decision
 * @param security how this node secures streams
 * @param capabilities what this node can do
 */
public record TargetParameters(String host, int port, Duration loadTimeout, Duration retryInterval,
    WireSecurity security, Set<Capability> capabilities) {
  /** Copies the set. */
  public TargetParameters {
    capabilities = Set.copyOf(capabilities);
  }

  /**
   * Reads the parameters.
   *
   * @param config the section {@code kurki.migration}
   * @param security how this node secures streams: what stands in the section's object {@code tls}
   */
  public static TargetParameters from(Config config, WireSecurity security) {
    return new TargetParameters(config.getString("host"), config.getInt("port"),
        config.getDuration("handover-timeout"), config.getDuration("retry-interval"), security,
        Capability.configured(config.getConfig("capabilities"), security.isTls()));
  }
}
