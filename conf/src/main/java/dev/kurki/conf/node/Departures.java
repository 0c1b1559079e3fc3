package dev.kurki.conf.node;

import dev.kurki.conf.node.NodeMessage.Moved;
import dev.kurki.conf.node.NodeMessage.RecoverMigration;
import dev.kurki.conf.node.NodeMessage.StartPostcopy;
import dev.kurki.conf.node.PeerMessage.Introduction;
import dev.kurki.migration.source.MigrationEvent.Postcopy;
import dev.kurki.migration.source.MigrationEvent.Released;
import dev.kurki.migration.source.PostcopyRequest;
import dev.kurki.migration.stream.FrameChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import com.typesafe.config.Config;
import dev.kurki.actors.machine.MachineId;
import dev.kurki.conf.input.BadInput;
import dev.kurki.conf.node.NodeMessage.AskMigration;
import dev.kurki.conf.node.NodeMessage.Begun;
import dev.kurki.conf.node.NodeMessage.CancelMigration;
import dev.kurki.conf.node.NodeMessage.ChangeMigration;
import dev.kurki.conf.node.NodeMessage.ContinueMigration;
import dev.kurki.conf.node.NodeMessage.Done;
import dev.kurki.conf.node.NodeMessage.Ended;
import dev.kurki.conf.node.NodeMessage.Migrate;
import dev.kurki.conf.node.NodeMessage.MigrateReply;
import dev.kurki.conf.node.NodeMessage.Migrating;
import dev.kurki.conf.node.NodeMessage.MigrationReply;
import dev.kurki.conf.node.NodeMessage.NotHere;
import dev.kurki.conf.node.NodeMessage.NotMigrating;
import dev.kurki.conf.node.NodeMessage.NotPlanned;
import dev.kurki.conf.node.NodeMessage.Own;
import dev.kurki.conf.node.NodeMessage.Plan;
import dev.kurki.conf.node.NodeMessage.Rejected;
import dev.kurki.conf.node.NodeMessage.Reply;
import dev.kurki.migration.policy.NodeAbi;
import dev.kurki.migration.source.MigrationEvent;
import dev.kurki.migration.source.MigrationEvent.Completed;
import dev.kurki.migration.source.MigrationEvent.HandedOver;
import dev.kurki.migration.source.MigrationEvent.Lost;
import dev.kurki.migration.source.MigrationEvent.NotMoved;
import dev.kurki.migration.source.MigrationEvent.Progress;
import dev.kurki.migration.source.MigrationEvent.TakenBack;
import dev.kurki.migration.source.MigrationParameters;
import dev.kurki.migration.source.SourceActor;
import dev.kurki.migration.source.SourceMessage;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.japi.function.Function;
import org.apache.pekko.pattern.StatusReply;

/** Moves a node's machines to other nodes; part of the node actor's state. */
final class Departures {
  /** What the node tells itself of a machine that is to go. */
  sealed interface Step extends Own {}

  private record SourceTold(MigrationEvent event) implements Step {}

  private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(5);

  private final ActorContext<NodeMessage> context;
  private final String node;
  private final NodeAbi abi;
  private final Wishes parameters;
  private final PeerDirectory peers;
  private final Moves moves;
  private final HostedMachines machines;
  private final Children children;
  private final ActorRef<MigrationEvent> sources;

  /**
   * Departures from a node.
   *
   * @param settings what its operator says of it
   * @param migration the section {@code kurki.migration}
   * @param peers who there is to move to
   */
  Departures(ActorContext<NodeMessage> context, NodeSettings settings, NodeAbi abi, Config migration,
      PeerDirectory peers, HostedMachines machines, Children children) {
    this.context = context;
    this.node = settings.name();
    this.abi = abi;
    this.parameters = new Wishes(migration, settings.security());
    this.peers = peers;
    this.moves = new Moves(context.getSystem(), node, abi, parameters.with(Map.of()), peers);
    this.machines = machines;
    this.children = children;
    this.sources = context.messageAdapter(MigrationEvent.class, SourceTold::new);
  }

  void take(Step step) {
    switch (step) {
      case SourceTold(var event) -> sourceTold(event);
    }
  }

