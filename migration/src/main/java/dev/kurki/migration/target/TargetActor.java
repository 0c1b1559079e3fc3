package dev.kurki.migration.target;

import com.typesafe.config.Config;
import dev.kurki.actors.machine.MachineId;
import dev.kurki.actors.machine.MachineMessage;
import dev.kurki.actors.machine.MachineMessage.LoadSections;
import dev.kurki.actors.machine.MachineMessage.PowerOff;
import dev.kurki.actors.machine.MachineMessage.Resume;
import dev.kurki.actors.machine.MachineMessage.Resumed;
import dev.kurki.actors.machine.MachineMessage.SectionsLoaded;
import dev.kurki.actors.machine.MachineMessage.SectionsRefused;
import dev.kurki.actors.machine.MachineMessage.SectionsReply;
import dev.kurki.actors.machine.MachineMessage.SectionsSaved;
import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.memory.MissingPages;
import dev.kurki.actors.section.Bytes;
import dev.kurki.actors.section.Section;
import dev.kurki.migration.control.Capability;
import dev.kurki.migration.control.FromSource;
import dev.kurki.migration.control.FromSource.Commit;
import dev.kurki.migration.control.FromTarget.PagesCame;
import dev.kurki.migration.control.FromTarget.Postcopy;
import dev.kurki.migration.control.FromTarget;
import dev.kurki.migration.control.FromTarget.Discarded;
import dev.kurki.migration.control.FromTarget.Failed;
import dev.kurki.migration.control.FromTarget.Prepared;
import dev.kurki.migration.control.FromTarget.Running;
import dev.kurki.migration.control.Negotiation;
import dev.kurki.migration.control.Offer;
import dev.kurki.migration.handover.TargetHandover.Action.TellPostcopy;
import dev.kurki.migration.policy.Blacklist;
import dev.kurki.migration.policy.BlacklistEntry;
import dev.kurki.migration.control.OfferReply.Accepted;
import dev.kurki.migration.control.OfferReply.Declined;
import dev.kurki.actors.section.Refusal;
import dev.kurki.migration.handover.TargetHandover;
import dev.kurki.migration.handover.TargetHandover.Action;
import dev.kurki.migration.handover.TargetHandover.Action.Load;
import dev.kurki.migration.handover.TargetHandover.Action.Repeat;
import dev.kurki.migration.handover.TargetHandover.Action.ResumeMachine;
import dev.kurki.migration.handover.TargetHandover.Action.Say;
import dev.kurki.migration.handover.TargetHandover.Action.TellGivenUp;
import dev.kurki.migration.handover.TargetHandover.Action.TellOperator;
import dev.kurki.migration.handover.TargetHandover.Action.TellTakenOver;
import dev.kurki.migration.handover.TargetHandover.Action.TellWaiting;
import dev.kurki.migration.handover.TargetHandover.Input;
import dev.kurki.migration.handover.TargetHandover.State.Ended;
import dev.kurki.migration.handover.TargetHandover.State.GivenUp;
import dev.kurki.migration.handover.TargetHandover.State.Listening;
import dev.kurki.migration.handover.TargetHandover.State.Loading;
import dev.kurki.migration.handover.TargetHandover.State.Resuming;
import dev.kurki.migration.stream.FrameChannel;
import dev.kurki.migration.stream.ReturnPathFrame;
import dev.kurki.migration.stream.PageChannel;
import dev.kurki.migration.stream.RoundBarrier;
import dev.kurki.migration.stream.StreamReceiver;
import dev.kurki.migration.target.Listener.Connection;
import dev.kurki.migration.target.TargetEvent.Flowing;
import dev.kurki.migration.target.TargetEvent.RunsInPart;
import dev.kurki.migration.target.TargetEvent.Stalled;
import dev.kurki.migration.target.TargetEvent.TakenOver;
import dev.kurki.migration.target.TargetEvent.Waiting;
import dev.kurki.migration.wire.WireSecurity;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.apache.pekko.Done;
import java.util.concurrent.CompletionStage;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * The target of one migration. {@link TargetHandover} says what it does: this actor brings it what it hears, and does it.
 *
 * <pre>
 *   listening --stream whole--&gt; loading --loaded--&gt; prepared --Commit--&gt; running
 *       |                          |                    |
 *       +------ any failure -------+-------- Abort -----+--&gt; given up: the copy is powered off
 * </pre>
 *
 * <p>Before it is prepared it gives up on its own when anything fails or the source is gone. Once prepared it only does what
 * the source decides, and asks again until it hears: the copy in hand may be the last.
 */
