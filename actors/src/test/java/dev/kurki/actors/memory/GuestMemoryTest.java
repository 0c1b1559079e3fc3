package dev.kurki.actors.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class GuestMemoryTest {
  private static final long BASE = 0x8000_0000L;

  @Test
  void sixty_four_gibibytes_are_mapped_and_committed_only_where_they_are_touched() {
    try (GuestMemory ram = new GuestMemory(BASE, GuestMemory.MAX_BYTES)) {
      long last = BASE + GuestMemory.MAX_BYTES - 4;
      ram.write(last, new byte[]{1, 2, 3, 4});

      assertThat(ram.read(last, 4)).containsExactly(1, 2, 3, 4);
      assertThat(ram.dirty().count()).isEqualTo(1);
      assertThat(ram.isZero(ram.pages() - 1)).isFalse();
      assertThat(ram.isZero(0)).isTrue();
    }
  }

  @Test
  void a_write_across_pages_marks_both() {
    try (GuestMemory ram = new GuestMemory(BASE, 4 * 4096)) {
      ram.write(BASE + 4095, new byte[]{1, 2});

      assertThat(ram.dirty().testAndClear(0, 4)).containsExactly(0b11);
    }
  }

  @Test
  void what_leaves_the_ram_is_refused() {
    try (GuestMemory ram = new GuestMemory(BASE, 4096)) {
      assertThatThrownBy(() -> ram.read(BASE - 1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> ram.write(BASE + 4095, new byte[2])).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> ram.page(1)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThat(ram.contains(Long.MAX_VALUE, Long.MAX_VALUE)).isFalse();
    }
  }

  @Test
  void pages_that_are_released_go_back_to_the_host_and_read_as_zeroes_and_their_neighbours_stay() throws IOException {
    try (GuestMemory ram = new GuestMemory(BASE, 1024 * 4096)) {
      byte[] ones = new byte[1024 * 4096];
      Arrays.fill(ones, (byte) 1);
      ram.write(BASE, ones);

      boolean isTaken = ram.release(1, 1022);

      assertThat(isTaken).isTrue();
      assertThat(CommittedMemory.kib(ram)).isEqualTo(8);
      assertThat(ram.isZero(1) && ram.isZero(1022)).isTrue();
      assertThat(ram.read(BASE, 1)).containsExactly(1);
      assertThat(ram.read(BASE + 1023 * 4096, 1)).containsExactly(1);
    }
  }

  @Test
  void a_page_that_is_written_after_its_release_holds_what_was_written() {
    try (GuestMemory ram = new GuestMemory(BASE, 2 * 4096)) {
      ram.write(BASE, new byte[]{1, 2});
      boolean isTaken = ram.release(0, 2);

      ram.write(BASE + 1, new byte[]{3});

      assertThat(isTaken).isTrue();
      assertThat(ram.read(BASE, 2)).containsExactly(0, 3);
    }
  }

  @Test
  void nothing_is_released_outside_of_the_ram_nor_when_it_is_closed() {
    GuestMemory ram = new GuestMemory(BASE, 4096);

    assertThatThrownBy(() -> ram.release(0, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> ram.release(-1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    ram.close();
    assertThatThrownBy(() -> ram.release(0, 1)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void a_size_that_is_not_whole_pages_is_refused() {
    assertThatThrownBy(() -> new GuestMemory(BASE, 4097)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new GuestMemory(BASE, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new GuestMemory(BASE, GuestMemory.MAX_BYTES + 4096))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @Timeout(60)
  void memory_that_a_stream_is_blocked_in_goes_back_when_the_stream_has_ended() throws Exception {
    long before = GuestMemory.mappedBytes();
    Pipe pipe = Pipe.open();
    GuestMemory ram = new GuestMemory(BASE, 4096);
    Thread reader = Thread.ofPlatform().start(() -> readInto(ram, pipe));
    while (reader.getState() != Thread.State.RUNNABLE || pipe.sink().write(ByteBuffer.allocate(1)) == 0) {
      Thread.onSpinWait();
    }

    ram.close();
    pipe.sink().close();
    reader.join();

    while (GuestMemory.mappedBytes() > before) {
      Thread.onSpinWait();
    }
    assertThatThrownBy(() -> ram.page(0).get(ValueLayout.JAVA_BYTE, 0)).isInstanceOf(IllegalStateException.class);
  }

  private static void readInto(GuestMemory ram, Pipe pipe) {
    ByteBuffer page = ram.page(0).asByteBuffer();
    try {
      while (pipe.source().read(page) >= 0) {
        page.clear();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
