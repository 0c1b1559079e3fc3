package dev.kurki.migration.source;

import dev.kurki.actors.machine.MachineMessage.Resume;
import dev.kurki.actors.machine.MachineMessage.Resumed;
import dev.kurki.actors.machine.MachineMessage.SectionsLoaded;
import dev.kurki.actors.machine.MachineMessage.SectionsRefused;
import dev.kurki.actors.machine.MachineMessage.SectionsReply;
import dev.kurki.actors.machine.MachineMessage.SectionsSaved;
import dev.kurki.actors.machine.MachineMessage.Throttle;
import dev.kurki.actors.section.Longs;
import dev.kurki.actors.section.Refusal;
import dev.kurki.migration.control.Capability;
import dev.kurki.migration.control.FromSource;
import dev.kurki.migration.control.FromSource.Commit;
import dev.kurki.migration.control.FromTarget;
import dev.kurki.migration.control.Negotiation;
import dev.kurki.migration.control.Offer;
import dev.kurki.migration.control.OfferReply;
import dev.kurki.migration.control.OfferReply.Accepted;
import dev.kurki.migration.control.OfferReply.Declined;
import dev.kurki.migration.source.Convergence.DirtyLimited;
import dev.kurki.migration.handover.SourceHandover.Action.TellPostcopy;
import dev.kurki.migration.source.Convergence.GiveUp;
import dev.kurki.migration.source.Convergence.GoOn;
import dev.kurki.migration.source.Convergence.StopGuest;
import dev.kurki.migration.source.Convergence.SwitchToPostcopy;
import dev.kurki.migration.source.Convergence.Throttled;
import dev.kurki.migration.handover.SourceHandover;
import dev.kurki.migration.handover.SourceHandover.Action;
import dev.kurki.migration.handover.SourceHandover.Action.ReleasePages;
import dev.kurki.migration.handover.SourceHandover.Action.Repeat;
import dev.kurki.migration.handover.SourceHandover.Action.RunGuest;
import dev.kurki.migration.handover.SourceHandover.Action.Say;
import dev.kurki.migration.handover.SourceHandover.Action.StopStream;
import dev.kurki.migration.handover.SourceHandover.Action.TellHandedOver;
import dev.kurki.migration.handover.SourceHandover.Action.TellKept;
import dev.kurki.migration.handover.SourceHandover.Action.TellLost;
import dev.kurki.migration.handover.SourceHandover.Action.TellMoved;
import dev.kurki.migration.handover.SourceHandover.Action.TellOperator;
import dev.kurki.migration.handover.SourceHandover.Action.TellTakenBack;
import dev.kurki.migration.handover.SourceHandover.Input;
import dev.kurki.migration.handover.SourceHandover.State.Active;
import dev.kurki.migration.handover.SourceHandover.State.Device;
import dev.kurki.migration.handover.SourceHandover.State.Ended;
import dev.kurki.migration.source.MigrationEvent.Completed;
import dev.kurki.migration.source.MigrationEvent.HandedOver;
import dev.kurki.migration.source.MigrationEvent.NotMoved;
import dev.kurki.migration.source.MigrationEvent.State;
import dev.kurki.migration.source.MigrationEvent.TakenBack;
import dev.kurki.migration.source.SourceFeed.AnotherRound;
import dev.kurki.migration.source.SourceFeed.NextStep;
import dev.kurki.migration.source.SourceMessage.Cancel;
import dev.kurki.migration.source.SourceMessage.ResumeHere;
import dev.kurki.migration.source.SourceMessage.DiscardHere;
import dev.kurki.migration.source.SourceMessage.Change;
import dev.kurki.migration.source.SourceMessage.Continue;
import dev.kurki.migration.source.SourceMessage.ForPostcopy;
import dev.kurki.migration.source.SourceStep.PostcopyTold;
import dev.kurki.migration.source.SourceStep.Answered;
import dev.kurki.migration.source.SourceStep.Heard;
import dev.kurki.migration.source.SourceStep.RoundSent;
import dev.kurki.migration.source.SourceStep.LastRoundSent;
import dev.kurki.migration.source.SourceStep.Stopped;
import dev.kurki.migration.source.SourceStep.WentWrong;
import dev.kurki.migration.source.SourceStep.StreamBroke;
import dev.kurki.migration.source.SourceStep.BrokenForGood;
import dev.kurki.migration.source.SourceStep.TargetGone;
import dev.kurki.migration.source.SourceStep.Retry;
import dev.kurki.migration.source.SourceStep.Tick;
import dev.kurki.migration.source.SourceStep.Counted;
import dev.kurki.migration.source.SourceStep.HandoverTimedOut;
import dev.kurki.migration.source.VcpuPacing.Moment;
import dev.kurki.migration.stream.DirtyRound;
import dev.kurki.migration.stream.FrameChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * The source of one migration, and the sole judge of who owns the guest. From the moment the target has accepted,
 * {@link SourceHandover} says what it decides: this actor brings it what it hears, and does it.
 *
 * <pre>
 *   setup --accepted--&gt; active --few pages left--&gt; device --prepared--&gt; committed --running--&gt; completed
 *     |                   |                          |
 *     +-------------------+------ any failure -------+--&gt; aborted --discarded--&gt; failed or cancelled
 * </pre>
 *
 * <p>Up to the decision the guest is the source's: whatever fails, it runs on here. From the decision on it is the target's
 * and is never run here again under this epoch; the decision is repeated until it is acknowledged, and the copy here, paused,
 * is thrown away only then.
 */
