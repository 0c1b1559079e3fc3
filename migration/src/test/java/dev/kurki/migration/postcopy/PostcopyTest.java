package dev.kurki.migration.postcopy;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.kurki.actors.machine.MachineId;
import dev.kurki.actors.machine.MachineMessage;
import dev.kurki.actors.machine.MachineMessage.DirtyPages;
import dev.kurki.actors.machine.MachineMessage.LoadSections;
import dev.kurki.actors.machine.MachineMessage.Pause;
import dev.kurki.actors.machine.MachineMessage.Paused;
import dev.kurki.actors.machine.MachineMessage.PowerOff;
import dev.kurki.actors.machine.MachineMessage.Resume;
import dev.kurki.actors.machine.MachineMessage.Resumed;
import dev.kurki.actors.machine.MachineMessage.SaveSections;
import dev.kurki.actors.machine.MachineMessage.SectionsLoaded;
import dev.kurki.actors.machine.MachineMessage.SectionsSaved;
import dev.kurki.actors.machine.MachineMessage.TakeDirty;
import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.Bytes;
import dev.kurki.actors.section.Longs;
import dev.kurki.actors.section.Section;
import dev.kurki.migration.control.MachineDescription;
import dev.kurki.migration.control.Offer;
import dev.kurki.migration.control.OfferReply;
import dev.kurki.migration.control.OfferReply.Accepted;
import dev.kurki.migration.lock.MachineTypeLock;
import dev.kurki.migration.lock.ReleaseId;
import dev.kurki.migration.policy.Origin;
import dev.kurki.migration.policy.Provenance;
import dev.kurki.migration.source.Destination;
import dev.kurki.migration.source.MachineToMove;
import dev.kurki.migration.source.MigrationEvent;
import dev.kurki.migration.source.MigrationEvent.Completed;
import dev.kurki.migration.source.MigrationEvent.Postcopy;
import dev.kurki.migration.source.MigrationEvent.Progress;
import dev.kurki.migration.source.MigrationEvent.State;
import dev.kurki.migration.source.MigrationEvent.TakenBack;
import dev.kurki.migration.source.MigrationParameters;
import dev.kurki.migration.source.PostcopyReport;
import dev.kurki.migration.source.PostcopyRequest;
import dev.kurki.migration.source.SourceActor;
import dev.kurki.migration.target.TargetActor;
import dev.kurki.migration.target.TargetActor.BuiltMachine;
import dev.kurki.migration.target.TargetActor.TargetParameters;
import dev.kurki.migration.target.TargetEvent;
import dev.kurki.migration.target.TargetEvent.GivenUp;
import dev.kurki.migration.target.TargetEvent.RunsInPart;
import dev.kurki.migration.target.TargetEvent.Stalled;
import dev.kurki.migration.target.TargetEvent.TakenOver;
import dev.kurki.migration.wire.WireSecurity.Plain;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.pattern.StatusReply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A machine of 32 MiB over a link that takes some seconds for them, switched to post-copy in its first round. */
class PostcopyTest {
  private static final long EPOCH = 7;
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final MachineId CRANE = new MachineId("crane");
  private static final Section LAMP = new Section("lamp", 0, 1, Bytes.EMPTY);
  private static final long BASE = 0x8000_0000L;
  private static final int RAM_BYTES = 32 << 20;
  private static final int PAGES = RAM_BYTES / GuestMemory.PAGE_BYTES;

  private final Config config = ConfigFactory.parseString("""
      kurki.migration { retry-interval = 50ms, max-bandwidth = 8MiB, batch-size = 64KiB
        postcopy-recover { attempts = 3, first-delay = 20ms } }""").withFallback(ConfigFactory.load());
  private final ActorTestKit actors = ActorTestKit.create(config);
  private final GuestMemory here = new GuestMemory(BASE, RAM_BYTES);
  private final GuestMemory there = new GuestMemory(BASE, RAM_BYTES);
  private final TestProbe<MachineMessage> toldHere = actors.createTestProbe(MachineMessage.class);
  private final TestProbe<MachineMessage> toldThere = actors.createTestProbe(MachineMessage.class);
  private final TestProbe<TargetEvent> targetsNode = actors.createTestProbe(TargetEvent.class);
  private final TestProbe<MigrationEvent> sourcesNode = actors.createTestProbe(MigrationEvent.class);
  private final TestProbe<StatusReply<String>> answers = answers();
  private Relay relay = new Relay(1);
  private ActorRef<SourceActor.Message> source = actors.system().ignoreRef();
  private ActorRef<TargetActor.Message> target = actors.system().ignoreRef();

