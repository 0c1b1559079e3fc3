package dev.kurki.migration.source;

import dev.kurki.actors.machine.MachineId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a completed migration came to.
 *
 * @param machine the machine
 * @param target the node that owns it now
 * @param rounds each round, the last with the guest stopped
 * @param sectionBytes how many bytes the sections took in the stream
 * @param totalBytes how many bytes the whole stream had
 * @param totalNanos from the offer to the target's word that the machine runs
 * @param downtimeNanos from stopping the guest to that word
 * @param expectedDowntimeNanos how long that was expected to be when the guest was stopped; empty where nothing was measured
 *     before that would tell
 * @param downtimeLimitNanos how long it might be expected to be at that moment
 * @param work what the guest worked before and while it was moved, as far as its node has measured it
 * @param connections by how many connections pages of rounds went
 * @param postcopy what came after the switch to post-copy, if there was one; the rounds are those before it
 */
public record MigrationReport(MachineId machine, String target, List<RoundReport> rounds, long sectionBytes,
    long totalBytes, long totalNanos, long downtimeNanos, OptionalLong expectedDowntimeNanos,
    long downtimeLimitNanos,
    GuestWork work, int connections, Optional<PostcopyReport> postcopy) {
  /** Copies the rounds. */
  public MigrationReport {
    rounds = List.copyOf(rounds);
  }

  /** The same with what the guest worked before and since it was to be moved, in instructions for each 100 ms. */
  public MigrationReport with(List<Long> before, List<Long> during) {
    GuestWork measured = new GuestWork(before, during, work.stoppedNanos());
    return new MigrationReport(machine, target, rounds, sectionBytes, totalBytes, totalNanos, downtimeNanos,
        expectedDowntimeNanos, downtimeLimitNanos, measured, connections, postcopy);
  }

  /** How many pages were sent with contents. */
  public long pages() {
    return rounds.stream().mapToLong(RoundReport::pages).sum();
  }

  /** How many pages were told to be zero. */
  public long zeroPages() {
    return rounds.stream().mapToLong(RoundReport::zeroPages).sum();
  }

  /** How many bytes the rounds took in the stream. */
  public long pageBytes() {
    return rounds.stream().mapToLong(RoundReport::bytes).sum();
  }

  /** What of it was made shorter. */
  public PackingReport packing() {
    return rounds.stream().map(RoundReport::packing).reduce(PackingReport.NONE, PackingReport::plus);
  }

  /** How long the guest was stopped beside its last pages, in ns: for sections and hand-over. */
  public long switchoverNanos() {
    return postcopy.isPresent() ? downtimeNanos : Math.max(0, downtimeNanos - rounds.getLast().nanos());
  }
}
