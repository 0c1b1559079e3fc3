package dev.kurki.migration.stream;

import dev.kurki.actors.section.Longs;
import java.nio.ByteBuffer;
import java.util.stream.IntStream;
import org.apache.pekko.util.ByteString;

/**
 * Pages with what they hold, each with a checksum of its own, with the capability {@code zero-copy-send}. The source has no copy
 * of them: they leave from where the guest goes on writing. One that was written to between its checksum and its leaving is
 * <i>torn</i>: it does not match, and as it is dirty it comes again, in a later round or in post-copy. A stream that ends with a
 * torn page was corrupted on its way.
 *
 * @param indices which pages, counted from the start of RAM
 * @param checksums the CRC-32C of each
 * @param contents one page after the other, in that order; none where they are in their place already
 */
public record SummedPages(Longs indices, Longs checksums, ByteString contents) implements Frame {
  /**
   * Which of some pages do not match their checksums.
   *
   * @param first the place among the indices of the first of them
   * @param contents what they hold, from its position, which moves on, to its limit
   */
  Longs torn(int first, ByteBuffer contents) {
    long[] found = new PageSums().ofWarm(contents);
    return Longs.of(IntStream.range(0, found.length).filter(i -> found[i] != checksums.get(first + i))
        .mapToLong(i -> indices.get(first + i)).toArray());
  }
}