public final class SourceActor {
  /** How often a round that goes on is told of. */
  private static final Duration TICK = Duration.ofMillis(250);

  private final ActorContext<SourceMessage> context;
  private final TimerScheduler<SourceMessage> timers;
  private final MachineToMove subject;
  private final Destination destination;
  private final MigrationParameters parameters;
  private final ActorRef<MigrationEvent> watcher;
  private final MovingGuest guest;
  private final SourceHandover handover;
  private final SourcePostcopy postcopy;
  private SourceHandover.State state = new Active();
  private final Course course;
  private final SwitchoverGate gate;
  private Optional<Outflow> outflow = Optional.empty();

  private SourceActor(ActorContext<SourceMessage> context, TimerScheduler<SourceMessage> timers, MachineToMove subject,
      Destination destination, MigrationParameters parameters, ActorRef<MigrationEvent> watcher) {
    context.setLoggerName(SourceActor.class);
    this.context = context;
    this.timers = timers;
    this.subject = subject;
    this.destination = destination;
    this.parameters = parameters;
    this.watcher = watcher;
    this.guest = new MovingGuest(context.getSystem(), subject.machine(), parameters.handoverTimeout());
    this.course = new Course(subject, destination, parameters);
    this.gate = new SwitchoverGate(!parameters.pauseBeforeSwitchover());
    this.postcopy = new SourcePostcopy(context, subject, parameters, course.bandwidth(), watcher,
        context.messageAdapter(PostcopyActor.Told.class, PostcopyTold::new));
    this.handover = new SourceHandover("node " + destination.name(), subject.epoch());
  }

  /**
   * Begins to move a machine. The actor ends when the last side has acknowledged the outcome.
   *
   * @param subject the machine
   * @param destination where it is to go
   * @param parameters how
   * @param watcher hears of each state, and last of {@link Completed} or {@link NotMoved}
   */
  public static Behavior<SourceMessage> create(MachineToMove subject, Destination destination,
      MigrationParameters parameters, ActorRef<MigrationEvent> watcher) {
    return Behaviors.setup(context -> Behaviors.withTimers(
        timers -> new SourceActor(context, timers, subject, destination, parameters, watcher).setup()));
  }