  /** The node has rehearsed. */
  void rehearsed(long switchoverNanos) {
    moves.rehearsed(switchoverNanos);
  }

  void plan(Plan plan) {
    machines.find(plan.machine()).map(machine -> moves.plan(machine, plan.to()))
        .orElseGet(() -> CompletableFuture.completedFuture(
            new NotPlanned("there is no machine " + plan.machine() + " on node " + node)))
        .thenAccept(plan.replyTo()::tell);
  }

  /** The machine is offered; whoever watches hears whether it is taken. */
  void migrate(Migrate migrate) {
    MigrateReply answer;
    try {
      MigrationParameters wanted = parameters.with(migrate.parameters());
      answer = machines.find(migrate.machine()).map(machine -> begin(machine, migrate, wanted))
          .orElseGet(() -> machines.unknown(migrate.machine()));
    } catch (BadInput e) {
      answer = new Rejected(e.line(), Optional.empty());
    }
    migrate.replyTo().tell(answer);
  }

  private MigrateReply begin(HostedMachine machine, Migrate migrate, MigrationParameters wanted) {
    Optional<String> obstacle = moves.obstacle(machine, migrate.to());
    if (obstacle.isPresent()) {
      return new Rejected(obstacle.get(), Optional.empty());
    }
    Behavior<SourceMessage> source = SourceActor.create(machine.toMove(abi, context.getSystem()),
        moves.destination(migrate.to()), wanted,
        sources);
    machine.move(new Departure(migrate.to(), migrate.parameters()), children.spawn(source, "source-" + machine.id()),
        migrate.watcher());
    return new Begun(adminUrl(migrate.to()));
  }

  void cancel(CancelMigration cancel) {
    steer(cancel.machine(), cancel.replyTo(), new SourceMessage.Cancel(), "is being cancelled");
  }

  void goOn(ContinueMigration onward) {
    steer(onward.machine(), onward.replyTo(), new SourceMessage.Continue(), "goes on");
  }

  void change(ChangeMigration change) {
    try {
      Wishes.checkUnderWay(change.parameters());
      Map<String, String> wishes = machines.find(change.machine()).flatMap(HostedMachine::departure)
          .map(departure -> departure.wishesWith(change.parameters())).orElseGet(change::parameters);
      steer(change.machine(), change.replyTo(), new SourceMessage.Change(parameters.with(wishes)), "is changed");
      machines.find(change.machine()).flatMap(HostedMachine::departure)
          .ifPresent(departure -> departure.wish(change.parameters()));
    } catch (BadInput e) {
      change.replyTo().tell(new Rejected(e.line(), Optional.empty()));
    }
  }

  void tell(AskMigration question) {
    MachineId id = question.machine();
    question.replyTo().tell(machines.find(id).<MigrationReply>map(machine -> machine.departure()
        .flatMap(departure -> departure.last().<MigrationReply>map(last -> new Migrating(departure.to(), last)))
        .orElseGet(NotMigrating::new)).orElseGet(() -> new NotHere("there is no machine " + id + " on node " + node)));
  }

  private void steer(MachineId id, ActorRef<Reply> replyTo, SourceMessage word, String what) {
    machines.answer(id, replyTo,
        machine -> machine.source().filter(_ -> machine.state() == MachineState.MOVING).<Reply>map(source -> {
          source.tell(word);
          return new Done("the migration of machine " + id + " " + what);
        }).orElseGet(() -> notSteered(machine)));
  }

  private static Reply notSteered(HostedMachine machine) {
    boolean isDecided = machine.isInPart() || machine.state() == MachineState.LEAVING;
    return new Rejected("machine " + machine.id() + (isDecided
        ? " is its target's already; its migration can be neither changed nor cancelled any more"
        : " is not being moved"), Optional.empty());
  }

  void startPostcopy(StartPostcopy start) {
    toSource(start.machine(), start.replyTo(), MachineState.MOVING, " is not being moved", PostcopyRequest.Start::new);
  }

  void recover(RecoverMigration recover) {
    toSource(recover.machine(), recover.replyTo(), MachineState.LEAVING,
        " has not left this node in post-copy: there is nothing to recover", PostcopyRequest.Recover::new);
  }

