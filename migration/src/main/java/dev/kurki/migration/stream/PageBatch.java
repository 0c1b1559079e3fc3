package dev.kurki.migration.stream;

import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.Longs;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Pages of guest RAM by reference: what they hold is read when they leave, not before.
 *
 * @param memory the RAM
 * @param indices which pages, counted from its start, in rising order
 * @param isSummed whether they travel as {@link SummedPages}, for which they are not copied
 */
public record PageBatch(GuestMemory memory, Longs indices, boolean isSummed) implements Outgoing {
  /** Pages that travel as {@link Frame.Pages}. */
  public PageBatch(GuestMemory memory, Longs indices) {
    this(memory, indices, false);
  }

  /** The same pages, to travel as {@link SummedPages}. */
  PageBatch summed() {
    return new PageBatch(memory, indices, true);
  }

  /** Where they lie, neighbours at once. */
  List<MemorySegment> places() {
    return PageRuns.of(indices).stream().map(run -> memory.pages(run.first(), run.pages())).toList();
  }

  /** Copies the pages into a buffer, neighbours at once. */
  void copyTo(ByteBuffer out) {
    places().forEach(place -> out.put(place.asByteBuffer()));
  }
}