  /** The offer is the first that is done, and its answer decides: until it is accepted, the guest is not touched. */
  private Behavior<SourceMessage> setup() {
    if (!subject.unmigratable().isEmpty()) {
      return refused(subject.unmigratable());
    }
    ActorRef<FromTarget> ear = context.messageAdapter(FromTarget.class, Heard::new);
    context.ask(OfferReply.class, destination.node(), parameters.setupTimeout(),
        replyTo -> new Offer(subject.description(), subject.blacklist(), Capability.words(parameters.capabilities()),
            subject.epoch(), ear, replyTo),
        (reply, problem) -> problem == null
            ? new Answered(reply)
            : new WentWrong("node " + destination.name() + " did not answer the offer within "
                + parameters.setupTimeout().toSeconds() + " s"));
    return behavior(message -> switch (message) {
      case Answered(Accepted accepted) -> active(accepted);
      case Answered(Declined(var refusals)) -> refused(refusals);
      case WentWrong(var reason) -> notMoved(State.FAILED, reason, List.of());
      case Cancel() -> cancelledInSetup();
      case Change(var wanted) -> change(wanted);
      case Continue() -> continued();
      case ForPostcopy(var request) -> forPostcopy(request);
      default -> Behaviors.same();
    });
  }

  /** The target may be building the machine already: its answer is awaited, so that it can be told. */
  private Behavior<SourceMessage> cancelledInSetup() {
    return behavior(message -> switch (message) {
      case Answered(Accepted(var target, _, _, _, _)) -> {
        context.watchWith(target, new TargetGone());
        step(target, new Input.Cancel());
        yield handingOver(target);
      }
      case Answered _,WentWrong _ -> notMoved(State.CANCELLED, "it was cancelled", List.of());
      default -> Behaviors.same();
    });
  }

  private Behavior<SourceMessage> active(Accepted accepted) {
    watcher.tell(course.begins(State.SETUP, subject.memory().pages(), feed()));
    ActorRef<FromSource> target = accepted.target();
    context.watchWith(target, new TargetGone());
    Optional<Refusal> otherSecurity = Negotiation.checkSecurity(parameters.security().isTls(),
        "node " + destination.name(), accepted.capabilities());
    if (otherSecurity.isPresent()) {
      Refusal refusal = otherSecurity.get().of(subject.id().name());
      step(target, new Input.WentWrong(refusal.sentence(), List.of(refusal)));
      return handingOver(target);
    }
    ActorRef<SourceMessage> self = context.getSelf();
    if (postcopy.isAgreedOn(accepted)) {
      course.allowPostcopy();
    }
    Outflow begun = Outflow.begin(context.getSystem(), accepted, subject, parameters, course, new AskingSteering(self),
        word -> self.tell(new Heard(word)));
    outflow = Optional.of(begun);
    context.pipeToSelf(begun.done(), (_, problem) -> problem == null
        ? new Retry()
        : new StreamBroke("the stream to node " + destination.name() + " broke: " + FrameChannel.reasonOf(problem)));
    timers.startTimerWithFixedDelay(new Tick(), TICK);
    return handingOver(target);
  }

  private Behavior<SourceMessage> handingOver(ActorRef<FromSource> target) {
    return behavior(message -> switch (message) {
      case RoundSent(var report, var next) when state instanceof Active -> roundSent(report, next);
      case RoundSent(_, var next) -> {
        next.cancel(false);
        yield Behaviors.same();
      }
      case LastRoundSent(var report) -> {
        course.note(report);
        yield Behaviors.same();
      }
      case Tick() -> tick();
      case Counted(var moment, var work) -> {
        work.ifPresent(done -> course.learn(moment, done));
        yield Behaviors.same();
      }
      case Change(var wanted) -> change(wanted);
      case Continue() -> continued();
      case ForPostcopy(var request) -> forPostcopy(request);
      case PostcopyTold(var told) ->
        postcopy.hear(told).map(input -> step(target, input)).orElseGet(Behaviors::same);
      case Stopped(var dirty, var sections, var next) -> {
        Behavior<SourceMessage> then = step(target, new Input.Stopped());
        yield state instanceof Device ? device(target, dirty, sections, next) : then;
      }
      case Heard(var word) -> {
        postcopy.hear(word);
        yield step(target, new Input.Heard(word));
      }
      case HandoverTimedOut() -> step(target, new Input.TimedOut("node " + destination.name()
          + " did not verify the machine within " + parameters.handoverTimeout().toSeconds() + " s"));
      case WentWrong(var reason) -> step(target, new Input.WentWrong(reason, List.of()));
      case StreamBroke(var reason) -> {
        // The target may be about to say why.
        timers.startSingleTimer(new BrokenForGood(reason), parameters.retryInterval());
        yield Behaviors.same();
      }
      case BrokenForGood(var reason) -> step(target, new Input.StreamBroke(reason));
      case TargetGone() -> step(target, new Input.TargetGone());
      case Retry() -> step(target, new Input.Retry());
      case Cancel() -> step(target, new Input.Cancel());
      case ResumeHere() -> step(target, new Input.ResumeHere());
      case DiscardHere() -> step(target, new Input.DiscardHere());
      case Answered _ -> Behaviors.same();
    });
  }

