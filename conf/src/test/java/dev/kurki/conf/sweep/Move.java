package dev.kurki.conf.sweep;

import dev.kurki.conf.sweep.ControlLink.Mode;
import dev.kurki.conf.sweep.TargetNode.Trouble;
import dev.kurki.migration.control.FromSource.Commit;
import dev.kurki.migration.control.FromTarget.Prepared;
import dev.kurki.migration.control.Offer;
import dev.kurki.migration.control.OfferReply.Accepted;
import dev.kurki.migration.source.PostcopyRequest;
import dev.kurki.migration.source.SourceMessage;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.pattern.StatusReply;

/** One move with one fault: two nodes, what is between them, and what happens to it. */
final class Move implements AutoCloseable {
  /** Under which the source owns the machine. */
  static final long EPOCH = 7;
  /** How long nodes do not reach one another. */
  private static final Duration OUTAGE = Duration.ofMillis(300);

  private final ActorTestKit actors;
  private final SweptMachine swept;
  private final Strike strike;
  private final Journal journal = new Journal();
  private final Copies copies = new Copies(journal);
  private final Map<Side, Standing> standings = new EnumMap<>(Side.class);
  private final Map<Side, CompletableFuture<ActorRef<Object>>> nodes = Map.of(Side.SOURCE, new CompletableFuture<>(),
      Side.TARGET, new CompletableFuture<>());
  private final List<ActorRef<Object>> links = new CopyOnWriteArrayList<>();
  private volatile Optional<FaultyWire> wire = Optional.empty();
  private final AtomicBoolean mayCut = new AtomicBoolean(true);
  private volatile Mode reach = Mode.OPEN;

  Move(ActorTestKit actors, SweptMachine swept, Case which) {
    this.actors = actors;
    this.swept = swept;
    this.strike = new Strike(which);
  }

  /** Begins it. */
  void begin() {
    future(Side.TARGET).complete(actors.spawn(TargetNode.create(this)));
    ActorRef<Object> offers = link(node(Side.TARGET), this::offered, () -> {});
    future(Side.SOURCE).complete(actors.spawn(SourceNode.create(this, offers.narrow())));
  }

  SweptMachine swept() {
    return swept;
  }

  Strike strike() {
    return strike;
  }

  Journal journal() {
    return journal;
  }

  Copies copies() {
    return copies;
  }

  synchronized Standing standing(Side side) {
    return standings.getOrDefault(side, Standing.NONE);
  }

  void stands(Side side, Standing standing) {
    synchronized (this) {
      standings.put(side, standing);
    }
    journal.note(new Entry.Stands(side, standing));
  }

  /** A node is gone, and its machine with it. */
  void died(Side side) {
    copies.stopped(side);
    journal.note(new Entry.NodeDied(side));
  }

  /** Tells a side's node. */
  void tell(Side side, Object message) {
    node(side).tell(message);
  }

  /** Has everything go through the network as it should. */
  void mend() {
    become(FaultyWire.Mode.PASS, FaultyWire.Mode.PASS);
  }

  /** The command that has pages go again. */
  SourceMessage recovery() {
    return new SourceMessage.ForPostcopy(new PostcopyRequest.Recover(actors.system().<StatusReply<String>>ignoreRef()));
  }

  SpiedMachine.Ear ear(Side side) {
    return new SpiedMachine.Ear() {
      @Override
      public void toBePaused() {
        reached(Phase.STOP);
      }

      @Override
      public void isPaused() {
        copies.paused(side);
        journal.note(new Entry.Paused(side));
      }

      @Override
      public void toBeLoaded() {
        copies.compare();
        reached(Phase.VERIFY);
      }

      @Override
      public boolean toBeResumed() {
        if (side == Side.TARGET) {
          reached(Phase.RESUME);
        }
        if (side == Side.TARGET && strike.hasStruck() && strike.fault() == Fault.OUT_OF_MEMORY) {
          return false;
        }
        copies.resumed(side);
        return true;
      }

      @Override
      public void hasEnded() {
        copies.stopped(side);
        journal.note(new Entry.MachineEnded(side));
      }
    };
  }

  /** Ends all of it, whatever is left. */
  @Override
  public void close() {
    wire.ifPresent(FaultyWire::close);
    reach(Mode.GONE);
    stop(Side.SOURCE);
    stop(Side.TARGET);
  }

  private ActorRef<Object> node(Side side) {
    return future(side).join();
  }

