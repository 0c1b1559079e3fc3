package dev.kurki.migration.postcopy;

import static dev.kurki.migration.ends.TwoEnds.CRANE;
import static dev.kurki.migration.ends.TwoEnds.DEADLINE;
import static dev.kurki.migration.ends.TwoEnds.EPOCH;
import static dev.kurki.migration.ends.TwoEnds.PAGES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kurki.actors.machine.MachineMessage.PowerOff;
import dev.kurki.actors.machine.MachineMessage.Resume;
import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.migration.ends.Relay;
import dev.kurki.migration.ends.TwoEnds;
import dev.kurki.migration.source.MigrationEvent.Completed;
import dev.kurki.migration.source.MigrationEvent.Postcopy;
import dev.kurki.migration.source.MigrationEvent.State;
import dev.kurki.migration.source.MigrationEvent.TakenBack;
import dev.kurki.migration.source.PostcopyReport;
import dev.kurki.migration.source.PostcopyRequest;
import dev.kurki.migration.source.SourceMessage;
import dev.kurki.migration.target.TargetActor;
import dev.kurki.migration.target.TargetEvent.GivenUp;
import dev.kurki.migration.target.TargetEvent.Stalled;
import dev.kurki.migration.target.TargetEvent.TakenOver;
import java.io.IOException;
import java.util.SplittableRandom;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.pattern.StatusReply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A machine of 32 MiB over a link that takes two seconds for them, switched to post-copy in its first round. */
class PostcopyTest {
  private final TwoEnds ends = new TwoEnds("""
      retry-interval = 50ms, max-bandwidth = 16MiB, batch-size = 64KiB
      postcopy-recover { attempts = 3, first-delay = 20ms }""", "");
  private final GuestMemory here = ends.here();
  private final GuestMemory there = ends.there();
  private final Relay relay = ends.relay();
  private final ActorRef<SourceMessage> source = ends.source();
  private final ActorRef<TargetActor.Message> target = ends.target();
  private final TestProbe<StatusReply<String>> answers = ends.answers();

  PostcopyTest() throws IOException {}

  @AfterEach
  void close() {
    ends.close();
  }

  @Test
  void a_guest_that_is_switched_gets_the_pages_that_it_needs_first_and_all_in_the_end() {
    ends.switchOver();
    assertThat(there.missing().count()).isGreaterThan(PAGES / 4);

    comes(PAGES - 1);
    long leftThen = there.missing().count();
    readAll(3);

    assertThat(leftThen).isPositive();
    assertThat(ends.await(TakenOver.class)).isEqualTo(new TakenOver(CRANE, EPOCH + 1));
    Completed completed = (Completed) ends.event(event -> event instanceof Completed);
    PostcopyReport report = completed.report().postcopy().orElseThrow();
    assertThat(report.requests()).isPositive();
    assertThat(report.longestWaitNanos()).isPositive();
    assertThat(report.zeroPages()).isGreaterThanOrEqualTo(64);
    assertThat(report.recoveries()).isZero();
    ends.assertSame();
    ends.bothEnd();
  }

  @Test
  void a_link_that_is_cut_pauses_both_ends_and_only_what_is_missing_is_sent_when_it_is_made_anew() {
    ends.switchOver();
    ends.event(event -> event instanceof Postcopy postcopy && postcopy.state() == State.POSTCOPY_ACTIVE);
    comes(PAGES - 1);

    relay.down();
    ends.await(Stalled.class);
    ends.event(event -> event instanceof Postcopy postcopy && postcopy.reason().contains("kurki migrate-recover"));
    long missing = there.missing().count();
    relay.up();
    source.tell(new SourceMessage.ForPostcopy(new PostcopyRequest.Recover(answers.getRef())));

    assertThat(answers.receiveMessage(DEADLINE).isSuccess()).isTrue();
    Completed completed = (Completed) ends.event(event -> event instanceof Completed);
    PostcopyReport report = completed.report().postcopy().orElseThrow();
    assertThat(missing).isPositive();
    assertThat(report.recoveries()).isEqualTo(1);
    assertThat(report.pages() + report.zeroPages()).isLessThan(2L * PAGES);
    ends.assertSame();
  }

  @Test
  void a_short_cut_is_mended_without_an_operator() {
    ends.switchOver();
    comes(PAGES - 1);

    relay.down();
    ends.event(event -> event instanceof Postcopy postcopy && postcopy.state() == State.POSTCOPY_PAUSED);
    relay.up();

    Completed completed = (Completed) ends.event(event -> event instanceof Completed);
    assertThat(completed.report().postcopy().orElseThrow().recoveries()).isEqualTo(1);
    ends.assertSame();
  }

  @Test
  void a_target_that_dies_in_postcopy_leaves_a_copy_that_an_operator_takes_back() {
    ends.switchOver();
    ends.event(event -> event instanceof Postcopy);
    relay.down();

    ends.actors().stop(target);
    ends.insist(source, new SourceMessage.ResumeHere());

    assertThat(ends.event(event -> event instanceof TakenBack)).isEqualTo(new TakenBack(CRANE, EPOCH + 2));
    ends.isToldHere(Resume.class);
  }

  @Test
  void a_machine_whose_source_dies_in_postcopy_stands_until_an_operator_discards_it() {
    ends.switchOver();
    relay.down();

    ends.actors().stop(source);
    ends.insist(target, new TargetActor.ResumeHere());
    ends.insist(target, new TargetActor.DiscardHere());

    assertThat(ends.await(GivenUp.class).machine()).isEqualTo(CRANE);
    ends.isToldThere(PowerOff.class);
  }

  @Test
  void a_guest_that_ends_itself_needs_no_more_pages_and_its_source_lets_it_go() {
    ends.switchOver();

    target.tell(new TargetActor.MachineEnded());

    ends.event(event -> event instanceof Completed);
    ends.bothEnd();
  }

  @Test
  void a_machine_that_is_not_in_postcopy_has_nothing_to_recover() {
    source.tell(new SourceMessage.ForPostcopy(new PostcopyRequest.Recover(answers.getRef())));

    StatusReply<String> answer = answers.receiveMessage(DEADLINE);

    assertThat(answer.isError()).isTrue();
    assertThat(answer.getError().getMessage()).contains("machine crane is not in post-copy");
  }

  /** A guest that looks at its pages in any order and waits for those that are missing. */
  private void readAll(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 500; i++) {
      long page = random.nextLong(PAGES);
      comes(page);
      assertThat(there.page(page).mismatch(here.page(page))).isEqualTo(-1);
    }
  }

  private void comes(long page) {
    assertThat(there.missing().want(page)).succeedsWithin(DEADLINE);
  }
}
