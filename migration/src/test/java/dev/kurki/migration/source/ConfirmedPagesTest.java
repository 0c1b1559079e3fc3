package dev.kurki.migration.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.Longs;
import dev.kurki.migration.stream.BrokenStream;
import dev.kurki.migration.stream.PostcopyFrame.Missing;
import dev.kurki.migration.stream.PostcopyFrame.Want;
import dev.kurki.migration.wire.WireSecurity.Plain;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConfirmedPagesTest {
  private static final int PAGES = 70;
  private static final Longs LAST_TWO = Longs.of(0, 0b11_0000);
  private static final Longs LAST = Longs.of(0, 0b10_0000);

  private final GuestMemory memory = memory();
  private int questions;
  private final ConfirmedPages confirmed = new ConfirmedPages(memory, true, () -> questions++);
  private final PostcopyLink link = link();
  private final PostcopyLink next = link();

  @AfterEach
  void close() {
    link.close();
    next.close();
    memory.close();
  }

  @Test
  void nothing_is_released_before_it_is_allowed_and_that_is_asked_for_once() {
    confirmed.hear(link);

    confirmed.confirm(link, LAST_TWO);
    confirmed.confirm(link, LAST);

    assertThat(questions).isEqualTo(1);
    assertThat(confirmed.pages()).isZero();
    assertThat(memory.isZero(0)).isFalse();
  }

  @Test
  void what_a_target_does_not_miss_is_released_and_what_it_misses_stays() {
    confirmed.hear(link);
    confirmed.allow();

    confirmed.confirm(link, LAST_TWO);
    confirmed.confirm(link, LAST);

    assertThat(confirmed.pages()).isEqualTo(PAGES - 1);
    assertThat(memory.isZero(0) && memory.isZero(PAGES - 2)).isTrue();
    assertThat(memory.isZero(PAGES - 1)).isFalse();
    assertThat(confirmed.isReleased(PAGES - 2)).isTrue();
    assertThat(confirmed.isReleased(PAGES - 1)).isFalse();
  }

  @Test
  void a_word_of_a_link_that_was_made_anew_since_means_nothing() {
    confirmed.hear(link);
    confirmed.allow();
    confirmed.hear(next);

    confirmed.confirm(link, LAST_TWO);

    assertThat(confirmed.pages()).isZero();
  }

  @Test
  void a_page_that_was_released_cannot_become_missing_again() {
    confirmed.hear(link);
    confirmed.allow();
    confirmed.confirm(link, LAST);

    assertThatThrownBy(() -> confirmed.missing(new Missing(LAST_TWO))).isInstanceOf(BrokenStream.class)
        .hasMessage("the target says that it misses page 68, which it had said to have and which was released here");
  }

  @Test
  void marks_of_another_size_other_frames_and_pages_that_there_are_not_are_refused() {
    assertThat(confirmed.missing(new Missing(LAST))).isEqualTo(LAST);

    assertThatThrownBy(() -> confirmed.missing(new Missing(Longs.of(0)))).isInstanceOf(BrokenStream.class);
    assertThatThrownBy(() -> confirmed.missing(new Missing(Longs.of(0, -1)))).isInstanceOf(BrokenStream.class);
    assertThatThrownBy(() -> confirmed.missing(new Want(1))).isInstanceOf(BrokenStream.class)
        .hasMessage("the target does not say which pages are missing");
    assertThatThrownBy(() -> confirmed.isReleased(PAGES)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> confirmed.isReleased(-1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  private PostcopyLink link() {
    return new PostcopyLink(confirmed,
        MigrationParameters.from(ConfigFactory.load().getConfig("kurki.migration"), new Plain()));
  }

  private static GuestMemory memory() {
    GuestMemory memory = new GuestMemory(0x8000_0000L, PAGES * GuestMemory.PAGE_BYTES);
    byte[] ones = new byte[PAGES * GuestMemory.PAGE_BYTES];
    Arrays.fill(ones, (byte) 1);
    memory.write(memory.base(), ones);
    return memory;
  }
}
