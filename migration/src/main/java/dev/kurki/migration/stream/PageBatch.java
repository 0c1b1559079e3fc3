package dev.kurki.migration.stream;

import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.Longs;
import java.nio.ByteBuffer;

/**
 * Pages of guest RAM by reference: what they hold is read when they leave, not before.
 *
 * @param memory the RAM
 * @param indices which pages, counted from its start, in rising order
 */
public record PageBatch(GuestMemory memory, Longs indices) implements Outgoing {
  /** Copies the pages into a buffer, neighbours at once. */
  void copyTo(ByteBuffer out) {
    for (PageRuns.Run run : PageRuns.of(indices)) {
      out.put(memory.pages(run.first(), run.pages()).asByteBuffer());
    }
  }
}
