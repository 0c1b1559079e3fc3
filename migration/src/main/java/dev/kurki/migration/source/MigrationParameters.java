package dev.kurki.migration.source;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import dev.kurki.migration.compress.Compression;
import dev.kurki.migration.compress.SentPages;
import dev.kurki.migration.control.Capability;
import dev.kurki.migration.stream.PageChannel;
import dev.kurki.migration.stream.PagePacking;
import dev.kurki.migration.wire.WireSecurity;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a migration is steered by; reference.conf has the defaults under {@code kurki.migration}.
 *
 * @param downtimeLimit how long the guest may be expected to be stopped
 * @param maxDowntime up to what the limit may be raised for a guest that changes its memory too fast
 * @param nonConvergence what is done with such a guest, the first measure first
 * @param maxRounds after how many rounds a guest counts as one
 * @param timeout after how long the migration is given up, unless the guest is stopped already; zero for never
 * @param maxBandwidth bytes a second, 0 for no limit
 * @param vcpuDirtyLimit how many bytes a second each vCPU may change, in whole pages, from the first round on; 0 for any number
 * @param pauseBeforeSwitchover whether the operator is waited for before the guest is stopped
 * @param assumedBandwidth bytes a second that a plan reckons with where no move has shown the rate yet
 * @param batchBytes about how many bytes of pages travel in one frame
 * @param batchesInFlight how many frames are gathered ahead of the network
 * @param multifdChannels by how many connections pages of rounds go where both nodes have the capability multifd, from 1 to 16
 * @param capabilities what this node offers to do
 * @param stallTimeout after how long a target is given up that takes nothing any more; zero for never
 * @param setupTimeout how long the target may take to answer the offer
 * @param handoverTimeout how long the target may take to load and verify
 * @param retryInterval how often a decision is repeated until it is acknowledged
 * @param packing how pages are made shorter for their way
 * @param recovery how connections are made anew that break in post-copy
 * @param security how this node secures streams
 */
