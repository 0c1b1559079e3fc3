package dev.kurki.actors.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class DirtyBitmapTest {
  @Test
  void a_marked_page_is_handed_over_once() {
    DirtyBitmap dirty = new DirtyBitmap(200);
    dirty.mark(130);

    assertThat(dirty.testAndClear(128, 72)).containsExactly(1L << 2, 0);
    assertThat(dirty.testAndClear(0, 200)).containsOnly(0);
  }

  @Test
  void a_range_is_cleared_without_touching_its_neighbours() {
    DirtyBitmap dirty = new DirtyBitmap(200);
    dirty.markRange(0, 200);

    assertThat(dirty.testAndClear(64, 10)).containsExactly((1L << 10) - 1);
    assertThat(dirty.count()).isEqualTo(190);
    assertThat(dirty.isDirty(73)).isFalse();
    assertThat(dirty.isDirty(74)).isTrue();
  }

  @Test
  void pages_that_are_not_covered_are_refused() {
    DirtyBitmap dirty = new DirtyBitmap(65);

    assertThatThrownBy(() -> dirty.mark(65)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> dirty.mark(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> dirty.testAndClear(64, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> dirty.testAndClear(1, 2)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void no_mark_is_lost_while_another_thread_takes_them() throws InterruptedException {
    DirtyBitmap dirty = new DirtyBitmap(64);
    AtomicBoolean done = new AtomicBoolean();
    long marks = 200_000;
    Thread marker = new Thread(() -> {
      for (long i = 0; i < marks; i++) {
        dirty.mark(i % 64);
        while (dirty.isDirty(i % 64)) {
          Thread.onSpinWait();
        }
      }
      done.set(true);
    });
    marker.start();

    long taken = 0;
    while (!done.get()) {
      taken += Long.bitCount(dirty.testAndClear(0, 64)[0]);
    }
    marker.join();

    assertThat(taken).isEqualTo(marks);
  }
}