  private CompletableFuture<ActorRef<Object>> future(Side side) {
    return Objects.requireNonNull(nodes.get(side));
  }

  private void stop(Side side) {
    tell(side, Die.DIE);
  }

  private void reach(Mode mode) {
    reach = mode;
    links.forEach(link -> link.tell(mode));
  }

  private ActorRef<Object> link(ActorRef<?> real, UnaryOperator<Object> passing, Runnable ended) {
    ActorRef<Object> link = actors.spawn(ControlLink.create(real.unsafeUpcast(), () -> reach, passing, ended));
    links.add(link);
    return link;
  }

  private Object offered(Object message) {
    if (!(message instanceof Offer offer)) {
      return message;
    }
    reached(Phase.NEGOTIATE);
    ActorRef<Object> source = link(offer.source(), word -> {
      if (word instanceof Prepared) {
        reached(Phase.HAND_OVER);
      }
      return word;
    }, () -> journal.note(new Entry.TakenForGone(Side.TARGET)));
    ActorRef<Object> replyTo = link(offer.replyTo(), this::answered, () -> {});
    return new Offer(offer.description(), offer.blacklist(), offer.capabilities(), offer.epoch(), source.narrow(),
        replyTo.narrow());
  }

  private Object answered(Object message) {
    if (!(message instanceof Accepted accepted)) {
      return message;
    }
    ActorRef<Object> target = link(accepted.target(), word -> {
      if (word instanceof Commit) {
        reached(Phase.DECISION);
      }
      return word;
    }, () -> journal.note(new Entry.TakenForGone(Side.SOURCE)));
    FaultyWire between = new FaultyWire(accepted.host(), accepted.port(), strike, this::reached,
        () -> copies.isStopped(Side.SOURCE));
    wire = Optional.of(between);
    return new Accepted(target.narrow(), "127.0.0.1", between.port(), accepted.token(), accepted.capabilities());
  }

  private void reached(Phase phase) {
    if (phase == Phase.POSTCOPY_RUN && strike.isOf(Phase.POSTCOPY_RECOVERY) && mayCut.getAndSet(false)) {
      journal.note(new Entry.Struck("cut, for what follows"));
      wire.ifPresent(FaultyWire::cut);
    }
    if (strike.isAt(phase)) {
      journal.note(new Entry.Struck(strike.fault().word() + " in " + phase.word()));
      apply(strike.fault());
    }
  }

  private void apply(Fault fault) {
    switch (fault) {
      case KILL_SOURCE -> kill(Side.SOURCE);
      case KILL_TARGET -> kill(Side.TARGET);
      case CUT -> wire.ifPresent(FaultyWire::cut);
      case CUT_TO_TARGET -> become(FaultyWire.Mode.VANISH, FaultyWire.Mode.PASS);
      case CUT_TO_SOURCE -> become(FaultyWire.Mode.PASS, FaultyWire.Mode.VANISH);
      case STALL -> become(FaultyWire.Mode.HOLD, FaultyWire.Mode.HOLD);
      case SLOW_DRIP -> become(FaultyWire.Mode.DRIP, FaultyWire.Mode.DRIP);
      case OUT_OF_MEMORY ->
        tell(Side.TARGET, copies.isGone(Side.TARGET) ? Trouble.NO_ROOM : Trouble.MACHINE_DIES);
      case CANCEL -> tell(Side.SOURCE, new SourceMessage.Cancel());
      case PARTITION -> {
        reach(Mode.LOST);
        later(() -> reach(Mode.GONE));
      }
      case UNREACHABLE -> {
        reach(Mode.HELD);
        become(FaultyWire.Mode.HOLD, FaultyWire.Mode.HOLD);
        later(() -> {
          reach(Mode.OPEN);
          become(FaultyWire.Mode.PASS, FaultyWire.Mode.PASS);
        });
      }
      case CORRUPT, TRUNCATE, DUPLICATE, REORDER, DISK_FULL, SECOND_MOVE ->
        throw new IllegalStateException("it strikes elsewhere: " + fault);
    }
  }

  private void kill(Side side) {
    stop(side);
    wire.ifPresent(FaultyWire::close);
  }

  private void become(FaultyWire.Mode toTarget, FaultyWire.Mode toSource) {
    wire.ifPresent(there -> there.become(toTarget, toSource));
  }

  private void later(Runnable then) {
    Cancellable _ = actors.system().scheduler().scheduleOnce(OUTAGE, then, actors.system().executionContext());
  }
}
