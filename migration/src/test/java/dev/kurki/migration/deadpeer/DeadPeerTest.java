package dev.kurki.migration.deadpeer;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.kurki.migration.control.FromSource;
import dev.kurki.migration.control.FromSource.Abort;
import dev.kurki.migration.control.FromSource.Commit;
import dev.kurki.migration.control.FromTarget;
import dev.kurki.migration.control.FromTarget.Discarded;
import dev.kurki.migration.control.FromTarget.Prepared;
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
import dev.kurki.migration.source.MigrationEvent.HandedOver;
import dev.kurki.migration.source.MigrationEvent.NotMoved;
import dev.kurki.migration.source.MigrationEvent.State;
import dev.kurki.migration.source.MigrationEvent.TakenBack;
import dev.kurki.migration.source.MigrationParameters;
import dev.kurki.migration.source.SourceActor;
import dev.kurki.migration.source.SourceMessage;
import dev.kurki.migration.stream.Frame;
import dev.kurki.migration.stream.Frame.End;
import dev.kurki.migration.stream.Frame.Header;
import dev.kurki.migration.stream.Frame.Round;
import dev.kurki.migration.stream.Frame.SectionFrame;
import dev.kurki.migration.stream.FrameCodec;
import dev.kurki.migration.stream.FrameWriter;
import dev.kurki.migration.wire.Sockets;
import dev.kurki.migration.target.TargetActor;
import dev.kurki.migration.target.BuiltMachine;
import dev.kurki.migration.target.TargetParameters;
import dev.kurki.migration.target.TargetEvent;
import dev.kurki.migration.target.TargetEvent.GivenUp;
import dev.kurki.migration.target.TargetEvent.TakenOver;
import dev.kurki.migration.target.TargetEvent.Waiting;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import dev.kurki.migration.wire.WireSecurity.Plain;
import java.util.Set;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeadPeerTest {
  private static final long EPOCH = 7;
  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final MachineId CRANE = new MachineId("crane");
  private static final Section LAMP = new Section("lamp", 0, 1, Bytes.EMPTY);

  private final ActorTestKit actors = ActorTestKit.create(
      ConfigFactory.parseString("kurki.migration.retry-interval = 50ms").withFallback(ConfigFactory.load()));
  private final GuestMemory memory = new GuestMemory(0x8000_0000L, 16 * GuestMemory.PAGE_BYTES);
  private final TestProbe<MachineMessage> told = actors.createTestProbe(MachineMessage.class);
  private final ActorRef<MachineMessage> machine = actors.spawn(machine());
  private final TestProbe<FromTarget> source = actors.createTestProbe(FromTarget.class);
  private final TestProbe<FromSource> target = actors.createTestProbe(FromSource.class);
  private final TestProbe<TargetEvent> targetsNode = actors.createTestProbe(TargetEvent.class);
  private final TestProbe<MigrationEvent> sourcesNode = actors.createTestProbe(MigrationEvent.class);
  private final TestProbe<Offer> offers = actors.createTestProbe(Offer.class);

  @AfterEach
  void close() {
    actors.shutdownTestKit();
    memory.close();
  }

  @Test
  void a_prepared_copy_runs_when_its_source_is_gone_and_an_operator_resumes_it() throws IOException {
    ActorRef<TargetActor.Message> prepared = preparedTarget();

    source.stop();
    insist(prepared, new TargetActor.ResumeHere());

    assertThat(targetsNode.receiveMessage(DEADLINE)).isEqualTo(new TakenOver(CRANE, EPOCH + 1));
    machineIsTold(Resume.class);
    targetsNode.expectTerminated(prepared, DEADLINE);
  }

  @Test
  void a_prepared_copy_goes_when_its_source_is_gone_and_an_operator_discards_it() throws IOException {
    ActorRef<TargetActor.Message> prepared = preparedTarget();

    source.stop();
    insist(prepared, new TargetActor.DiscardHere());

    assertThat(targetsNode.receiveMessage(DEADLINE)).isInstanceOf(GivenUp.class);
    machineIsTold(PowerOff.class);
  }

  @Test
  void a_prepared_copy_waits_for_a_source_that_is_there_whatever_an_operator_says() throws IOException {
    ActorRef<TargetActor.Message> prepared = preparedTarget();

    prepared.tell(new TargetActor.ResumeHere());
    prepared.tell(new TargetActor.DiscardHere());

    source.expectMessage(DEADLINE, new Prepared(EPOCH));
    source.expectMessage(DEADLINE, new Prepared(EPOCH));
    told.expectNoMessage();
  }

  @Test
  void a_machine_that_was_handed_over_is_taken_back_from_a_dead_target_under_a_higher_epoch() throws IOException {
    try (ServerSocketChannel listener = Sockets.listen("127.0.0.1", 0)) {
      Thread.ofVirtual().start(() -> drain(listener));
      ActorRef<SourceMessage> moving = actors.spawn(movingSource());
      Offer offer = offers.receiveMessage(DEADLINE);
      offer.replyTo().tell(new Accepted(target.getRef(), "127.0.0.1", listener.socket().getLocalPort(), "token",
          List.of()));
      sourcesNode.fishForMessage(DEADLINE,
          event -> event instanceof MigrationEvent.Progress progress && progress.state() == State.DEVICE
              ? FishingOutcomes.complete()
              : FishingOutcomes.continueAndIgnore());
      offer.source().tell(new Prepared(EPOCH));
      target.expectMessage(DEADLINE, new Commit(EPOCH + 1));
      assertThat(nextDecision()).isEqualTo(new HandedOver(CRANE, EPOCH + 1));

      target.stop();
      insist(moving, new SourceMessage.ResumeHere());

      assertThat(nextDecision()).isEqualTo(new TakenBack(CRANE, EPOCH + 2));
      machineIsTold(Resume.class);
      sourcesNode.expectTerminated(moving, DEADLINE);
    }
  }

  @Test
  void a_target_is_told_until_it_has_heard_that_the_machine_was_kept() {
    ActorRef<SourceMessage> moving = actors.spawn(movingSource());
    Offer offer = offers.receiveMessage(DEADLINE);
    moving.tell(new SourceMessage.Cancel());
    offer.replyTo().tell(new Accepted(target.getRef(), "127.0.0.1", 1, "token", List.of()));

    target.expectMessage(DEADLINE, new Abort("it was cancelled"));
    target.expectMessage(DEADLINE, new Abort("it was cancelled"));
    offer.source().tell(new Discarded());

    assertThat(nextDecision()).isInstanceOf(NotMoved.class);
    sourcesNode.expectTerminated(moving, DEADLINE);
  }

  @Test
  void a_target_that_is_gone_is_not_told_for_ever_that_the_machine_was_kept() {
    ActorRef<SourceMessage> moving = actors.spawn(movingSource());
    Offer offer = offers.receiveMessage(DEADLINE);
    moving.tell(new SourceMessage.Cancel());
    offer.replyTo().tell(new Accepted(target.getRef(), "127.0.0.1", 1, "token", List.of()));
    target.expectMessage(DEADLINE, new Abort("it was cancelled"));

    target.stop();

    sourcesNode.expectTerminated(moving, DEADLINE);
  }

  /** A target that has all of the machine and waits for its source. */
  private ActorRef<TargetActor.Message> preparedTarget() throws IOException {
    TestProbe<OfferReply> answers = actors.createTestProbe(OfferReply.class);
    ActorRef<TargetActor.Message> prepared = actors.spawn(TargetActor.create(
        new Offer(description(), List.of(), List.of(), EPOCH, source.getRef(), answers.getRef()),
        new BuiltMachine(machine, memory, List.of()),
        new TargetParameters("127.0.0.1", 0, DEADLINE, Duration.ofMillis(50), new Plain(), Set.of()),
        targetsNode.getRef()));
    Accepted accepted = (Accepted) answers.receiveMessage(DEADLINE);
    try (SocketChannel socket = Sockets.connect(Sockets.open(), accepted.host(), accepted.port(), DEADLINE)) {
      FrameWriter writer = new FrameWriter(socket);
      for (Frame frame : List.of(new Header(FrameCodec.FORMAT_VERSION, Bytes.utf8(accepted.token()), Bytes.EMPTY),
          new Round(1, 0), new SectionFrame(LAMP), new End(0, 0, 1))) {
        writer.write(frame);
      }
      assertThat(targetsNode.receiveMessage(DEADLINE)).isEqualTo(new Waiting(CRANE));
    }
    machineIsTold(LoadSections.class);
    source.expectMessage(DEADLINE, new Prepared(EPOCH));
    return prepared;
  }

  private Behavior<SourceMessage> movingSource() {
    return SourceActor.create(new MachineToMove(description(), List.of(), EPOCH, machine, memory, true, List.of()),
        new Destination("beta", offers.getRef(), 0),
        MigrationParameters.from(actors.system().settings().config().getConfig("kurki.migration"), new Plain()),
        sourcesNode.getRef());
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

  private void machineIsTold(Class<? extends MachineMessage> what) {
    told.fishForMessage(DEADLINE, message -> what.isInstance(message)
        ? FishingOutcomes.complete()
        : FishingOutcomes.continueAndIgnore());
  }

  private MigrationEvent nextDecision() {
    return sourcesNode.fishForMessage(DEADLINE, event -> event instanceof MigrationEvent.Progress
        ? FishingOutcomes.continueAndIgnore()
        : FishingOutcomes.complete()).getLast();
  }

  /** A machine that does at once what it is asked. */
  private Behavior<MachineMessage> machine() {
    return Behaviors.receiveMessage(message -> {
      told.getRef().tell(message);
      switch (message) {
        case Pause(var replyTo) -> replyTo.tell(new Paused(CRANE));
        case Resume(var replyTo) -> replyTo.tell(new Resumed(CRANE));
        case TakeDirty(var replyTo) -> replyTo.tell(new DirtyPages(Longs.of(0)));
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
    return new MachineDescription(CRANE, "virt", 16 * GuestMemory.PAGE_BYTES, List.of(), List.of(), "{}",
        Provenance.bornOn(new Origin(new ReleaseId("kurki", "0.1.0"), List.of())),
        new MachineTypeLock("virt", Map.of(), List.of(), List.of(), List.of(), List.of()));
  }

  private static void drain(ServerSocketChannel listener) {
    try (SocketChannel socket = Sockets.accept(listener)) {
      Channels.newInputStream(socket).readAllBytes();
    } catch (IOException e) {
      // The test is over.
    }
  }
}