public final class TargetActor {
  private static final int TOKEN_BYTES = 16;

  /** What a target is asked, and what it tells itself. */
  public sealed interface Message {}

  /** {@link Input.ResumeHere}: an operator has the copy run, and vouches that the source's node is dead. */
  public record ResumeHere() implements Message {}

  /** {@link Input.DiscardHere}: an operator has the copy thrown away, and vouches that the source has the machine. */
  public record DiscardHere() implements Message {}

  /** The guest has ended itself: no page of it is needed any more. */
  public record MachineEnded() implements Message {}

  private record Joined(Connection connection) implements Message {}

  private record LateBroke(LateStreams.Broken broken) implements Message {}

  private record AllPagesCame() implements Message {}

  private record Received(List<Section> sections) implements Message {}

  private record LoadAnswered(SectionsReply reply) implements Message {}

  private record StreamEnded() implements Message {}

  private record WentWrong(String reason) implements Message {}

  private record Heard(FromSource message) implements Message {}

  private record SourceGone() implements Message {}

  private record MachineGone() implements Message {}

  private record ItRuns() implements Message {}

  private record ItStandsStill() implements Message {}

  private record Retry() implements Message {}

  private final ActorContext<Message> context;
  private final TimerScheduler<Message> timers;
  private final Offer offer;
  private final BuiltMachine built;
  private final TargetParameters parameters;
  private final ActorRef<TargetEvent> node;
  private final ActorRef<FromSource> ear;
  private final String token = newToken();
  private final TargetHandover handover;
  private TargetHandover.State state = new Listening();
  private Optional<Listener> listener = Optional.empty();
  private Optional<TargetStream.Run> stream = Optional.empty();
  private final LateStreams late;

  private TargetActor(ActorContext<Message> context, TimerScheduler<Message> timers, Offer offer, BuiltMachine built,
      TargetParameters parameters, ActorRef<TargetEvent> node) {
    context.setLoggerName(TargetActor.class);
    this.context = context;
    this.timers = timers;
    this.offer = offer;
    this.built = built;
    this.parameters = parameters;
    this.node = node;
    this.handover = new TargetHandover(offer.epoch());
    this.ear = context.messageAdapter(FromSource.class, Heard::new);
    ActorRef<Message> self = context.getSelf();
    this.late = new LateStreams(context.getSystem(), built.memory(),
        Optional.of(parameters.retryInterval()).filter(_ -> both().contains(Capability.RELEASE_RAM)),
        broken -> self.tell(new LateBroke(broken)));
  }

  /**
   * Takes a machine that was offered, after negotiation. The actor answers the offer, and ends with the outcome.
   *
   * @param offer what was offered
   * @param built the machine built for it
   * @param parameters where and how to listen
   * @param node hears of the outcome: {@link TakenOver} or {@link TargetEvent.GivenUp}
   */
  public static Behavior<Message> create(Offer offer, BuiltMachine built, TargetParameters parameters,
      ActorRef<TargetEvent> node) {
    return Behaviors.setup(context -> Behaviors
        .withTimers(timers -> new TargetActor(context, timers, offer, built, parameters, node).listening()));
  }

