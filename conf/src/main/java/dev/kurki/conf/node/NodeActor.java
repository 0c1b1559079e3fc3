package dev.kurki.conf.node;

import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

import com.typesafe.config.Config;
import dev.kurki.actors.machine.MachineActor;
import dev.kurki.actors.machine.MachineEvent.ConsoleOutput;
import dev.kurki.actors.machine.MachineEvent.Exited;
import dev.kurki.actors.machine.MachineEvent.Failed;
import dev.kurki.actors.machine.MachineEvent.InputReturned;
import dev.kurki.actors.machine.MachineEvent;
import dev.kurki.actors.machine.MachineId;
import dev.kurki.actors.machine.MachineMessage.ConsoleInput;
import dev.kurki.actors.machine.MachineMessage.Reset;
import dev.kurki.actors.machine.MachineMessage.Resume;
import dev.kurki.actors.machine.MachineMessage;
import dev.kurki.actors.machine.MachinePlan;
import dev.kurki.actors.section.Bytes;
import dev.kurki.actors.section.Refusal;
import dev.kurki.conf.machine.MachineConfig;
import dev.kurki.conf.machine.MachineDispatcher;
import dev.kurki.conf.node.HostedMachine.State;
import dev.kurki.conf.node.NodeMessage.Attach;
import dev.kurki.conf.node.NodeMessage.CancelMigration;
import dev.kurki.conf.node.NodeMessage.Detach;
import dev.kurki.conf.node.NodeMessage.Done;
import dev.kurki.conf.node.NodeMessage.Ended;
import dev.kurki.conf.node.NodeMessage.Launch;
import dev.kurki.conf.node.NodeMessage.ListMachines;
import dev.kurki.conf.node.NodeMessage.ListNodes;
import dev.kurki.conf.node.NodeMessage.Locate;
import dev.kurki.conf.node.NodeMessage.Migrate;
import dev.kurki.conf.node.NodeMessage.Moved;
import dev.kurki.conf.node.NodeMessage.NodeListing;
import dev.kurki.conf.node.NodeMessage.NotPlanned;
import dev.kurki.conf.node.NodeMessage.Own;
import dev.kurki.conf.node.NodeMessage.Plan;
import dev.kurki.conf.node.NodeMessage.Rejected;
import dev.kurki.conf.node.NodeMessage.Reply;
import dev.kurki.conf.node.NodeMessage.Restore;
import dev.kurki.conf.node.NodeMessage.Save;
import dev.kurki.conf.node.NodeMessage.StopMachine;
import dev.kurki.conf.node.NodeMessage.Typed;
import dev.kurki.conf.node.PeerMessage.AskPreflight;
import dev.kurki.conf.node.PeerMessage.ForwardInput;
import dev.kurki.conf.node.PeerMessage.Introduce;
import dev.kurki.conf.node.PeerMessage.Introduction;
import dev.kurki.conf.node.PeerMessage.Inventory;
import dev.kurki.conf.node.PeerMessage.Preflight;
import dev.kurki.conf.node.PeerMessage.TakeInventory;
import dev.kurki.conf.node.PlanRequest.ToLaunch;
import dev.kurki.conf.node.PlanRequest.ToRestore;
import dev.kurki.conf.node.PlanRequest.ToTake;
import dev.kurki.conf.node.Planner.Planned;
import dev.kurki.conf.node.Planner.Unplanned;
import dev.kurki.migration.control.MachineDescription;
import dev.kurki.migration.control.Negotiation;
import dev.kurki.migration.control.Offer;
import dev.kurki.migration.file.SnapshotFile;
import dev.kurki.migration.policy.BlacklistEntry;
import dev.kurki.migration.policy.NodeAbi;
import dev.kurki.migration.policy.Provenance.How;
import dev.kurki.migration.policy.Provenance;
import dev.kurki.migration.source.Destination;
import dev.kurki.migration.source.MigrationEvent.Completed;
import dev.kurki.migration.source.MigrationEvent.HandedOver;
import dev.kurki.migration.source.MigrationEvent.NotMoved;
import dev.kurki.migration.source.MigrationEvent.Progress;
import dev.kurki.migration.source.MigrationEvent;
import dev.kurki.migration.source.MigrationParameters;
import dev.kurki.migration.source.SourceActor;
import dev.kurki.migration.target.TargetActor.BuiltMachine;
import dev.kurki.migration.target.TargetActor.TargetParameters;
import dev.kurki.migration.target.TargetActor;
import dev.kurki.migration.target.TargetEvent.GivenUp;
import dev.kurki.migration.target.TargetEvent.TakenOver;
import dev.kurki.migration.target.TargetEvent.Waiting;
import dev.kurki.migration.target.TargetEvent;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.receptionist.Receptionist;

