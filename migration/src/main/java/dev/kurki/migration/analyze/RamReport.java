package dev.kurki.migration.analyze;

import java.util.List;

/**
 * What a stream says of guest RAM, in numbers.
 *
 * @param roundCount how many rounds it has
 * @param rounds the rounds, the first {@link #MAX_ROUNDS} of them
 * @param pages how many pages came with contents, in all rounds
 * @param distinctPages how many different pages came with contents
 * @param zeroPages how many pages were told to be zero, in all rounds
 * @param frameBytes how many bytes the frames of both kinds take
 */
public record RamReport(int roundCount, List<Round> rounds, long pages, long distinctPages, long zeroPages,
    long frameBytes) {
  /** How many rounds are told one by one. */
  public static final int MAX_ROUNDS = 4096;

  /** Copies the rounds. */
  public RamReport {
    rounds = List.copyOf(rounds);
  }

  /**
   * One round.
   *
   * @param round its number, from 1
   * @param offset where its first frame begins, in bytes from the file's start
   * @param dirtyPages how many pages it says that it is about
   * @param pages how many came with contents
   * @param zeroPages how many were told to be zero
   * @param frameBytes how many bytes the frames of both kinds take
   */
  public record Round(int round, long offset, long dirtyPages, long pages, long zeroPages, long frameBytes) {}
}
