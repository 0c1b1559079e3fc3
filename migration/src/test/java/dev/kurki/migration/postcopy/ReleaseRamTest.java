package dev.kurki.migration.postcopy;

import static dev.kurki.migration.ends.TwoEnds.CRANE;
import static dev.kurki.migration.ends.TwoEnds.DEADLINE;
import static dev.kurki.migration.ends.TwoEnds.EPOCH;
import static dev.kurki.migration.ends.TwoEnds.PAGES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.migration.ends.TwoEnds;
import dev.kurki.migration.source.MigrationEvent;
import dev.kurki.migration.source.MigrationEvent.Completed;
import dev.kurki.migration.source.MigrationEvent.Lost;
import dev.kurki.migration.source.MigrationEvent.Postcopy;
import dev.kurki.migration.source.MigrationEvent.Released;
import dev.kurki.migration.source.MigrationEvent.State;
import dev.kurki.migration.source.MigrationEvent.TakenBack;
import dev.kurki.migration.source.PostcopyReport;
import dev.kurki.migration.source.SourceMessage;
import dev.kurki.migration.target.TargetEvent.Stalled;
import dev.kurki.migration.target.TargetEvent.TakenOver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.pekko.actor.testkit.typed.javadsl.LoggingTestKit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.junit.jupiter.api.Test;

/** A machine of 32 MiB over a link that takes some seconds for them, whose pages the source gives back as they come. */
class ReleaseRamTest {
  private static final String SETTINGS = """
      retry-interval = 50ms, max-bandwidth = 8MiB, batch-size = 64KiB, capabilities.release-ram = on
      postcopy-recover { attempts = 100, first-delay = 20ms, longest-delay = 100ms }""";

  @Test
  void pages_that_have_come_are_released_and_a_link_that_is_cut_brings_the_rest_when_it_is_made_anew()
      throws IOException {
    try (TwoEnds ends = new TwoEnds(SETTINGS, "")) {
      byte[] before = contents(ends.here());

      ends.switchOver();
      ends.event(event -> event instanceof Released);
      comes(ends, PAGES - 1);
      ends.relay().down();
      ends.await(Stalled.class);
      ends.event(event -> event instanceof Postcopy postcopy && postcopy.state() == State.POSTCOPY_PAUSED);
      long missing = ends.there().missing().count();
      ends.relay().up();

      Completed completed = (Completed) ends.event(event -> event instanceof Completed);
      PostcopyReport report = completed.report().postcopy().orElseThrow();
      assertThat(missing).isPositive();
      assertThat(report.recoveries()).isEqualTo(1);
      assertThat(report.releasedPages()).isBetween(PAGES / 2L, (long) PAGES);
      assertThat(LongStream.range(0, PAGES).filter(ends.here()::isZero).count())
          .isGreaterThanOrEqualTo(report.releasedPages());
      assertThat(ends.await(TakenOver.class)).isEqualTo(new TakenOver(CRANE, EPOCH + 1));
      assertThat(contents(ends.there())).isEqualTo(before);
      ends.bothEnd();
    }
  }

  @Test
  void a_target_without_the_capability_leaves_the_copy_at_the_source_whole() throws IOException {
    try (TwoEnds ends = new TwoEnds(SETTINGS, "capabilities.release-ram = off")) {
      ends.switchOver();

      Completed completed = (Completed) ends.event(event -> event instanceof Completed);

      assertThat(completed.report().postcopy().orElseThrow().releasedPages()).isZero();
      ends.assertSame();
    }
  }

  @Test
  void a_target_that_dies_leaves_no_whole_copy_and_no_command_runs_what_is_left() throws IOException {
    try (TwoEnds ends = new TwoEnds(SETTINGS, "")) {
      ActorSystem<?> system = ends.actors().system();
      ends.switchOver();
      Released released = (Released) ends.event(event -> event instanceof Released);
      ends.relay().down();

      LoggingTestKit.warn("there is no whole copy of the machine any more and its guest is lost").expect(system, () -> {
        ends.actors().stop(ends.target());
        return null;
      });
      LoggingTestKit.warn(released.reason()).expect(system, () -> {
        ends.source().tell(new SourceMessage.ResumeHere());
        return null;
      });
      ends.source().tell(new SourceMessage.DiscardHere());

      List<MigrationEvent> told = new ArrayList<>();
      ends.event(event -> told.add(event) && event instanceof Lost);
      assertThat(told).noneMatch(TakenBack.class::isInstance).noneMatch(Completed.class::isInstance);
      assertThat(((Lost) told.getLast()).reason()).startsWith("node beta was gone before all pages had come to it")
          .contains("there is no whole copy of it any more and its guest is lost");
      assertThat(told).anySatisfy(event -> assertThat(event).isInstanceOfSatisfying(Postcopy.class, stands -> {
        assertThat(stands.state()).isEqualTo(State.POSTCOPY_PAUSED);
        assertThat(stands.reason()).contains("there is no whole copy of the machine any more and its guest is lost");
      }));
      assertThat(released.reason())
          .startsWith("pages of this copy that node beta has were released here (release-ram)");
    }
  }

  private static void comes(TwoEnds ends, long page) {
    assertThat(ends.there().missing().want(page)).succeedsWithin(DEADLINE);
  }

  private static byte[] contents(GuestMemory memory) {
    return memory.read(memory.base(), Math.toIntExact(memory.bytes()));
  }
}