/**
 * Owns the machines of one node. A machine is in its map from the moment it is built until it has ended or is another
 * node's; what is being done with it is its {@link State}.
 */
public final class NodeActor extends AbstractMatchingBehavior<NodeMessage> {
  private record PeersChanged(Receptionist.Listing listing) implements Own {}

  private record Met(Introduction peer) implements Own {}

  private record Asked(PeerMessage message) implements Own {}

  private record Offered(Offer offer) implements Own {}

  private record Preflighted(Migrate migrate, Moves.Verdict verdict) implements Own {}

  private record Prepared(PlanRequest request, Planner.Result result) implements Own {}

  private record MachineTold(MachineEvent event) implements Own {}

  private record TargetTold(TargetEvent event) implements Own {}

  private record SourceTold(MigrationEvent event) implements Own {}

  private record Saved(Save save, long bytes, Optional<String> problem) implements Own {}

  private record Restored(MachineId machine, Optional<String> problem, ActorRef<Reply> replyTo) implements Own {}

  private static final long FIRST_EPOCH = 1;

  private final NodeSettings settings;
  private final String adminUrl;
  private final NodeAbi abi;
  private final Planner planner;
  private final Admissions admissions;
  private final MigrationParameters parameters;
  private final ActorRef<Offer> offers;
  private final ActorRef<PeerMessage> ear;
  private final PeerDirectory peers;
  private final Snapshots snapshots;
  private final Moves moves;
  private final HostedMachines machines;
  /** Where machines have gone that were here. */
  private final Map<MachineId, ActorRef<PeerMessage>> departed = new HashMap<>();
  private long children;

  private NodeActor(ActorContext<NodeMessage> context, NodeSettings settings, String adminUrl, NodeAbi abi,
      Config config) {
    super(context);
    this.settings = settings;
    this.adminUrl = adminUrl;
    this.abi = abi;
    this.machines = new HostedMachines(settings.name(), settings.memoryBytes());
    this.planner = new Planner(config, abi,
        context.getSystem().dispatchers().lookup(DispatcherSelector.blocking()));
    this.admissions = new Admissions(planner, machines);
    this.parameters = MigrationParameters.from(config.getConfig("kurki.migration"));
    this.offers = context.messageAdapter(Offer.class, Offered::new);
    this.ear = context.messageAdapter(PeerMessage.class, Asked::new);
    this.peers = new PeerDirectory(context.messageAdapter(Introduction.class, Met::new));
    this.snapshots = new Snapshots(context.getSystem(), abi);
    this.moves = new Moves(context.getSystem(), settings.name(), abi, parameters, peers);
    Receptionist receptionist = Receptionist.get(context.getSystem());
    receptionist.ref().tell(Receptionist.register(PeerMessage.KEY, ear));
    // A subscriber of its own, as the receptionist watches each actor for one reason only.
    Behavior<Receptionist.Listing> listener = Behaviors.receiveMessage(listing -> {
      context.getSelf().tell(new PeersChanged(listing));
      return Behaviors.same();
    });
    receptionist.ref().tell(Receptionist.subscribe(PeerMessage.KEY, context.spawn(listener, "peers")));
  }

