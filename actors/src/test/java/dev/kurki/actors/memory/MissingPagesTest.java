package dev.kurki.actors.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kurki.actors.section.Longs;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MissingPagesTest {
  private static final long BASE = 0x8000_0000L;
  private static final int PAGE = GuestMemory.PAGE_BYTES;

  private final GuestMemory memory = new GuestMemory(BASE, 100 * PAGE);
  private final MissingPages missing = memory.missing();
  private final List<Long> supplied = new ArrayList<>();

  @AfterEach
  void close() {
    memory.close();
  }

  @Test
  void a_machine_that_is_whole_waits_for_nothing() {
    assertThat(missing.isEmpty()).isTrue();
    assertThat(missing.contains(99)).isFalse();
    assertThat(missing.want(5).toCompletableFuture()).isCompletedWithValue(5L);
    assertThat(missing.whole().toCompletableFuture()).isCompleted();
  }

  @Test
  void every_way_to_a_missing_page_is_refused_and_its_neighbours_are_open() {
    expect(70);

    assertMissing(70, () -> memory.page(70));
    assertMissing(70, () -> memory.pages(68, 4));
    assertMissing(70, () -> memory.isZero(70));
    assertMissing(70, () -> memory.read(BASE + 71 * PAGE - 1, 1));
    assertMissing(70, () -> memory.write(BASE + 70 * PAGE - 1, new byte[]{1, 2}));
    assertMissing(70, () -> memory.requirePresent(BASE + 70 * PAGE));
    assertThat(memory.read(BASE + 70 * PAGE - 1, 1)).containsExactly(0);
    memory.write(BASE + 71 * PAGE, new byte[]{1});
    memory.requirePresent(BASE + 69 * PAGE);
  }

  @Test
  void a_page_comes_once_and_is_never_overwritten_by_a_later_fill() {
    expect(3, 70);

    boolean first = missing.fill(70, pageOf(1));
    memory.write(BASE + 70 * PAGE, new byte[]{9});
    boolean second = missing.fill(70, pageOf(2));
    boolean zero = missing.fillZero(70);

    assertThat(List.of(first, second, zero)).containsExactly(true, false, false);
    assertThat(memory.read(BASE + 70 * PAGE, 2)).containsExactly(9, 1);
    assertThat(missing.count()).isEqualTo(1);
    assertThat(missing.marks()).isEqualTo(marks(3));
  }

  @Test
  void its_supplier_is_asked_once_for_a_page_however_many_wait_for_it() {
    expect(3, 4);

    CompletionStage<Long> one = missing.want(3);
    CompletionStage<Long> other = missing.want(3);
    assertThat(one.toCompletableFuture()).isNotDone();
    assertThat(missing.wanted()).containsExactly(3L);
    missing.fill(3, pageOf(1));

    assertThat(supplied).containsExactly(3L);
    assertThat(one.toCompletableFuture()).isCompletedWithValue(3L);
    assertThat(other.toCompletableFuture()).isCompletedWithValue(3L);
    assertThat(missing.requests()).isEqualTo(1);
    assertThat(missing.longestWaitNanos()).isPositive();
  }

  @Test
  void it_is_whole_when_the_last_page_has_come() {
    expect(0, 99);
    memory.missing().fillZero(0);
    CompletionStage<Void> whole = missing.whole();
    assertThat(whole.toCompletableFuture()).isNotDone();

    missing.fill(99, pageOf(1));

    assertThat(whole.toCompletableFuture()).isCompleted();
    assertThat(missing.isEmpty()).isTrue();
    memory.read(BASE, 100 * PAGE);
  }

  @Test
  void a_zero_page_clears_what_an_older_round_has_left() {
    memory.write(BASE + 5 * PAGE, new byte[]{1, 2, 3});
    expect(5);

    missing.fillZero(5);

    assertThat(memory.isZero(5)).isTrue();
  }

  @Test
  void marks_of_another_size_are_a_defect() {
    assertThatThrownBy(() -> missing.expect(Longs.of(1), _ -> {})).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> missing.expect(Longs.of(0, -1L), _ -> {})).isInstanceOf(IllegalArgumentException.class);
  }

  private void expect(int... pages) {
    missing.expect(marks(pages), supplied::add);
  }

  private static Longs marks(int... pages) {
    long[] words = new long[2];
    Arrays.stream(pages).forEach(page -> words[page / 64] |= 1L << page);
    return Longs.of(words);
  }

  private static MemorySegment pageOf(int value) {
    byte[] bytes = new byte[PAGE];
    Arrays.fill(bytes, (byte) value);
    return MemorySegment.ofArray(bytes);
  }

  private static void assertMissing(long page, Runnable touch) {
    assertThatThrownBy(touch::run).isInstanceOfSatisfying(MissingPage.class,
        refused -> assertThat(refused.page()).isEqualTo(page));
  }
}
