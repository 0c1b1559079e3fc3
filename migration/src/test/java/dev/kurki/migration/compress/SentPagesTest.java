package dev.kurki.migration.compress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurki.actors.memory.GuestMemory;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class SentPagesTest {
  /** The JVM's limit of direct memory is that of its heap, unless it is told another. */
  private static final long BEYOND_DIRECT_MEMORY = Runtime.getRuntime().maxMemory() + (1 << 20);

  @Test
  void more_can_be_remembered_than_the_jvm_has_direct_memory() {
    long last = BEYOND_DIRECT_MEMORY / GuestMemory.PAGE_BYTES - 1;
    SentPages sent = new SentPages(BEYOND_DIRECT_MEMORY, last + 1);
    byte[] page = new byte[GuestMemory.PAGE_BYTES];
    page[7] = 3;

    sent.begin(1);
    sent.sent(last, MemorySegment.ofArray(page));

    assertThat(sent.of(last).orElseThrow().mismatch(MemorySegment.ofArray(page))).isEqualTo(-1);
    assertThat(sent.of(0)).isEmpty();
  }
}