  /**
   * A node without machines.
   *
   * @param settings what its operator says of it
   * @param adminUrl where commands reach it
   * @param abi what its build knows of saved state
   * @param config what has machine types, defaults and migration parameters
   */
  public static Behavior<NodeMessage> create(NodeSettings settings, String adminUrl, NodeAbi abi, Config config) {
    return Behaviors.setup(context -> new NodeActor(context, settings, adminUrl, abi, config));
  }

  @Override
  public Behavior<NodeMessage> onMessage(NodeMessage message) {
    switch (message) {
      case Launch(var text, var replyTo) ->
        prepare(new ToLaunch(replyTo), planner.toLaunch(text, machines.freeBytes()));
      case ListMachines(var replyTo) -> spawn(InventoryActor.create(peers.all(), replyTo), "inventory");
      case ListNodes(var replyTo) -> replyTo.tell(new NodeListing(peers.entries()));
      case Plan plan -> plan(plan);
      case Migrate migrate -> migrate(migrate);
      case Preflighted(var migrate, var verdict) -> preflighted(migrate, verdict);
      case CancelMigration(var id, var replyTo) -> cancel(id, replyTo);
      case Save save -> save(save);
      case Restore(var file, var replyTo) -> describe(file, replyTo);
      case StopMachine(var id, var replyTo) -> stop(id, replyTo);
      case Locate(var id, var replyTo) -> machines.answer(id, replyTo, _ -> new Done("machine " + id + " is here"));
      case Attach(var id, var console, var replyTo) -> machines.answer(id, replyTo, machine -> {
        machine.attach(console);
        return new Done("attached to " + id);
      });
      case Detach(var id, var console) -> machines.find(id).ifPresent(machine -> machine.detach(console));
      case Typed(var id, var data) -> type(id, data);
      case PeersChanged(var listing) -> peers.reachable(listing.getServiceInstances(PeerMessage.KEY));
      case Met(var peer) -> peers.met(peer);
      case Asked(var question) -> introduce(question);
      case Offered(var offer) -> consider(offer);
      case Prepared(var request, Planned planned) -> host(request, planned);
      case Prepared(var request, Unplanned(var refusals)) -> refuse(request, refusals);
      case MachineTold(var event) -> machineTold(event);
      case TargetTold(var event) -> targetTold(event);
      case SourceTold(var event) -> sourceTold(event);
      case Saved saved -> saved(saved);
      case Restored restored -> restored(restored);
      case Own _ -> {
        return Behaviors.unhandled();
      }
    }
    return this;
  }

  /** A migration's source that fails before it has handed over leaves its machine here; afterwards it is not ours to run. */
  @Override
  public Behavior<NodeMessage> onSignal(Signal signal) {
    if (signal instanceof ChildFailed failed) {
      getContext().getLog().error("{} failed", failed.getRef().path().name(), failed.cause());
      machines.first(machine -> machine.state() == State.MOVING
          && machine.source().filter(source -> source.path().equals(failed.getRef().path())).isPresent())
          .ifPresent(machine -> {
            machine.watcher().ifPresent(watcher -> watcher.tell(new NotMoved(machine.id(), MigrationEvent.State.FAILED,
                "the migration failed: " + failed.cause().getMessage(), List.of())));
            machine.stay();
            machine.machine().tell(new Resume(getContext().getSystem().ignoreRef()));
          });
    }
    return this;
  }

  private void introduce(PeerMessage question) {
    switch (question) {
      case Introduce(var replyTo) -> replyTo.tell(new Introduction(settings.name(), adminUrl, offers, ear,
          abi.origin(), abi.lock()));
      case TakeInventory(var replyTo) -> replyTo.tell(new Inventory(settings.name(), adminUrl, machines.freeBytes(),
          machines.entries()));
      case ForwardInput(var machine, var data) -> type(new MachineId(machine), Bytes.of(data));
      case AskPreflight preflight -> admissions.preflight(preflight).thenAccept(preflight.replyTo()::tell);
      case Introduction _,Inventory _,Preflight _ -> {
        // They are answers, and are heard elsewhere.
      }
    }
  }

