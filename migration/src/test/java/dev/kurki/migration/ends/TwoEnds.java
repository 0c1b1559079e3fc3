package dev.kurki.migration.ends;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.kurki.actors.machine.MachineId;
import dev.kurki.actors.machine.MachineMessage;
import dev.kurki.actors.machine.MachineMessage.DirtyPages;
import dev.kurki.actors.machine.MachineMessage.LoadSections;
import dev.kurki.actors.machine.MachineMessage.Pause;
import dev.kurki.actors.machine.MachineMessage.Paused;
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
import dev.kurki.migration.source.MigrationEvent.Progress;
import dev.kurki.migration.source.MigrationEvent.State;
import dev.kurki.migration.source.MigrationParameters;
import dev.kurki.migration.source.PostcopyRequest;
import dev.kurki.migration.source.SourceActor;
import dev.kurki.migration.source.SourceMessage;
import dev.kurki.migration.target.TargetActor;
import dev.kurki.migration.target.BuiltMachine;
import dev.kurki.migration.target.TargetParameters;
import dev.kurki.migration.target.TargetEvent;
import dev.kurki.migration.target.TargetEvent.RunsInPart;
import dev.kurki.migration.wire.WireSecurity.Plain;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.pekko.Done;
import java.util.function.Predicate;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.pattern.StatusReply;

/** A machine of 32 MiB full of random bytes that is on its way from a source to a target, through a network. */
public final class TwoEnds implements AutoCloseable {
  /** Under which the source owns the machine. */
  public static final long EPOCH = 7;
  /** How long an event may take to come. */
  public static final Duration DEADLINE = Duration.ofMinutes(1);
  public static final MachineId CRANE = new MachineId("crane");
  /** How many pages of RAM it has. */
  public static final int PAGES = (32 << 20) / GuestMemory.PAGE_BYTES;
  private static final Section LAMP = new Section("lamp", 0, 1, Bytes.EMPTY);
  private static final Section HINT = new Section("hint", 0, 1, Bytes.utf8("it is warm outside"));
  private static final long BASE = 0x8000_0000L;
  private static final int RAM_BYTES = PAGES * GuestMemory.PAGE_BYTES;

  private final ActorTestKit actors;
  private final GuestMemory here = new GuestMemory(BASE, RAM_BYTES);
  private final GuestMemory there = new GuestMemory(BASE, RAM_BYTES);
  private final Guest guest = new Guest(here);
  private final TestProbe<MachineMessage> toldHere;
  private final TestProbe<MachineMessage> toldThere;
  private final TestProbe<TargetEvent> targetsNode;
  private final TestProbe<MigrationEvent> sourcesNode;
  private final Queue<Object> order = new ConcurrentLinkedQueue<>();
  private final Relay relay;
  private final ActorRef<SourceMessage> source;
  private final ActorRef<TargetActor.Message> target;

  /** The machine is on its way, with settings of {@code kurki.migration} for both ends, and some of the target's own. */
  public TwoEnds(String settings, String targetsSettings) throws IOException {
    this(settings, targetsSettings, 0);
  }

  /** The same, where moves before it have shown how long a guest stands beside its pages; 0 where none has. */
  public TwoEnds(String settings, String targetsSettings, long switchoverNanos) throws IOException {
    Config config = settings(settings, ConfigFactory.load());
    actors = ActorTestKit.create(config);
    toldHere = actors.createTestProbe(MachineMessage.class);
    toldThere = actors.createTestProbe(MachineMessage.class);
    targetsNode = actors.createTestProbe(TargetEvent.class);
    sourcesNode = actors.createTestProbe(MigrationEvent.class);
    byte[] contents = new byte[RAM_BYTES];
    new Random(7).nextBytes(contents);
    here.write(BASE, contents);
    here.write(BASE + RAM_BYTES / 2, new byte[64 * GuestMemory.PAGE_BYTES]);
    TestProbe<Offer> offers = actors.createTestProbe(Offer.class);
    source = actors.spawn(SourceActor.create(
        new MachineToMove(description(), List.of(), EPOCH, actors.spawn(machine(here, toldHere, guest)), here, true,
            List.of(), () -> CompletableFuture.completedFuture(List.of(HINT))),
        new Destination("beta", offers.getRef(), switchoverNanos),
        MigrationParameters.from(config.getConfig("kurki.migration"), new Plain()), sourcesNode.getRef()));
    Offer offer = offers.receiveMessage(DEADLINE);
    TestProbe<OfferReply> replies = actors.createTestProbe(OfferReply.class);
    target = actors.spawn(TargetActor.create(
        new Offer(offer.description(), offer.blacklist(), offer.capabilities(), EPOCH, offer.source(),
            replies.getRef()),
        new BuiltMachine(actors.spawn(machine(there, toldThere, new Guest(there))), there, List.of(), this::warmUp),
        TargetParameters.from(settings(targetsSettings, config).getConfig("kurki.migration"), new Plain()),
        targetsNode.getRef()));
    Accepted accepted = (Accepted) replies.receiveMessage(DEADLINE);
    relay = new Relay(accepted.port());
    offer.replyTo().tell(new Accepted(accepted.target(), accepted.host(), relay.port(), accepted.token(),
        accepted.capabilities()));
  }

