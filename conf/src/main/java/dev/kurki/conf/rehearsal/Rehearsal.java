package dev.kurki.conf.rehearsal;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.kurki.actors.machine.MachineActor;
import dev.kurki.actors.machine.MachineEvent;
import dev.kurki.actors.machine.MachineMessage;
import dev.kurki.actors.machine.MachineMessage.PowerOff;
import dev.kurki.actors.machine.MachineMessage.Reset;
import dev.kurki.actors.machine.MachineMessage.Resume;
import dev.kurki.actors.machine.MachinePlan;
import dev.kurki.conf.machine.Description;
import dev.kurki.conf.machine.MachineBuilder;
import dev.kurki.conf.machine.MachineConfig;
import dev.kurki.conf.machine.MachineDispatcher;
import dev.kurki.migration.control.MachineDescription;
import dev.kurki.migration.control.Offer;
import dev.kurki.migration.policy.NodeAbi;
import dev.kurki.migration.policy.Provenance;
import dev.kurki.migration.source.Destination;
import dev.kurki.migration.source.MachineToMove;
import dev.kurki.migration.source.MigrationEvent;
import dev.kurki.migration.source.MigrationEvent.Completed;
import dev.kurki.migration.source.MigrationEvent.NotMoved;
import dev.kurki.migration.source.MigrationParameters;
import dev.kurki.migration.source.SourceActor;
import dev.kurki.migration.target.TargetActor;
import dev.kurki.migration.target.TargetActor.BuiltMachine;
import dev.kurki.migration.target.TargetActor.TargetParameters;
import dev.kurki.migration.target.TargetEvent;
import dev.kurki.migration.wire.WireSecurity;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Moves a small machine from this node to this node, some times over, and ends. */
public final class Rehearsal extends AbstractMatchingBehavior<Rehearsal.Message> {
  /** It busies its hart and writes to its memory as fast as it can. */
  private static final String MACHINE = "machine { name = rehearsal, memory = 16 MiB, harts = 1, guest { kind = embedded, "
      + "pages = 1024, pages-per-second = 0, stop-after-seconds = 0 } }";
  /** Its guest is stopped for as long as it takes, as nobody waits for it. */
  private static final String PARAMETERS = "max-rounds = 3, non-convergence = [stop], max-bandwidth = 0, timeout = 0s";
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** What a rehearsal is told. */
  sealed interface Message {}

  private record Begin(ActorRef<Result> replyTo) implements Message {}

  private record Offered(Offer offer) implements Message {}

  private record Moving(MigrationEvent event) implements Message {}

  private record TargetTold(TargetEvent event) implements Message {}

  /**
   * What came of it.
   *
   * @param moves how many moves were made; fewer than were asked for, when one failed
   * @param switchoverNanos how long the guest was stopped beside its last pages, in ns: the median of the later half of the
   *     moves; 0 where none was made
   */
  public record Result(int moves, long switchoverNanos) {}

  /** One copy of the machine. */
  private record Copy(ActorRef<MachineMessage> machine, MachinePlan plan, long epoch) {}

  private final ActorContext<Message> context;
  private final Config config;
  private final MachineConfig machine;
  private final NodeAbi abi;
  private final WireSecurity security;
  private final int moves;
  private final ActorRef<MachineEvent> owner;
  private final ActorRef<Offer> offers;
  private Copy here;
  private Copy there;
  private ActorRef<Result> replyTo;
  private final List<Long> switchovers = new ArrayList<>();

  private Rehearsal(ActorContext<Message> context, Config config, NodeAbi abi, WireSecurity security, int moves) {
    super(context);
    this.context = context;
    this.config = config;
    this.abi = abi;
    this.security = security;
    this.moves = moves;
    Config own = ConfigFactory.parseString(MACHINE).withFallback(config);
    this.machine = MachineConfig.read(MachineConfig.settings(own), own);
    this.owner = context.getSystem().ignoreRef();
    this.offers = context.messageAdapter(Offer.class, Offered::new);
    this.replyTo = context.getSystem().ignoreRef();
    this.here = spawn(MachineBuilder.build(machine), 1);
    this.there = here;
  }

  /**
   * Rehearses.
   *
   * @param system the node's actor system
   * @param config all of the node's configuration
   * @param abi what its build knows of saved state
   * @param security how the node secures streams
   * @param moves how many moves to make, 0 for none
   */
  public static CompletionStage<Result> run(ActorSystem<?> system, Config config, NodeAbi abi, WireSecurity security,
      int moves) {
    ActorRef<Message> rehearsal = system.systemActorOf(
        Behaviors.setup(context -> new Rehearsal(context, config, abi, security, moves)), "rehearsal",
        DispatcherSelector.blocking());
    return AskPattern.ask(rehearsal, Begin::new, PATIENCE, system.scheduler());
  }

  @Override
  public Behavior<Message> onMessage(Message message) {
    return switch (message) {
      case Begin(var asker) -> {
        replyTo = asker;
        here.machine().tell(new Reset());
        here.machine().tell(new Resume(context.getSystem().ignoreRef()));
        yield next();
      }
      case Offered(var offer) -> take(offer);
      case Moving(Completed(_, var report)) -> {
        switchovers.add(report.switchoverNanos());
        here.machine().tell(new PowerOff());
        here = there;
        yield next();
      }
      case Moving(NotMoved notMoved) -> {
        context.getLog().warn("the rehearsal of a move failed: {}", notMoved.reason());
        yield finished();
      }
      case Moving _,TargetTold _ -> this;
    };
  }

  private Behavior<Message> next() {
    if (switchovers.size() == moves) {
      return finished();
    }
    MachineDescription description = Description.of(machine, here.plan(), Provenance.bornOn(abi.origin()), abi);
    MachineToMove subject = new MachineToMove(description, abi.blacklist(), here.epoch(), here.machine(),
        here.plan().memory(), true);
    context.spawn(SourceActor.create(subject, new Destination("here", offers, 0),
        MigrationParameters.from(
            ConfigFactory.parseString(PARAMETERS).withFallback(config.getConfig("kurki.migration")), security),
        context.messageAdapter(MigrationEvent.class, Moving::new)), "source-" + switchovers.size());
    return this;
  }

  private Behavior<Message> take(Offer offer) {
    there = spawn(MachineBuilder.buildForState(machine), offer.epoch() + 1);
    context.spawn(TargetActor.create(offer, new BuiltMachine(there.machine(), there.plan().memory(), abi.blacklist()),
        TargetParameters.from(config.getConfig("kurki.migration"), security),
        context.messageAdapter(TargetEvent.class, TargetTold::new)), "target-" + switchovers.size());
    return this;
  }

  private Copy spawn(MachinePlan plan, long epoch) {
    return new Copy(context.spawn(MachineActor.create(plan, owner, Clock.systemUTC()), "machine-" + epoch,
        MachineDispatcher.of(machine, context.getSystem())), plan, epoch);
  }

  private Behavior<Message> finished() {
    List<Long> later = switchovers.stream().skip(switchovers.size() / 2).sorted().toList();
    replyTo.tell(new Result(switchovers.size(), later.isEmpty() ? 0 : later.get(later.size() / 2)));
    return Behaviors.stopped();
  }
}
