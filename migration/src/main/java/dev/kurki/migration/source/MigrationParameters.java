package dev.kurki.migration.source;

import com.typesafe.config.Config;
import dev.kurki.migration.control.Capability;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a migration is steered by; reference.conf has the defaults under {@code kurki.migration}.
 *
 * @param downtimeLimit the longest pause that the last round may be expected to take
 * @param maxRounds after how many rounds the guest is stopped in any case
 * @param maxBandwidth bytes a second, 0 for no limit
 * @param assumedBandwidth bytes a second that a plan reckons with where no move has shown the rate yet
 * @param batchBytes about how many bytes of pages travel in one frame
 * @param batchesInFlight how many frames are gathered ahead of the network
 * @param capabilities what this node offers to do
 * @param setupTimeout how long the target may take to answer the offer
 * @param handoverTimeout how long the target may take to load and verify
 * @param retryInterval how often a decision is repeated until it is acknowledged
 */
public record MigrationParameters(Duration downtimeLimit, int maxRounds, long maxBandwidth, long assumedBandwidth,
    int batchBytes, int batchesInFlight, Set<Capability> capabilities, Duration setupTimeout, Duration handoverTimeout,
    Duration retryInterval) {
  /** Copies the set. */
  public MigrationParameters {
    capabilities = Set.copyOf(capabilities);
  }

  /**
   * Reads the parameters.
   *
   * @param config the section {@code kurki.migration}
   */
  public static MigrationParameters from(Config config) {
    return new MigrationParameters(config.getDuration("downtime-limit"), config.getInt("max-rounds"),
        config.getBytes("max-bandwidth"), config.getBytes("assumed-bandwidth"),
        Math.toIntExact(Math.min(config.getBytes("batch-size"), 4L << 20)),
        config.getInt("batches-in-flight"), capabilities(config.getConfig("capabilities")),
        config.getDuration("setup-timeout"),
        config.getDuration("handover-timeout"), config.getDuration("retry-interval"));
  }

  private static Set<Capability> capabilities(Config config) {
    return Arrays.stream(Capability.values()).filter(capability -> config.getBoolean(capability.word()))
        .collect(Collectors.toUnmodifiableSet());
  }
}