  PostcopyTest() throws IOException {}

  @BeforeEach
  void begin() throws IOException {
    byte[] contents = new byte[RAM_BYTES];
    new Random(7).nextBytes(contents);
    here.write(BASE, contents);
    here.write(BASE + RAM_BYTES / 2, new byte[64 * GuestMemory.PAGE_BYTES]);
    TestProbe<Offer> offers = actors.createTestProbe(Offer.class);
    source = actors.spawn(SourceActor.create(
        new MachineToMove(description(), List.of(), EPOCH, actors.spawn(machine(here, toldHere)), here, true),
        new Destination("beta", offers.getRef(), 0),
        MigrationParameters.from(config.getConfig("kurki.migration"), new Plain()), sourcesNode.getRef()));
    Offer offer = offers.receiveMessage(DEADLINE);
    TestProbe<OfferReply> replies = actors.createTestProbe(OfferReply.class);
    target = actors.spawn(TargetActor.create(
        new Offer(offer.description(), offer.blacklist(), offer.capabilities(), EPOCH, offer.source(),
            replies.getRef()),
        new BuiltMachine(actors.spawn(machine(there, toldThere)), there, List.of()),
        TargetParameters.from(config.getConfig("kurki.migration"), new Plain()), targetsNode.getRef()));
    Accepted accepted = (Accepted) replies.receiveMessage(DEADLINE);
    relay.close();
    relay = new Relay(accepted.port());
    offer.replyTo().tell(new Accepted(accepted.target(), accepted.host(), relay.port(), accepted.token(),
        accepted.capabilities()));
  }

  @AfterEach
  void close() {
    relay.close();
    actors.shutdownTestKit();
    here.close();
    there.close();
  }

  @Test
  void a_guest_that_is_switched_gets_the_pages_that_it_needs_first_and_all_in_the_end() {
    switchOver();
    assertThat(there.missing().count()).isGreaterThan(PAGES / 4);

    comes(PAGES - 1);
    long leftThen = there.missing().count();
    readAll(3);

    assertThat(leftThen).isPositive();
    assertThat(await(TakenOver.class)).isEqualTo(new TakenOver(CRANE, EPOCH + 1));
    Completed completed = (Completed) event(event -> event instanceof Completed);
    PostcopyReport report = completed.report().postcopy().orElseThrow();
    assertThat(report.requests()).isPositive();
    assertThat(report.longestWaitNanos()).isPositive();
    assertThat(report.zeroPages()).isGreaterThanOrEqualTo(64);
    assertThat(report.recoveries()).isZero();
    assertSame();
    sourcesNode.expectTerminated(source, DEADLINE);
    targetsNode.expectTerminated(target, DEADLINE);
  }

  @Test
  void a_link_that_is_cut_pauses_both_ends_and_only_what_is_missing_is_sent_when_it_is_made_anew() {
    switchOver();
    event(event -> event instanceof Postcopy postcopy && postcopy.state() == State.POSTCOPY_ACTIVE);
    comes(PAGES - 1);

    relay.down();
    await(Stalled.class);
    event(event -> event instanceof Postcopy postcopy && postcopy.reason().contains("kurki migrate-recover"));
    long missing = there.missing().count();
    relay.up();
    source.tell(new SourceActor.ForPostcopy(new PostcopyRequest.Recover(answers.getRef())));

    assertThat(answers.receiveMessage(DEADLINE).isSuccess()).isTrue();
    Completed completed = (Completed) event(event -> event instanceof Completed);
    PostcopyReport report = completed.report().postcopy().orElseThrow();
    assertThat(missing).isPositive();
    assertThat(report.recoveries()).isEqualTo(1);
    assertThat(report.pages() + report.zeroPages()).isLessThan(2L * PAGES);
    assertSame();
  }

  @Test
  void a_short_cut_is_mended_without_an_operator() {
    switchOver();
    comes(PAGES - 1);

    relay.down();
    event(event -> event instanceof Postcopy postcopy && postcopy.state() == State.POSTCOPY_PAUSED);
    relay.up();

    Completed completed = (Completed) event(event -> event instanceof Completed);
    assertThat(completed.report().postcopy().orElseThrow().recoveries()).isEqualTo(1);
    assertSame();
  }

  @Test
  void a_target_that_dies_in_postcopy_leaves_a_copy_that_an_operator_takes_back() {
    switchOver();
    event(event -> event instanceof Postcopy);
    relay.down();

    actors.stop(target);
    insist(source, new SourceActor.ResumeHere());

    assertThat(event(event -> event instanceof TakenBack)).isEqualTo(new TakenBack(CRANE, EPOCH + 2));
    toldHere.fishForMessage(DEADLINE,
        message -> message instanceof Resume ? FishingOutcomes.complete() : FishingOutcomes.continueAndIgnore());
  }