  private Behavior<Message> listening() {
    context.watchWith(offer.source(), new SourceGone());
    context.watchWith(built.machine(), new MachineGone());
    boolean canPostcopy = both().contains(Capability.POSTCOPY_RAM);
    ActorRef<Message> self = context.getSelf();
    RoundBarrier rounds = new RoundBarrier(both().contains(Capability.MULTIFD) ? PageChannel.MOST : 0);
    StreamReceiver receiver = new StreamReceiver(built.memory(), Bytes.utf8(token),
        canPostcopy ? Optional.of(late::want) : Optional.empty(), rounds);
    PageStreams further = new PageStreams(context.getSystem(), receiver, rounds,
        canPostcopy ? Optional.of(connection -> self.tell(new Joined(connection))) : Optional.empty());
    try {
      listener = Optional
          .of(new Listener(parameters.host(), parameters.port(), Bytes.utf8(token), parameters.security(),
              further.joining()));
    } catch (IOException e) {
      return step(new Input.WentWrong("nothing can listen at " + parameters.host() + ":" + parameters.port()));
    }
    TargetStream.Run run = TargetStream.take(context.getSystem(), listener.get(), receiver, further, new TellingEar());
    context.pipeToSelf(run.done(),
        (_, problem) -> problem == null ? new StreamEnded() : new WentWrong(FrameChannel.reasonOf(problem)));
    stream = Optional.of(run);
    offer.replyTo().tell(new Accepted(ear, parameters.host(), listener.get().port(), token,
        capabilities()));
    return behavior(message -> switch (message) {
      case Received(var sections) -> step(judged(sections));
      case LoadAnswered(SectionsLoaded _) -> loaded();
      case LoadAnswered(SectionsRefused(var refusal)) -> step(new Input.WentWrong(refusal.sentence()));
      case LoadAnswered(SectionsSaved _) -> throw new IllegalStateException("a load was answered like a save");
      case WentWrong(var reason) -> step(new Input.WentWrong(reason));
      case Heard(var word) -> step(new Input.Heard(word));
      case SourceGone() -> step(new Input.SourceGone());
      case MachineGone() -> step(new Input.CopyLost());
      case ItRuns() -> step(new Input.ItRuns());
      case ItStandsStill() -> step(new Input.ItStandsStill());
      case Joined(var connection) -> joined(connection);
      case LateBroke(var broken) -> lateBroke(broken);
      case AllPagesCame(),MachineEnded() -> {
        tellPages();
        yield step(new Input.AllCame());
      }
      case Retry() -> {
        tellPages();
        yield step(new Input.Retry());
      }
      case ResumeHere() -> step(new Input.ResumeHere());
      case DiscardHere() -> step(new Input.DiscardHere());
      case StreamEnded() -> Behaviors.same();
    });
  }

  private Input judged(List<Section> sections) {
    List<Refusal> refusals = Blacklist.check(Negotiation.union(built.blacklist(), offer.blacklist()),
        offer.description().provenance(),
        offer.description().machineType(), sections);
    return refusals.isEmpty()
        ? new Input.Received(sections)
        : new Input.WentWrong(refusals.getFirst().of(id().name()).sentence());
  }

  private Behavior<Message> loaded() {
    boolean inPart = !built.memory().missing().isEmpty();
    if (inPart) {
      context.pipeToSelf(built.memory().missing().whole(), (_, _) -> new AllPagesCame());
    } else {
      listener.ifPresent(Listener::enough);
    }
    return step(new Input.Loaded(inPart));
  }

  private Behavior<Message> joined(Connection connection) {
    late.join(connection);
    if (late.isConnected() && state instanceof TargetHandover.State.Postcopy) {
      node.tell(new Flowing(id()));
    }
    return Behaviors.same();
  }

  private Behavior<Message> lateBroke(LateStreams.Broken broken) {
    if (late.drop(broken) && state instanceof TargetHandover.State.Postcopy) {
      context.getLog().warn("machine {} is paused in post-copy: {}", id(), broken.reason());
      node.tell(new Stalled(id(), broken.reason()));
    }
    return Behaviors.same();
  }

  private void tellPages() {
    if (state instanceof TargetHandover.State.Postcopy) {
      MissingPages missing = built.memory().missing();
      offer.source().tell(new PagesCame(missing.count(), missing.requests(), missing.longestWaitNanos()));
    }
  }