  private void prepare(PlanRequest request, CompletionStage<Planner.Result> plan) {
    getContext().pipeToSelf(plan, (result, problem) -> new Prepared(request, problem == null
        ? result
        : new Unplanned(
            List.of(Planner.unusable("a machine that can be built here", String.valueOf(problem.getMessage()))))));
  }

  private void describe(Path file, ActorRef<Reply> replyTo) {
    getContext().pipeToSelf(
        new SnapshotFile(getContext().getSystem(), file).describe()
            .thenCompose(description -> planner.toTake(description)
                .thenApply(result -> new Prepared(new ToRestore(file, description, replyTo), result))),
        (prepared, problem) -> {
          if (problem == null) {
            return prepared;
          }
          return new Prepared(new ToLaunch(replyTo), new Unplanned(List.of(Planner.unusable("a saved machine",
              Snapshots.reason(file, problem)))));
        });
  }

  private void consider(Offer offer) {
    ToTake request = new ToTake(offer);
    List<Refusal> refusals = admissions.refusals(request, offer.description().machine());
    if (refusals.isEmpty()) {
      prepare(request, planner.toTake(offer.description()));
    } else {
      refuse(request, refusals);
    }
  }

  private void refuse(PlanRequest request, List<Refusal> refusals) {
    refusals.forEach(refusal -> getContext().getLog().warn("not taken: {}", refusal.sentence()));
    request.refuse(refusals);
  }

  /** A plan is there: the machine is built, unless its name or its room has been taken meanwhile. */
  private void host(PlanRequest request, Planned planned) {
    MachineConfig config = planned.config();
    List<Refusal> refusals = admissions.refusals(request, config.id());
    if (!refusals.isEmpty()) {
      planned.plan().memory().close();
      refuse(request, refusals);
      return;
    }
    switch (request) {
      case ToLaunch(var replyTo) -> {
        HostedMachine machine = build(planned, Provenance.bornOn(abi.origin()), State.RUNNING, FIRST_EPOCH);
        machine.machine().tell(new Reset());
        machine.machine().tell(new Resume(getContext().getSystem().ignoreRef()));
        replyTo.tell(new Done("machine " + config.id() + " runs on node " + settings.name()));
      }
      case ToTake(var offer) -> {
        HostedMachine machine = build(planned,
            offer.description().provenance().then(abi.origin(), How.MIGRATED), State.INCOMING, offer.epoch());
        TargetParameters listening = TargetParameters
            .from(getContext().getSystem().settings().config().getConfig("kurki.migration"));
        spawn(TargetActor.create(offer, new BuiltMachine(machine.machine(), planned.plan().memory(), abi.blacklist()),
            listening,
            getContext().messageAdapter(TargetEvent.class, TargetTold::new)), "target-" + config.id());
      }
      case ToRestore(var file, var description, var replyTo) -> {
        HostedMachine machine = build(planned, description.provenance().then(abi.origin(), How.RESTORED),
            State.RESTORING, FIRST_EPOCH);
        getContext().pipeToSelf(snapshots.restore(machine, file), (_, problem) -> new Restored(config.id(),
            Optional.ofNullable(problem).map(cause -> Snapshots.reason(file, cause)), replyTo));
      }
    }
  }

  private HostedMachine build(Planned planned, Provenance provenance, State state, long epoch) {
    MachineConfig config = planned.config();
    MachinePlan plan = planned.plan();
    ActorRef<MachineMessage> actor = getContext().spawn(
        MachineActor.create(plan, getContext().messageAdapter(MachineEvent.class, MachineTold::new), Clock.systemUTC()),
        "machine-" + config.id() + "-" + ++children, MachineDispatcher.of(config, getContext().getSystem()));
    HostedMachine machine = new HostedMachine(config, plan, actor, provenance, state, epoch);
    machines.add(machine);
    departed.remove(config.id());
    return machine;
  }