  /** Brings a command to the source of a machine that is in the right state, which answers in its own time. */
  private void toSource(MachineId id, ActorRef<Reply> replyTo, MachineState wanted, String otherwise,
      Function<ActorRef<StatusReply<String>>, PostcopyRequest> command) {
    Optional<ActorRef<SourceMessage>> source = machines.find(id)
        .filter(machine -> machine.state() == wanted).flatMap(HostedMachine::source);
    if (source.isEmpty()) {
      machines.answer(id, replyTo, machine -> new Rejected("machine " + machine.id() + otherwise, Optional.empty()));
      return;
    }
    CompletionStage<String> _ = AskPattern
        .askWithStatus(source.get(),
            (ActorRef<StatusReply<String>> answer) -> new SourceMessage.ForPostcopy(command.apply(answer)),
            COMMAND_TIMEOUT, context.getSystem().scheduler())
        .whenComplete((done, problem) -> replyTo.tell(problem == null
            ? new Done(done)
            : new Rejected(FrameChannel.reasonOf(problem), Optional.empty())));
  }

  /** A source that fails before it has handed over leaves its machine here; afterwards it is not ours to run. */
  void failed(ChildFailed child) {
    machines.first(
        machine -> machine.source().filter(source -> source.path().equals(child.getRef().path())).isPresent())
        .ifPresent(machine -> {
          if (machine.state() == MachineState.LEAVING) {
            context.getLog()
                .warn("machine {} was handed over to node {}, and its migration has failed here: discard the"
                    + " copy here if the machine runs there, resume it here if that node is dead", machine.id(),
                    machine.destination());
            machine.orphan();
            return;
          }
          machine.watcher().ifPresent(watcher -> watcher.tell(new NotMoved(machine.id(), MigrationEvent.State.FAILED,
              "the migration failed: " + child.cause().getMessage(), List.of())));
          machine.runOn(context.getSystem());
        });
  }

  /** The node knows what the guest has worked. */
  private static MigrationEvent measured(MigrationEvent event, HostedMachine machine) {
    return event instanceof Completed(var id, var report) && machine.departure().isPresent()
        ? new Completed(id, machine.departure().get().measured(report, machine.work()))
        : event;
  }

  /** Whoever looks at the console of a machine that runs elsewhere, though not whole, goes on there. */
  private Moved moved(HostedMachine machine) {
    return new Moved(machine.destination(), adminUrl(machine.destination()));
  }

  /** Where commands reach a node; empty where it has gone. */
  private String adminUrl(String name) {
    return peers.named(name).map(Introduction::adminUrl).orElse("");
  }

  private void sourceTold(MigrationEvent told) {
    machines.find(told.machine()).ifPresent(machine -> {
      MigrationEvent event = measured(told, machine);
      machine.departure().ifPresent(departure -> departure.note(event));
      machine.watcher().ifPresent(watcher -> watcher.tell(event));
      switch (event) {
        case Progress _ -> {
          // It is for the watcher.
        }
        case HandedOver _ -> machine.become(MachineState.LEAVING);
        case Postcopy _ -> machine.consoles().tellLast(moved(machine));
        case Completed(_, var report) -> {
          moves.learn(report);
          machines.handOver(machine, peers.named(machine.destination()));
        }
        case Lost(_, var reason) -> {
          context.getLog().warn("machine {} is not here any more: {}", machine.id(), reason);
          machines.end(machine, new Ended(1, reason));
        }
        case Released(_, var reason) -> machine.cannotRunHere(reason);
        case TakenBack(_, var epoch) -> {
          context.getLog().warn("machine {} is taken back, epoch {}", machine.id(), epoch);
          machine.stay();
          machine.own(epoch);
          machine.endedMeanwhile().ifPresent(ended -> machines.end(machine, ended));
        }
        case NotMoved(_, _, var reason, var refusals) -> {
          if (!refusals.isEmpty()) {
            context.getLog().warn("machine {} is not moved: {}", machine.id(), reason);
          }
          machine.stay();
          machine.endedMeanwhile().ifPresent(ended -> machines.end(machine, ended));
        }
      }
    });
  }
}