  private Behavior<Message> step(Input input) {
    TargetHandover.Step step = handover.step(state, input);
    state = step.state();
    step.actions().forEach(this::perform);
    return switch (state) {
      case GivenUp _,Ended _ -> Behaviors.stopped();
      case Listening _,Loading _,TargetHandover.State.Prepared _,Resuming _,TargetHandover.State.Postcopy _,TargetHandover.State.Running _ ->
        Behaviors.same();
    };
  }

  private void perform(Action action) {
    switch (action) {
      case Load(var sections) -> context.ask(SectionsReply.class, built.machine(), parameters.loadTimeout(),
          replyTo -> new LoadSections(sections, replyTo), (reply, problem) -> problem == null
              ? new LoadAnswered(reply)
              : new WentWrong("the machine did not load its sections in time"));
      case ResumeMachine() -> context.ask(Resumed.class, built.machine(), parameters.loadTimeout(), Resume::new,
          (_, problem) -> problem == null ? new ItRuns() : new ItStandsStill());
      case Action.PowerOff() -> built.machine().tell(new PowerOff());
      case Say(var word) -> say(word);
      case Repeat(var word) -> offer.source().tell(word);
      case TellWaiting() -> node.tell(new Waiting(id()));
      case TellPostcopy(var epoch) -> node.tell(new RunsInPart(id(), epoch));
      case TellTakenOver(var epoch) -> node.tell(new TakenOver(id(), epoch));
      case TellGivenUp(var reason) -> node.tell(new TargetEvent.GivenUp(id(), reason));
      case TellOperator(var sentence) -> context.getLog().warn("machine {}: {}", id(), sentence);
    }
  }

  private void say(FromTarget word) {
    switch (word) {
      case Prepared(var epoch) -> answer(new ReturnPathFrame.Prepared(epoch));
      case Running(var epoch) -> answer(new ReturnPathFrame.Running(epoch));
      case Postcopy(var epoch) -> answer(new ReturnPathFrame.Postcopy(epoch));
      case Failed(var reason) -> offer.replyTo()
          .tell(new Declined(List.of(new Refusal(Refusal.Rule.INCONSISTENT, "target", "a whole stream", reason))));
      case Discarded(),PagesCame _ -> {
        // The stream is ended already.
      }
    }
    offer.source().tell(word);
    timers.startTimerWithFixedDelay(new Retry(), parameters.retryInterval());
  }

  private void answer(ReturnPathFrame frame) {
    stream.ifPresent(run -> run.answer(frame));
  }

  private MachineId id() {
    return offer.description().machine();
  }

  /** What both can do; how streams are secured is for this node to say. */
  private List<String> capabilities() {
    Set<Capability> both = both();
    both.remove(Capability.TLS);
    if (parameters.security().isTls()) {
      both.add(Capability.TLS);
    }
    return Capability.words(both);
  }

  private Set<Capability> both() {
    Set<Capability> both = Capability.known(offer.capabilities());
    both.retainAll(parameters.capabilities());
    return both;
  }

  private static String newToken() {
    byte[] bytes = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private Behavior<Message> behavior(Function<Message, Behavior<Message>> onMessage) {
    return Behaviors.receive(Message.class).onAnyMessage(onMessage::apply).onSignal(PostStop.class, _ -> {
      listener.ifPresent(Listener::close);
      late.close();
      stream.ifPresent(TargetStream.Run::close);
      return Behaviors.same();
    }).build();
  }

  /** Brings what the stream's thread finds to this actor. */
  private final class TellingEar implements TargetStream.Ear {
    private final ActorRef<Message> self = context.getSelf();

    @Override
    public void whole(List<Section> sections) {
      self.tell(new Received(sections));
    }

    @Override
    public CompletionStage<Done> hinted(List<Section> hints) {
      return built.warmUp().apply(hints);
    }

    @Override
    public void committed(long epoch) {
      self.tell(new Heard(new Commit(epoch)));
    }
  }
}