  @Override
  public void close() {
    guest.close();
    relay.close();
    actors.shutdownTestKit();
    here.close();
    there.close();
  }

  public ActorTestKit actors() {
    return actors;
  }

  public Relay relay() {
    return relay;
  }

  /** RAM at the source. */
  public GuestMemory here() {
    return here;
  }

  /** RAM at the target. */
  public GuestMemory there() {
    return there;
  }

  public ActorRef<SourceMessage> source() {
    return source;
  }

  public ActorRef<TargetActor.Message> target() {
    return target;
  }

  /** Has the guest write to its pages from now on, until it is paused. */
  public void guestWrites() {
    guest.run();
  }

  /** Switches to post-copy in the first round; the guest runs at the target. */
  public void switchOver() {
    event(event -> event instanceof Progress progress && progress.state() == State.ACTIVE);
    TestProbe<StatusReply<String>> answers = answers();
    source.tell(new SourceMessage.ForPostcopy(new PostcopyRequest.Start(answers.getRef())));
    assertThat(answers.receiveMessage(DEADLINE).isSuccess()).isTrue();
    assertThat(await(RunsInPart.class)).isEqualTo(new RunsInPart(CRANE, EPOCH + 1));
  }

  /** Hears what an operator's wish is answered. */
  @SuppressWarnings("unchecked")
  public TestProbe<StatusReply<String>> answers() {
    return (TestProbe<StatusReply<String>>) (TestProbe<?>) actors.createTestProbe(StatusReply.class);
  }

  /** What the target's machine was told to prepare by, and the stop of the source's, as they happened. */
  public List<Object> order() {
    return List.copyOf(order);
  }

  private CompletionStage<Done> warmUp(List<Section> hints) {
    order.addAll(hints);
    return CompletableFuture.completedFuture(Done.getInstance());
  }

  /** The next of what the source tells its node that is wanted. */
  public MigrationEvent event(Predicate<MigrationEvent> wanted) {
    return sourcesNode.fishForMessage(DEADLINE,
        event -> wanted.test(event) ? FishingOutcomes.complete() : FishingOutcomes.continueAndIgnore()).getLast();
  }

  /** The next of its kind that the target tells its node. */
  public <E extends TargetEvent> E await(Class<E> wanted) {
    return wanted.cast(targetsNode.fishForMessage(DEADLINE,
        event -> wanted.isInstance(event) ? FishingOutcomes.complete() : FishingOutcomes.continueAndIgnore())
        .getLast());
  }

  /** The machine at the source comes to be told this. */
  public void isToldHere(Class<? extends MachineMessage> what) {
    isTold(toldHere, what);
  }

  /** The machine at the target comes to be told this. */
  public void isToldThere(Class<? extends MachineMessage> what) {
    isTold(toldThere, what);
  }

  /** Source and target come to their end. */
  public void bothEnd() {
    sourcesNode.expectTerminated(source, DEADLINE);
    targetsNode.expectTerminated(target, DEADLINE);
  }

  /** The target has what the source has. */
  public void assertSame() {
    assertThat(there.missing().isEmpty()).isTrue();
    assertThat(there.pages(0, PAGES).mismatch(here.pages(0, PAGES))).isEqualTo(-1);
  }

  /** A command that means nothing before the actor knows that its peer is gone. */
  public <M> void insist(ActorRef<M> actor, M command) {
    actors.spawn(Behaviors.<M>withTimers(timers -> {
      timers.startTimerWithFixedDelay(command, Duration.ofMillis(20));
      return Behaviors.receiveMessage(again -> {
        actor.tell(again);
        return Behaviors.same();
      });
    }));
  }

  private static void isTold(TestProbe<MachineMessage> told, Class<? extends MachineMessage> what) {
    told.fishForMessage(DEADLINE,
        message -> what.isInstance(message) ? FishingOutcomes.complete() : FishingOutcomes.continueAndIgnore());
  }

  private static Config settings(String settings, Config fallback) {
    return ConfigFactory.parseString("kurki.migration { " + settings + " }").withFallback(fallback);
  }

  /** A machine that does at once what it is asked. */
  private Behavior<MachineMessage> machine(GuestMemory memory, TestProbe<MachineMessage> told, Guest guest) {
    return Behaviors.receiveMessage(message -> {
      told.getRef().tell(message);
      switch (message) {
        case Pause(var replyTo) -> {
          guest.pause();
          order.add(message.getClass());
          replyTo.tell(new Paused(CRANE));
        }
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
