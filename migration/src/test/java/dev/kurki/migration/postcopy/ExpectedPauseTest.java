package dev.kurki.migration.postcopy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurki.migration.ends.TwoEnds;
import dev.kurki.migration.source.MigrationEvent.Completed;
import dev.kurki.migration.source.MigrationEvent.Progress;
import dev.kurki.migration.source.MigrationEvent.State;
import dev.kurki.migration.source.MigrationReport;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** For how long a guest that is switched to post-copy is expected to stand: as long as others did beside their pages. */
class ExpectedPauseTest {
  private static final String SETTINGS = "max-bandwidth = 64MiB, batch-size = 64KiB";
  private static final long MEASURED_NANOS = Duration.ofMillis(7).toNanos();
  /** More than the marks of 32 MiB take at that rate, and far less than the pages that follow. */
  private static final long MOST_NANOS = Duration.ofMillis(8).toNanos();

  @Test
  void it_is_what_was_measured_before_and_the_pages_that_follow_do_not_count() throws IOException {
    try (TwoEnds ends = new TwoEnds(SETTINGS, "", MEASURED_NANOS)) {
      ends.guestWrites();
      ends.switchOver();

      Progress stopped = (Progress) ends
          .event(event -> event instanceof Progress progress && progress.state() == State.DEVICE);
      MigrationReport report = ((Completed) ends.event(event -> event instanceof Completed)).report();

      assertThat(stopped.outlook().remainingBytes()).as("pages that follow").isPositive();
      assertThat(stopped.outlook().downtimeNanos().orElseThrow()).isBetween(MEASURED_NANOS, MOST_NANOS);
      assertThat(stopped.outlook().endNanos()).hasValue(MEASURED_NANOS);
      assertThat(report.expectedDowntimeNanos().orElseThrow()).isBetween(MEASURED_NANOS, MOST_NANOS);
    }
  }

  @Test
  void where_nothing_was_measured_none_is_told() throws IOException {
    try (TwoEnds ends = new TwoEnds(SETTINGS, "")) {
      ends.switchOver();

      Progress stopped = (Progress) ends
          .event(event -> event instanceof Progress progress && progress.state() == State.DEVICE);
      MigrationReport report = ((Completed) ends.event(event -> event instanceof Completed)).report();

      assertThat(stopped.outlook().downtimeNanos()).isEmpty();
      assertThat(report.expectedDowntimeNanos()).isEmpty();
      assertThat(report.downtimeNanos()).isPositive();
    }
  }
}