public record MigrationParameters(Duration downtimeLimit, Duration maxDowntime,
    List<NonConvergence> nonConvergence, int maxRounds, Duration timeout, long maxBandwidth,
    long vcpuDirtyLimit, boolean pauseBeforeSwitchover, long assumedBandwidth, int batchBytes, int batchesInFlight,
    int multifdChannels, Set<Capability> capabilities, Duration stallTimeout, Duration setupTimeout,
    Duration handoverTimeout,
    Duration retryInterval, Packing packing, Recovery recovery, WireSecurity security) {
  /** Copies the collections. */
  public MigrationParameters {
    nonConvergence = List.copyOf(nonConvergence);
    capabilities = Set.copyOf(capabilities);
  }

  /**
   * How connections are made anew that break in post-copy.
   *
   * @param attempts how often by itself, 0 for never
   * @param firstDelay how long before the first; twice as long before each further one
   * @param longestDelay how long before one at most
   */
  public record Recovery(int attempts, Duration firstDelay, Duration longestDelay) {
    private static Recovery from(Config config) {
      return new Recovery(config.getInt("attempts"), config.getDuration("first-delay"),
          config.getDuration("longest-delay"));
    }

    /** How long before an attempt, counted from 1. */
    Duration delay(int attempt) {
      Duration delay = firstDelay;
      for (int i = 1; i < attempt && delay.compareTo(longestDelay) < 0; i++) {
        delay = delay.multipliedBy(2);
      }
      return delay.compareTo(longestDelay) < 0 ? delay : longestDelay;
    }
  }

  /**
   * Reads the parameters.
   *
   * @param config the section {@code kurki.migration}
   * @param security how this node secures streams: what stands in the section's object {@code tls}
   * @throws ConfigException when a value is not of its kind; it says where it stands
   */
  public static MigrationParameters from(Config config, WireSecurity security) {
    return new MigrationParameters(config.getDuration("downtime-limit"), config.getDuration("max-downtime"),
        nonConvergence(config), config.getInt("max-rounds"), config.getDuration("timeout"),
        config.getBytes("max-bandwidth"), config.getBytes("vcpu-dirty-limit"),
        config.getBoolean("pause-before-switchover"),
        config.getBytes("assumed-bandwidth"),
        Math.toIntExact(Math.min(config.getBytes("batch-size"), 4L << 20)),
        config.getInt("batches-in-flight"), multifdChannels(config),
        Capability.configured(config.getConfig("capabilities"), security.isTls()),
        config.getDuration("stall-timeout"), config.getDuration("setup-timeout"),
        config.getDuration("handover-timeout"), config.getDuration("retry-interval"),
        Packing.from(config), Recovery.from(config.getConfig("postcopy-recover")), security);
  }

  /**
   * How pages are made shorter for their way, where the target can take them so.
   *
   * @param compression by what they are compressed; empty for not at all
   * @param xbzrleCacheBytes how much is remembered of what was sent, where both nodes have the capability xbzrle
   */
  public record Packing(Optional<Compression> compression, long xbzrleCacheBytes) {
    /** Pages travel as they are. */
    public static final Packing NONE = new Packing(Optional.empty(), 0);

    /** What is done of it where both nodes have these capabilities, for so large a RAM. */
    PagePacking agreed(Set<Capability> capabilities, long ramPages) {
      return new PagePacking(compression.filter(_ -> capabilities.contains(Capability.COMPRESS)),
          capabilities.contains(Capability.XBZRLE)
              ? Optional.of(new SentPages(xbzrleCacheBytes, ramPages))
              : Optional.empty(),
          capabilities.contains(Capability.ZERO_COPY_SEND));
    }

    private static Packing from(Config config) {
      return new Packing(compression(config), config.getBytes("xbzrle-cache-size"));
    }

    private static Optional<Compression> compression(Config config) {
      String word = config.getString("compression");
      return word.equals("none")
          ? Optional.empty()
          : Optional.of(Compression.of(word).orElseThrow(
              () -> new ConfigException.BadValue(config.getValue("compression").origin(), "compression",
                  "there is no compression \"" + word + "\"; there are none and "
                      + Arrays.stream(Compression.values()).map(Compression::word).toList())));
    }
  }

  /** What an operator may say of one migration, by the names in reference.conf. */
  public static final Set<String> OF_ONE_MIGRATION = Set.of("downtime-limit", "max-downtime", "non-convergence",
      "max-rounds", "timeout", "stall-timeout", "max-bandwidth", "vcpu-dirty-limit",
      "pause-before-switchover", "compression", "capabilities.xbzrle", "xbzrle-cache-size", "capabilities.multifd",
      "multifd-channels", "capabilities.release-ram", "capabilities.hot-code");

  /** What of it may be changed while a migration is under way, by the same names. */
  public static final Set<String> OF_ONE_UNDER_WAY = Set.of("downtime-limit", "max-downtime", "non-convergence",
      "max-rounds", "timeout", "max-bandwidth", "vcpu-dirty-limit");

  private static int multifdChannels(Config config) {
    int channels = config.getInt("multifd-channels");
    if (channels < 1 || channels > PageChannel.MOST + 1) {
      throw new ConfigException.BadValue(config.getValue("multifd-channels").origin(), "multifd-channels",
          "there are 1 to " + (PageChannel.MOST + 1) + " channels, not " + channels);
    }
    return channels;
  }

  private static List<NonConvergence> nonConvergence(Config config) {
    return config.getStringList("non-convergence").stream().map(word -> NonConvergence.of(word).orElseThrow(
        () -> new ConfigException.BadValue(config.getValue("non-convergence").origin(), "non-convergence",
            "there is no measure \"" + word + "\"; there are "
                + Arrays.stream(NonConvergence.values()).map(NonConvergence::word).toList())))
        .toList();
  }
}
