package dev.kurki.migration.slow;

import static dev.kurki.migration.ends.TwoEnds.CRANE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.migration.ends.TwoEnds;
import dev.kurki.migration.source.MigrationEvent;
import dev.kurki.migration.source.MigrationEvent.NotMoved;
import dev.kurki.migration.source.MigrationEvent.Progress;
import dev.kurki.migration.source.MigrationEvent.State;
import dev.kurki.migration.source.SourceMessage;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A machine of 32 MiB over a network that hardly takes anything, on purpose. */
class SlowMoveTest {
  private static final int BATCH_PAGES = (1 << 20) / GuestMemory.PAGE_BYTES;

  @Test
  void it_goes_on_steadily_where_a_whole_batch_would_take_many_seconds() throws IOException {
    try (TwoEnds ends = new TwoEnds("max-bandwidth = 64KiB, batch-size = 1MiB", "")) {
      MigrationEvent first = ends.event(event -> hasSent(event, 1) || event instanceof NotMoved);
      MigrationEvent later = ends
          .event(event -> hasSent(event, ((Progress) first).pagesSent() + 1) || event instanceof NotMoved);

      assertThat(first).isInstanceOfSatisfying(Progress.class,
          progress -> assertThat(progress.pagesSent()).isLessThan(BATCH_PAGES));
      assertThat(later).isInstanceOfSatisfying(Progress.class,
          progress -> assertThat(progress.pagesSent()).isLessThan(BATCH_PAGES));
    }
  }

  @Test
  void it_is_not_taken_for_stalled_though_a_page_takes_longer_than_a_target_may_take_nothing() throws IOException {
    try (TwoEnds ends = new TwoEnds("max-bandwidth = 1KiB, stall-timeout = 3s", "")) {
      MigrationEvent told = ends.event(event -> hasSent(event, 3) || event instanceof NotMoved);
      ends.source().tell(new SourceMessage.Cancel());
      MigrationEvent last = ends.event(event -> event instanceof NotMoved);

      assertThat(told).isInstanceOf(Progress.class);
      assertThat(last).isEqualTo(new NotMoved(CRANE, State.CANCELLED, "it was cancelled", List.of()));
    }
  }

  private static boolean hasSent(MigrationEvent event, long pages) {
    return event instanceof Progress progress && progress.pagesSent() >= pages;
  }
}