  @Test
  void a_machine_whose_source_dies_in_postcopy_stands_until_an_operator_discards_it() {
    switchOver();
    relay.down();

    actors.stop(source);
    insist(target, new TargetActor.ResumeHere());
    insist(target, new TargetActor.DiscardHere());

    assertThat(await(GivenUp.class).machine()).isEqualTo(CRANE);
    toldThere.fishForMessage(DEADLINE,
        message -> message instanceof PowerOff ? FishingOutcomes.complete() : FishingOutcomes.continueAndIgnore());
  }

  @Test
  void a_guest_that_ends_itself_needs_no_more_pages_and_its_source_lets_it_go() {
    switchOver();

    target.tell(new TargetActor.MachineEnded());

    event(event -> event instanceof Completed);
    sourcesNode.expectTerminated(source, DEADLINE);
  }

  @Test
  void a_machine_that_is_not_in_postcopy_has_nothing_to_recover() {
    source.tell(new SourceActor.ForPostcopy(new PostcopyRequest.Recover(answers.getRef())));

    StatusReply<String> answer = answers.receiveMessage(DEADLINE);

    assertThat(answer.isError()).isTrue();
    assertThat(answer.getError().getMessage()).contains("machine crane is not in post-copy");
  }

  /** Switches in the first round; the guest runs at the target. */
  private void switchOver() {
    event(event -> event instanceof Progress progress && progress.state() == State.ACTIVE);
    source.tell(new SourceActor.ForPostcopy(new PostcopyRequest.Start(answers.getRef())));
    assertThat(answers.receiveMessage(DEADLINE).isSuccess()).isTrue();
    assertThat(await(RunsInPart.class)).isEqualTo(new RunsInPart(CRANE, EPOCH + 1));
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

  private void assertSame() {
    assertThat(there.missing().isEmpty()).isTrue();
    assertThat(there.pages(0, PAGES).mismatch(here.pages(0, PAGES))).isEqualTo(-1);
  }

  private MigrationEvent event(Predicate<MigrationEvent> wanted) {
    return sourcesNode.fishForMessage(DEADLINE,
        event -> wanted.test(event) ? FishingOutcomes.complete() : FishingOutcomes.continueAndIgnore()).getLast();
  }

  private <E extends TargetEvent> E await(Class<E> wanted) {
    return wanted.cast(targetsNode.fishForMessage(DEADLINE,
        event -> wanted.isInstance(event) ? FishingOutcomes.complete() : FishingOutcomes.continueAndIgnore())
        .getLast());
  }

  @SuppressWarnings("unchecked")
  private TestProbe<StatusReply<String>> answers() {
    return (TestProbe<StatusReply<String>>) (TestProbe<?>) actors.createTestProbe(StatusReply.class);
  }

  /** A command means nothing before the actor knows that its peer is gone. */
  private <M> void insist(ActorRef<M> actor, M command) {
    actors.spawn(Behaviors.<M>withTimers(timers -> {
      timers.startTimerWithFixedDelay(command, Duration.ofMillis(20));
      return Behaviors.receiveMessage(again -> {
        actor.tell(again);
        return Behaviors.same();
      });
    }));
  }

  /** A machine that does at once what it is asked. */
  private static Behavior<MachineMessage> machine(GuestMemory memory, TestProbe<MachineMessage> told) {
    return Behaviors.receiveMessage(message -> {
      told.getRef().tell(message);
      switch (message) {
        case Pause(var replyTo) -> replyTo.tell(new Paused(CRANE));
        case Resume(var replyTo) -> replyTo.tell(new Resumed(CRANE));
        case TakeDirty(var replyTo) ->
          replyTo.tell(new DirtyPages(Longs.of(memory.dirty().testAndClear(0, memory.pages()))));
        case SaveSections(var replyTo) -> replyTo.tell(new SectionsSaved(List.of(LAMP)));
        case LoadSections(_, var replyTo) -> replyTo.tell(new SectionsLoaded());
        default -> {
          // It has no answer.
        }
      }
      return Behaviors.same();
    });
  }

  private static MachineDescription description() {
    return new MachineDescription(CRANE, "virt", RAM_BYTES, List.of(), List.of(), "{}",
        Provenance.bornOn(new Origin(new ReleaseId("kurki", "0.1.0"), List.of())),
        new MachineTypeLock("virt", Map.of(), List.of(), List.of(), List.of(), List.of()));
  }
}