  private Behavior<SourceMessage> roundSent(Optional<RoundReport> report, CompletableFuture<NextStep> next) {
    report.ifPresent(course::note);
    if (report.isEmpty()) {
      // What has been written so far travels with the first round; from here on each write is to be noticed.
      takeDirty(_ -> begin(next, DirtyRound.everyPage(subject.memory())));
      return Behaviors.same();
    }
    countWork(Moment.ROUND_ENDS);
    long left = subject.memory().dirty().count();
    if (postcopy.isWanted()) {
      switchOver(next);
      return Behaviors.same();
    }
    switch (course.after(report.get(), left)) {
      case StopGuest() when gate.holds(next) -> {
        course.held();
        tick();
      }
      case StopGuest() -> {
        course.stops(left);
        stopGuest(next);
      }
      case GoOn _,Throttled _,DirtyLimited _ -> anotherRound(next);
      case SwitchToPostcopy() -> {
        postcopy.want();
        switchOver(next);
      }
      case GiveUp(var reason) -> context.getSelf().tell(new WentWrong(reason));
    }
    return Behaviors.same();
  }

  private void anotherRound(CompletableFuture<NextStep> next) {
    takeDirty(dirty -> begin(next, dirty));
  }

  private void takeDirty(Function<Longs, SourceMessage> then) {
    context.pipeToSelf(guest.takeDirty(), (dirty, problem) -> problem == null
        ? then.apply(dirty)
        : new WentWrong("the machine does not hand out its dirty pages: " + problem));
  }

  /** Pages do not hold the guest up: it stands for the sections and the hand-over. */
  private void switchOver(CompletableFuture<NextStep> next) {
    course.switchesOver();
    stopGuest(next);
  }

  private Behavior<SourceMessage> forPostcopy(PostcopyRequest request) {
    postcopy.take(request);
    if (postcopy.isWanted()) {
      feed().ifPresent(SourceFeed::cutShort);
      gate.open().ifPresent(this::switchOver);
    }
    return Behaviors.same();
  }

  private SourceMessage begin(CompletableFuture<NextStep> next, Longs dirty) {
    course.marksTaken();
    countWork(Moment.ROUND_BEGINS);
    watcher.tell(course.begins(State.ACTIVE, DirtyRound.count(dirty), feed()));
    next.complete(new AnotherRound(dirty));
    return new Retry();
  }

  private void stopGuest(CompletableFuture<NextStep> next) {
    context.pipeToSelf(guest.halt(), (halted, problem) -> problem == null
        ? new Stopped(halted.dirty(), halted.sections(), next)
        : new WentWrong("the machine did not stop: " + problem.getMessage()));
  }

  private Behavior<SourceMessage> device(ActorRef<FromSource> target, Longs dirty, SectionsReply reply,
      CompletableFuture<NextStep> next) {
    watcher.tell(course.begins(State.DEVICE, DirtyRound.count(dirty), feed()));
    switch (reply) {
      case SectionsSaved(var sections) -> {
        List<Refusal> refusals = subject.refusalsOf(sections);
        if (!refusals.isEmpty()) {
          return step(target, new Input.WentWrong(Refusal.sentences(refusals), refusals));
        }
        next.complete(postcopy.lastStep(dirty, sections));
      }
      case SectionsRefused(var refusal) -> {
        return step(target, new Input.WentWrong(refusal.sentence(), List.of(refusal)));
      }
      case SectionsLoaded _ -> throw new IllegalStateException("a save was answered like a load");
    }
    timers.startSingleTimer(new HandoverTimedOut(), parameters.handoverTimeout());
    countWork(Moment.GUEST_STOPPED);
    return Behaviors.same();
  }

