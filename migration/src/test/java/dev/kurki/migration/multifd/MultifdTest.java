package dev.kurki.migration.multifd;

import static dev.kurki.migration.ends.TwoEnds.DEADLINE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kurki.actors.machine.MachineMessage.PowerOff;
import dev.kurki.actors.machine.MachineMessage.Resume;
import dev.kurki.migration.ends.Polling;
import dev.kurki.migration.ends.TwoEnds;
import dev.kurki.migration.source.MigrationEvent.Completed;
import dev.kurki.migration.source.MigrationEvent.NotMoved;
import dev.kurki.migration.source.MigrationEvent.Progress;
import dev.kurki.migration.source.MigrationEvent.State;
import dev.kurki.migration.source.MigrationReport;
import dev.kurki.migration.source.PostcopyRequest;
import dev.kurki.migration.source.SourceMessage;
import dev.kurki.migration.target.TargetEvent.GivenUp;
import dev.kurki.migration.target.TargetEvent.TakenOver;
import java.io.IOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A machine whose pages go by four connections at a time. */
class MultifdTest {
  private static final String FOUR = "capabilities.multifd = on, multifd-channels = 4, batch-size = 64KiB, "
      + "retry-interval = 50ms, ";
  /** Rounds over most of RAM, one after the other. */
  private static final String FIVE_ROUNDS = FOUR + "downtime-limit = 1ms, max-rounds = 5, non-convergence = [stop], ";
  private static final String SLOW = FOUR + "max-bandwidth = 16MiB, ";

  private Optional<TwoEnds> ends = Optional.empty();

  @AfterEach
  void close() {
    ends().close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"compression = none", "compression = zstd",
      "compression = lz4, capabilities.xbzrle = on", "max-bandwidth = 64MiB"})
  void a_guest_that_writes_all_the_while_arrives_as_it_was_stopped(String packing) throws IOException {
    begin(FIVE_ROUNDS + packing, "");

    ends().guestWrites();
    MigrationReport report = completed();

    assertThat(report.connections()).isEqualTo(4);
    assertThat(report.rounds()).hasSizeGreaterThan(2);
    assertThat(ends().relay().connections()).isEqualTo(4);
    ends().await(TakenOver.class);
    ends().assertSame();
    assertNothingIsLeft();
  }

  @Test
  void a_target_without_the_capability_gets_all_by_one_connection() throws IOException {
    begin(FIVE_ROUNDS, "capabilities.multifd = off");

    MigrationReport report = completed();

    assertThat(report.connections()).isEqualTo(1);
    assertThat(ends().relay().connections()).isEqualTo(1);
    ends().assertSame();
  }

  @Test
  void without_a_return_path_there_is_one_connection() throws IOException {
    begin(FIVE_ROUNDS + "capabilities.return-path = off", "");

    assertThat(completed().connections()).isEqualTo(1);
    ends().assertSame();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void a_connection_that_is_cut_ends_the_move_in_one_sentence_and_the_guest_runs_on(int which) throws IOException {
    pagesFlow();

    ends().relay().cut(which);

    NotMoved kept = (NotMoved) ends().event(event -> event instanceof NotMoved);
    assertThat(kept.state()).isEqualTo(State.FAILED);
    assertThat(kept.reason()).hasLineCount(1).contains("node beta").doesNotContain("Exception");
    assertThat(ends().await(GivenUp.class).reason()).hasLineCount(1);
    ends().isToldHere(Resume.class);
    ends().isToldThere(PowerOff.class);
    assertNothingIsLeft();
  }

  @Test
  void a_move_that_is_cancelled_leaves_no_connection_and_no_thread() throws IOException {
    pagesFlow();

    ends().source().tell(new SourceMessage.Cancel());

    NotMoved kept = (NotMoved) ends().event(event -> event instanceof NotMoved);
    assertThat(kept.state()).isEqualTo(State.CANCELLED);
    assertNothingIsLeft();
  }

  @Test
  void a_guest_is_switched_to_postcopy_behind_the_pages_of_all_connections() throws IOException {
    pagesFlow();

    ends().source()
        .tell(new SourceMessage.ForPostcopy(new PostcopyRequest.Start(ends().actors().system().ignoreRef())));

    assertThat(completed().postcopy()).isPresent();
    ends().assertSame();
    assertNothingIsLeft();
  }

  private void begin(String settings, String targetsSettings) throws IOException {
    ends = Optional.of(new TwoEnds(settings, targetsSettings));
  }

  private TwoEnds ends() {
    return ends.orElseThrow();
  }

  private void pagesFlow() throws IOException {
    begin(SLOW, "");
    ends().event(event -> event instanceof Progress progress && progress.state() == State.ACTIVE
        && progress.bytesSent() > 1 << 20);
    waitFor(() -> ends().relay().connections() == 4);
  }

  private MigrationReport completed() {
    return ((Completed) ends().event(event -> event instanceof Completed || event instanceof NotMoved)).report();
  }

  /** Both actors, the sockets on both sides and the threads that wrote and read have come to their end. */
  private void assertNothingIsLeft() {
    ends().bothEnd();
    waitFor(ends().relay()::isQuiet);
    String threads = ends().actors().system().name() + "-kurki.migration.io-dispatcher";
    waitFor(() -> Thread.getAllStackTraces().keySet().stream().noneMatch(each -> each.getName().startsWith(threads)));
  }

  private static void waitFor(BooleanSupplier condition) {
    Polling.until(condition, DEADLINE, "it has not come");
  }
}
