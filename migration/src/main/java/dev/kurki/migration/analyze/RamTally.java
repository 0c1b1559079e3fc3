package dev.kurki.migration.analyze;

import dev.kurki.actors.section.Longs;
import dev.kurki.migration.stream.Frame.Round;
import dev.kurki.migration.stream.Frame.ZeroPages;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Counts the pages of a stream while it is read; a page takes one bit, whatever it holds. */
final class RamTally {
  private final List<RamReport.Round> rounds = new ArrayList<>();
  private final BitSet seen = new BitSet();
  private RamReport.Round current = new RamReport.Round(0, 0, 0, 0, 0, 0);
  private int roundCount;
  private long pages;
  private long zeroPages;
  private long frameBytes;

  void begin(Round round, long offset) {
    closeRound();
    roundCount++;
    current = new RamReport.Round(round.round(), offset, round.dirtyPages(), 0, 0, 0);
  }

  /** Counts pages whose indices lie within the largest RAM. */
  void add(Longs indices, int bytes) {
    for (int i = 0; i < indices.length(); i++) {
      seen.set((int) indices.get(i));
    }
    add(indices.length(), 0, bytes);
  }

  void add(ZeroPages frame, int bytes) {
    add(0, frame.pages(), bytes);
  }

  /** What was counted; nothing is counted after it. */
  RamReport report() {
    closeRound();
    return new RamReport(roundCount, rounds, pages, seen.cardinality(), zeroPages, frameBytes);
  }

  private void add(long morePages, long moreZeroPages, int bytes) {
    pages += morePages;
    zeroPages += moreZeroPages;
    frameBytes += bytes;
    current = new RamReport.Round(current.round(), current.offset(), current.dirtyPages(),
        current.pages() + morePages, current.zeroPages() + moreZeroPages, current.frameBytes() + bytes);
  }

  private void closeRound() {
    if (roundCount > 0 && rounds.size() < RamReport.MAX_ROUNDS) {
      rounds.add(current);
    }
  }
}