  private Behavior<SourceMessage> step(ActorRef<FromSource> target, Input input) {
    SourceHandover.Step step = handover.step(state, input);
    state = step.state();
    step.actions().forEach(action -> perform(target, action));
    return state instanceof Ended ? Behaviors.stopped() : Behaviors.same();
  }

  private void perform(ActorRef<FromSource> target, Action action) {
    switch (action) {
      case StopStream() -> outflow.ifPresent(Outflow::stop);
      case RunGuest() -> {
        subject.machine().tell(new Throttle(0));
        if (subject.running()) {
          subject.machine().tell(new Resume(context.getSystem().<Resumed>ignoreRef()));
        }
      }
      case Say(var word) -> {
        if (word instanceof Commit(var epoch)) {
          outflow.ifPresent(flow -> flow.decide(epoch));
        }
        target.tell(word);
        timers.cancelAll();
        timers.startTimerWithFixedDelay(new Retry(), parameters.retryInterval());
      }
      case Repeat(var word) -> target.tell(word);
      case TellHandedOver(var epoch) -> {
        watcher.tell(new HandedOver(subject.id(), epoch));
        feed().map(SourceFeed::switched).ifPresent(postcopy::begin);
      }
      case TellPostcopy() -> postcopy.runs();
      case ReleasePages(var refusal) -> postcopy.release(refusal);
      case TellMoved() -> watcher.tell(new Completed(subject.id(), course.report(feed(), postcopy)));
      case TellKept(var outcome, var reason, var refusals) ->
        watcher.tell(new NotMoved(subject.id(), switch (outcome) {
          case FAILED -> State.FAILED;
          case CANCELLED -> State.CANCELLED;
        }, reason, refusals));
      case TellTakenBack(var epoch) -> watcher.tell(new TakenBack(subject.id(), epoch));
      case TellLost(var reason) -> watcher.tell(new MigrationEvent.Lost(subject.id(), reason));
      case TellOperator(var sentence) -> {
        context.getLog().warn("machine {}: {}", subject.id(), sentence);
        if (state instanceof SourceHandover.State.Postcopy) {
          postcopy.stands(sentence);
        }
      }
    }
  }

  private Behavior<SourceMessage> tick() {
    State told = state instanceof Active ? gate.isHolding() ? State.PRE_SWITCHOVER : State.ACTIVE : State.DEVICE;
    feed().ifPresent(sent -> watcher.tell(course.goesOn(told, sent)));
    if (told == State.ACTIVE) {
      course.tooLate().ifPresent(reason -> context.getSelf().tell(new WentWrong(reason)));
    }
    if (state instanceof Active) {
      countWork(Moment.WITHIN_ROUND);
    }
    return Behaviors.same();
  }

  private void countWork(Moment moment) {
    context.pipeToSelf(guest.countWork(), (work, _) -> new Counted(moment, Optional.ofNullable(work)));
  }

  private Behavior<SourceMessage> change(MigrationParameters wanted) {
    course.change(wanted);
    return Behaviors.same();
  }

  /** What has become dirty while the migration was held is sent by rounds as before. */
  private Behavior<SourceMessage> continued() {
    gate.open().ifPresent(next -> {
      course.letGo();
      anotherRound(next);
    });
    return Behaviors.same();
  }

  private Optional<SourceFeed> feed() {
    return outflow.map(Outflow::feed);
  }

  private Behavior<SourceMessage> refused(List<Refusal> refusals) {
    return notMoved(State.FAILED,
        "it cannot be moved to node " + destination.name() + ": " + Refusal.sentences(refusals),
        refusals);
  }

  private Behavior<SourceMessage> notMoved(State state, String reason, List<Refusal> refusals) {
    watcher.tell(new NotMoved(subject.id(), state, reason, refusals));
    return Behaviors.stopped();
  }

  private Behavior<SourceMessage> behavior(Function<SourceMessage, Behavior<SourceMessage>> onMessage) {
    return Behaviors.receive(SourceMessage.class).onAnyMessage(onMessage::apply).onSignal(PostStop.class, _ -> {
      outflow.ifPresent(Outflow::stop);
      return Behaviors.same();
    }).build();
  }
}
