package dev.kurki.cpu.hart;

import dev.kurki.actors.section.Bytes;
import dev.kurki.actors.section.Longs;
import dev.kurki.actors.section.Section;
import dev.kurki.cpu.microop.PageText;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Which code a hart executes often: where, and how often it was jumped to, and not what stands there. A hart that is to execute the
 * same prepares itself by it; it is no state, and a hart without it comes to the same results.
 *
 * <pre>
 *   63                32 31  28 27   17   16   15      0
 *   page of RAM, from 0     0    slot   region   jumps      for each slot that was jumped to in such a page
 * </pre>
 *
 * @param words one for each slot; those of a page stand together
 */
public record HotCode(Longs words) {
  /** What a section of it is called. */
  public static final String SECTION = "hot-code";
  /** The most slots that it tells of: half a mebibyte. */
  static final int MOST_WORDS = 1 << 16;
  private static final HotCode NONE = new HotCode(Longs.of());
  private static final int VERSION = 1;
  private static final int PAGE_SHIFT = 32;
  private static final int SLOT_SHIFT = 17;
  private static final long REGION = 1L << 16;
  private static final long JUMPS = REGION - 1;

  /**
   * A slot of a page.
   *
   * @param page counted from the start of RAM
   * @param slot half-words from the start of the page
   * @param jumps how often it was jumped to; it may have overflowed
   * @param isRegion whether translated code begins there
   */
  record Spot(long page, int slot, int jumps, boolean isRegion) {
    private long word() {
      return page << PAGE_SHIFT | (long) slot << SLOT_SHIFT | (isRegion ? REGION : 0) | jumps & JUMPS;
    }

    private static Spot of(long word) {
      return new Spot(word >>> PAGE_SHIFT, (int) (word >>> SLOT_SHIFT) & PageText.SLOTS - 1, (int) (word & JUMPS),
          (word & REGION) != 0);
    }
  }

  /** Of pages, the hottest first, as many as there is room for. */
  static HotCode of(List<List<Spot>> pages) {
    List<Long> words = new ArrayList<>();
    for (List<Spot> page : pages) {
      if (words.size() + page.size() > MOST_WORDS) {
        break;
      }
      page.forEach(spot -> words.add(spot.word()));
    }
    return new HotCode(Longs.of(words.stream().mapToLong(Long::longValue).toArray()));
  }

  /** What a section says, of any sender; nothing where it is none of this kind, or longer than such a one may be. */
  public static HotCode of(Section section) {
    int bytes = section.body().length();
    if (!section.id().equals(SECTION) || section.version() != VERSION || bytes % Long.BYTES != 0
        || bytes / Long.BYTES > MOST_WORDS) {
      return NONE;
    }
    long[] words = new long[bytes / Long.BYTES];
    ByteBuffer.wrap(section.body().toArray()).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(words);
    return new HotCode(Longs.of(words));
  }

  /** It as a section, of the hart of this number. */
  public Section section(int hart) {
    ByteBuffer body = ByteBuffer.allocate(words.length() * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    body.asLongBuffer().put(words.toArray());
    return new Section(SECTION, hart, VERSION, Bytes.of(body.array()));
  }

  /** Whether it tells of nothing. */
  public boolean isEmpty() {
    return words.length() == 0;
  }

  /** What it tells of; pages and slots are not checked yet. */
  List<Spot> spots() {
    List<Spot> spots = new ArrayList<>(words.length());
    for (int i = 0; i < words.length(); i++) {
      spots.add(Spot.of(words.get(i)));
    }
    return Collections.unmodifiableList(spots);
  }
}