  /** Both ends are asked before anything is begun. */
  private void migrate(Migrate migrate) {
    Optional<HostedMachine> movable = machines.find(migrate.machine())
        .filter(machine -> moves.obstacle(machine, migrate.to()).isEmpty());
    movable.ifPresentOrElse(
        machine -> getContext().pipeToSelf(moves.preflight(machine, migrate.to()), (verdict, problem) -> problem == null
            ? new Preflighted(migrate, verdict)
            : new Preflighted(migrate, moves.unanswered(migrate.to()))),
        () -> machines.answer(migrate.machine(), migrate.replyTo(), machine -> hindered(machine, migrate.to())));
  }

  private void preflighted(Migrate migrate, Moves.Verdict verdict) {
    machines.answer(migrate.machine(), migrate.replyTo(), machine -> {
      if (moves.obstacle(machine, migrate.to()).isPresent()) {
        return hindered(machine, migrate.to());
      }
      if (verdict.refusal().isPresent()) {
        getContext().getLog().warn("machine {} is not moved: {}", machine.id(), verdict.refusal().get());
        migrate.watcher().tell(new NotMoved(machine.id(), MigrationEvent.State.FAILED, verdict.refusal().get(),
            verdict.reasons()));
        return new Done("machine " + machine.id() + " is not moved");
      }
      Behavior<SourceActor.Message> source = SourceActor.create(machine.toMove(abi), moves.destination(migrate.to()),
          parameters, getContext().messageAdapter(MigrationEvent.class, SourceTold::new));
      machine.move(migrate.to(), spawn(source, "source-" + machine.id()), migrate.watcher());
      return new Done("machine " + machine.id() + " is being moved to node " + migrate.to());
    });
  }

  private Reply hindered(HostedMachine machine, String to) {
    return new Rejected(moves.obstacle(machine, to).orElse("machine " + machine.id() + " has just become free"),
        Optional.empty());
  }

  private void plan(Plan plan) {
    machines.find(plan.machine()).map(machine -> moves.plan(machine, plan.to()))
        .orElseGet(() -> CompletableFuture.completedFuture(
            new NotPlanned("there is no machine " + plan.machine() + " on node " + settings.name())))
        .thenAccept(plan.replyTo()::tell);
  }

  private void cancel(MachineId id, ActorRef<Reply> replyTo) {
    machines.answer(id, replyTo,
        machine -> machine.source().filter(_ -> machine.state() == State.MOVING).<Reply>map(source -> {
          source.tell(new SourceActor.Cancel());
          return new Done("the migration of machine " + id + " is being cancelled");
        }).orElseGet(() -> new Rejected("machine " + id + " is not being moved", Optional.empty())));
  }

  private void save(Save save) {
    machines.find(save.machine()).filter(HostedMachine::canBeSaved).ifPresentOrElse(machine -> {
      machine.become(State.SAVING);
      getContext().pipeToSelf(snapshots.save(machine, save.file()), (bytes, problem) -> problem == null
          ? new Saved(save, bytes, Optional.empty())
          : new Saved(save, 0, Optional.of(Snapshots.reason(save.file(), problem))));
    }, () -> machines.answer(save.machine(), save.replyTo(), machine -> machine.unmigratable().stream().findFirst()
        .<Reply>map(refusal -> new Rejected(refusal.sentence(), Optional.empty())).orElseGet(() -> busy(machine))));
  }

  private void saved(Saved saved) {
    Save save = saved.save();
    machines.answer(save.machine(), save.replyTo(), machine -> {
      if (saved.problem().isPresent() || save.keep()) {
        machine.stay();
        machine.machine().tell(new Resume(getContext().getSystem().ignoreRef()));
      } else {
        machines.end(machine, new Ended(0, "the machine is saved to " + save.file()));
      }
      return saved.problem().<Reply>map(problem -> new Rejected(problem, Optional.empty()))
          .orElseGet(() -> new Done("machine " + save.machine() + " is saved to " + save.file() + ", " + saved.bytes()
              + " bytes"));
    });
  }

