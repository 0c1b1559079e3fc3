package dev.kurki.migration.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a machine's state has been since its cold boot.
 *
 * @param born the release that powered it on
 * @param hops the releases that it has been moved to or restored on since, in their order; the last runs it
 */
public record Provenance(Origin born, List<Hop> hops) {
  /** How many hops are kept: a machine that moves on and on keeps its birth and the latest of its past. */
  public static final int MAX_HOPS = 64;

  /** Copies the hops. */
  public Provenance {
    hops = List.copyOf(hops);
  }

  /**
   * A stay on another node.
   *
   * @param origin the node's release
   * @param how how it came there
   */
  public record Hop(Origin origin, How how) {}

  /** How a machine comes to a node. */
  public enum How {
    /** Moved while it ran. */
    MIGRATED,
    /** Out of a file. */
    RESTORED
  }

  /** The provenance of a machine that is powered on. */
  public static Provenance bornOn(Origin origin) {
    return new Provenance(origin, List.of());
  }

  /** The provenance behind one more hop; a stay on the release where it is already adds nothing. */
  public Provenance then(Origin origin, How how) {
    if (last().equals(origin)) {
      return this;
    }
    List<Hop> more = new ArrayList<>(hops);
    more.add(new Hop(origin, how));
    return new Provenance(born, more.subList(Math.max(0, more.size() - MAX_HOPS), more.size()));
  }

  /** The release that has it now. */
  public Origin last() {
    return hops.isEmpty() ? born : hops.getLast().origin();
  }

  /** All releases that have had it, its birth first. */
  public List<Origin> all() {
    return Stream.concat(Stream.of(born), hops.stream().map(Hop::origin)).toList();
  }
}
