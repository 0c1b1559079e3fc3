package dev.kurki.migration.compress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurki.actors.memory.GuestMemory;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PageDeltaTest {
  private static final int PAGE_BYTES = GuestMemory.PAGE_BYTES;
  /** Every second word has changed: no page needs more. */
  private static final int MOST_BYTES = PAGE_BYTES + PAGE_BYTES / 4;

  @Property
  void any_page_becomes_any_other_by_its_delta(@ForAll long seed, @ForAll @IntRange(max = 600) int changes) {
    Random random = new Random(seed);
    byte[] before = new byte[PAGE_BYTES];
    random.nextBytes(before);
    byte[] after = before.clone();
    for (int i = 0; i < changes; i++) {
      after[random.nextInt(PAGE_BYTES)] = (byte) random.nextInt();
    }
    ByteBuffer delta = ByteBuffer.allocate(MOST_BYTES);

    assertThat(PageDelta.encode(MemorySegment.ofArray(before), MemorySegment.ofArray(after), delta)).isTrue();
    assertThat(PageDelta.apply(delta.flip(), MemorySegment.ofArray(before))).isTrue();

    assertThat(before).isEqualTo(after);
  }

  @Property
  void bytes_of_any_kind_change_nothing_behind_the_page(@ForAll @Size(max = 6000) byte[] bytes,
      @ForAll boolean isZero) {
    byte[] place = new byte[2 * PAGE_BYTES];
    byte[] delta = bytes.clone();
    for (int i = 0; isZero && i < delta.length; i += 2) {
      delta[i] = 0;
    }

    boolean _ = PageDelta.apply(ByteBuffer.wrap(delta), MemorySegment.ofArray(place).asSlice(0, PAGE_BYTES));

    assertThat(Arrays.copyOfRange(place, PAGE_BYTES, place.length)).containsOnly(0);
  }

  @Test
  void a_page_that_has_not_changed_has_a_delta_of_nothing() {
    ByteBuffer delta = ByteBuffer.allocate(0);

    assertThat(PageDelta.encode(page(), page(), delta)).isTrue();
    assertThat(PageDelta.apply(delta, page())).isTrue();
  }

  @Test
  void a_delta_that_has_no_room_is_none() {
    MemorySegment after = page();
    after.fill((byte) 1);

    assertThat(PageDelta.encode(page(), after, ByteBuffer.allocate(PAGE_BYTES))).isFalse();
  }

  @Test
  void a_delta_that_leaves_its_page_is_none() {
    assertThat(PageDelta.apply(delta(512, 1, 8), page())).isFalse();
    assertThat(PageDelta.apply(delta(511, 2, 16), page())).isFalse();
    assertThat(PageDelta.apply(delta(0xffff, 1, 8), page())).isFalse();
    assertThat(PageDelta.apply(delta(0, 2, 15), page())).isFalse();
    assertThat(PageDelta.apply(delta(0, 0, 0), page())).isFalse();
    assertThat(PageDelta.apply(ByteBuffer.allocate(3), page())).isFalse();
    assertThat(PageDelta.apply(delta(511, 1, 8), page())).isTrue();
  }

  private static ByteBuffer delta(int same, int changed, int bytes) {
    byte[] delta = new byte[4 + bytes];
    delta[0] = (byte) same;
    delta[1] = (byte) (same >> 8);
    delta[2] = (byte) changed;
    return ByteBuffer.wrap(delta);
  }

  private static MemorySegment page() {
    return MemorySegment.ofArray(new byte[PAGE_BYTES]);
  }
}