  private void restored(Restored restored) {
    machines.answer(restored.machine(), restored.replyTo(), machine -> {
      if (restored.problem().isPresent()) {
        machines.end(machine, new Ended(1, "the machine was not restored"));
        return new Rejected(restored.problem().get(), Optional.empty());
      }
      machine.stay();
      machine.machine().tell(new Resume(getContext().getSystem().ignoreRef()));
      return new Done("machine " + machine.id() + " runs on node " + settings.name());
    });
  }

  private void stop(MachineId id, ActorRef<Reply> replyTo) {
    machines.answer(id, replyTo, machine -> {
      if (machine.state() != State.RUNNING) {
        return busy(machine);
      }
      machines.end(machine, new Ended(0, "the machine was stopped by its operator"));
      return new Done("machine " + id + " is stopped");
    });
  }

  /** Input follows a machine that has gone on to another node. */
  private void type(MachineId id, Bytes data) {
    machines.find(id).ifPresentOrElse(machine -> machine.machine().tell(new ConsoleInput(data)),
        () -> Optional.ofNullable(departed.get(id))
            .ifPresent(node -> node.tell(new ForwardInput(id.name(), data.toArray()))));
  }

  private void machineTold(MachineEvent event) {
    switch (event) {
      case ConsoleOutput(var id, var data) -> machines.find(id).ifPresent(machine -> machine.show(data));
      case InputReturned(var id, var data) -> type(id, data);
      case Exited(var id, var status, var reason) -> machines.find(id).ifPresent(machine -> {
        machine.source().ifPresentOrElse(source -> {
          // A guest that has ended is not moved: its end is told when the migration is given up.
          machine.endLater(new Ended(status, reason));
          source.tell(new SourceActor.Cancel());
        }, () -> machines.end(machine, new Ended(status, reason)));
      });
      case Failed(var id, var reason) -> {
        getContext().getLog().error("machine {} failed: {}", id, reason);
        machines.find(id).ifPresent(machine -> {
          machine.source().ifPresent(source -> source.tell(new SourceActor.Cancel()));
          machines.end(machine, new Ended(1, reason));
        });
      }
    }
  }

  private void targetTold(TargetEvent event) {
    switch (event) {
      case Waiting _ -> {
        // Its source decides.
      }
      case TakenOver(var id, var epoch) -> {
        getContext().getLog().info("machine {} runs here, epoch {}", id, epoch);
        machines.find(id).ifPresent(machine -> machine.own(epoch));
      }
      case GivenUp(var id, var reason) -> {
        getContext().getLog().warn("machine {} does not come: {}", id, reason);
        machines.forget(id);
      }
    }
  }

  private void sourceTold(MigrationEvent event) {
    machines.find(event.machine()).ifPresent(machine -> {
      machine.watcher().ifPresent(watcher -> watcher.tell(event));
      switch (event) {
        case Progress _ -> {
          // It is for the watcher.
        }
        case HandedOver _ -> machine.become(State.LEAVING);
        case Completed(_, var report) -> {
          moves.learn(report);
          Optional<Introduction> target = peers.named(machine.destination());
          target.ifPresent(node -> departed.put(machine.id(), node.peer()));
          machines.end(machine, new Moved(machine.destination(), target.map(Introduction::adminUrl).orElse("")));
        }
        case NotMoved _ -> {
          machine.stay();
          machine.endedMeanwhile().ifPresent(ended -> machines.end(machine, ended));
        }
      }
    });
  }

  private static Reply busy(HostedMachine machine) {
    return new Rejected(Moves.busy(machine), Optional.empty());
  }

  /** Spawns and watches a child under a name that is used once. */
  private <M> ActorRef<M> spawn(Behavior<M> behavior, String name) {
    ActorRef<M> child = getContext().spawn(behavior, name + "-" + ++children);
    getContext().watch(child);
    return child;
  }
}
