package dev.kurki.conf.bench.migration;

/**
 * What is moved.
 *
 * @param memoryBytes guest RAM
 * @param workload what the guest does with it
 */
public record Scenario(long memoryBytes, Workload workload) {
  /** RAM that a guest has at least: its working set, and as much beside it. */
  public static final long MIN_BYTES = 512L << 20;
  /** Its size is a multiple of this. */
  public static final long GRAIN_BYTES = 1L << 20;
  /** The limit of the pause that both emulators are told, in milliseconds. */
  static final int DOWNTIME_LIMIT_MILLIS = 20;
  /** How much both remember of what they have sent, with xbzrle: the working set has room, whatever it shares places with. */
  static final long XBZRLE_CACHE_BYTES = 512L << 20;
}
