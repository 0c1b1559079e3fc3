package dev.kurki.conf.node;

import dev.kurki.conf.node.NodeMessage.RecoverMigration;
import dev.kurki.conf.node.NodeMessage.StartPostcopy;
import dev.kurki.migration.target.TargetActor;
import java.util.Optional;

import com.typesafe.config.Config;
import dev.kurki.actors.machine.MachineEvent;
import dev.kurki.actors.machine.MachineEvent.ConsoleOutput;
import dev.kurki.actors.machine.MachineEvent.Exited;
import dev.kurki.actors.machine.MachineEvent.Failed;
import dev.kurki.actors.machine.MachineEvent.InputReturned;
import dev.kurki.actors.machine.MachineId;
import dev.kurki.actors.memory.MemoryReserve;
import dev.kurki.actors.section.Bytes;
import dev.kurki.conf.node.NodeMessage.AskMigration;
import dev.kurki.conf.node.NodeMessage.AskWork;
import dev.kurki.conf.node.NodeMessage.Attach;
import dev.kurki.conf.node.NodeMessage.CancelMigration;
import dev.kurki.conf.node.NodeMessage.ChangeMigration;
import dev.kurki.conf.node.NodeMessage.ContinueMigration;
import dev.kurki.conf.node.NodeMessage.Detach;
import dev.kurki.conf.node.NodeMessage.DiscardHere;
import dev.kurki.conf.node.NodeMessage.Done;
import dev.kurki.conf.node.NodeMessage.Ended;
import dev.kurki.conf.node.NodeMessage.Launch;
import dev.kurki.conf.node.NodeMessage.ListMachines;
import dev.kurki.conf.node.NodeMessage.ListNodes;
import dev.kurki.conf.node.NodeMessage.Locate;
import dev.kurki.conf.node.NodeMessage.Migrate;
import dev.kurki.conf.node.NodeMessage.NodeListing;
import dev.kurki.conf.node.NodeMessage.NotHere;
import dev.kurki.conf.node.NodeMessage.Own;
import dev.kurki.conf.node.NodeMessage.Plan;
import dev.kurki.conf.node.NodeMessage.Rejected;
import dev.kurki.conf.node.NodeMessage.Reply;
import dev.kurki.conf.node.NodeMessage.Rehearsed;
import dev.kurki.conf.node.NodeMessage.Restore;
import dev.kurki.conf.node.NodeMessage.ResumeHere;
import dev.kurki.conf.node.NodeMessage.Save;
import dev.kurki.conf.node.NodeMessage.StopMachine;
import dev.kurki.conf.node.NodeMessage.Typed;
import dev.kurki.conf.node.NodeMessage.WorkReply;
import dev.kurki.conf.node.NodeMessage.Worked;
import dev.kurki.conf.node.PeerMessage.AskPreflight;
import dev.kurki.conf.node.PeerMessage.ForwardInput;
import dev.kurki.conf.node.PeerMessage.Introduce;
import dev.kurki.conf.node.PeerMessage.Introduction;
import dev.kurki.conf.node.PeerMessage.Inventory;
import dev.kurki.conf.node.PeerMessage.Preflight;
import dev.kurki.conf.node.PeerMessage.TakeInventory;
import dev.kurki.migration.policy.NodeAbi;
import dev.kurki.migration.source.SourceMessage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.receptionist.Receptionist;

/**
 * Owns the machines of one node. A machine is in its map from the moment it is built until it has ended or is another
 * node's; what is being done with it is its {@link MachineState}. How machines come, go, and are saved is told by its
 * {@link Arrivals}, {@link Departures}, {@link Snapshots} and {@link Restores}, which run within this actor only.
 */
public final class NodeActor extends AbstractMatchingBehavior<NodeMessage> {
  private record PeersChanged(Receptionist.Listing listing) implements Own {}

  private record Met(Introduction peer) implements Own {}

  private record Asked(PeerMessage message) implements Own {}

  private record MachineTold(MachineEvent event) implements Own {}

  private final NodeSettings settings;
  private final String adminUrl;
  private final NodeAbi abi;
  private final ActorRef<PeerMessage> ear;
  private final PeerDirectory peers;
  private final HostedMachines machines;
  private final Children children;
  private final Admissions admissions;
  private final Snapshots snapshots;
  private final Restores restores;
  private final Arrivals arrivals;
  private final Departures departures;
  private final Orphans orphans;
  private final MemoryReserve reserve;

  private NodeActor(ActorContext<NodeMessage> context, NodeSettings settings, String adminUrl, NodeAbi abi,
      Config config) {
    super(context);
    this.settings = settings;
    this.adminUrl = adminUrl;
    this.abi = abi;
    this.ear = context.messageAdapter(PeerMessage.class, Asked::new);
    this.peers = new PeerDirectory(context.messageAdapter(Introduction.class, Met::new));
    this.machines = new HostedMachines(settings.name(), settings.memoryBytes());
    this.children = new Children(context);
    this.reserve = new MemoryReserve(settings.memoryReserveBytes());
    Planner planner = new Planner(config, abi,
        context.getSystem().dispatchers().lookup(DispatcherSelector.blocking()), reserve::take);
    this.admissions = new Admissions(context, planner, machines, settings.security());
    this.snapshots = new Snapshots(context, abi, machines);
    this.restores = new Restores(context, settings.name(), abi, machines);
    this.arrivals = new Arrivals(context, settings, abi, planner, admissions, machines, restores, children,
        context.messageAdapter(MachineEvent.class, MachineTold::new));
    this.departures = new Departures(context, settings, abi,
        config.getConfig("kurki.migration"), peers, machines, children);
    this.orphans = new Orphans(machines, context.getSystem());
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
      case Launch launch -> arrivals.launch(launch);
      case Restore restore -> arrivals.restore(restore);
      case Arrivals.Step step -> arrivals.take(step);
      case Save save -> snapshots.save(save);
      case Snapshots.Saved saved -> snapshots.saved(saved);
      case Restores.Step step -> restores.take(step);
      case Plan plan -> departures.plan(plan);
      case Migrate migrate -> departures.migrate(migrate);
      case CancelMigration cancel -> {
        if (!snapshots.cancel(cancel)) {
          departures.cancel(cancel);
        }
      }
      case ContinueMigration onward -> departures.goOn(onward);
      case ChangeMigration change -> departures.change(change);
      case AskMigration question -> departures.tell(question);
      case AskWork(var id, var replyTo) -> replyTo.tell(machines.find(id)
          .<WorkReply>map(machine -> new Worked(machine.work().all(), machine.work().startedNanos()))
          .orElseGet(() -> new NotHere("there is no machine " + id + " on node " + settings.name())));
      case WorkMeter.Measured(var id, var sample) ->
        machines.find(id).ifPresent(machine -> machine.work().add(sample));
      case StartPostcopy start -> departures.startPostcopy(start);
      case RecoverMigration recover -> departures.recover(recover);
      case ResumeHere decision -> orphans.resume(decision);
      case DiscardHere decision -> orphans.discard(decision);
      case Departures.Step step -> departures.take(step);
      case Rehearsed(var switchoverNanos) -> departures.rehearsed(switchoverNanos);
      case Admissions.Examined examined -> admissions.answer(examined);
      case ListMachines(var replyTo) -> children.spawn(InventoryActor.create(peers.all(), replyTo), "inventory");
      case ListNodes(var replyTo) -> replyTo.tell(new NodeListing(peers.entries()));
      case StopMachine(var id, var replyTo) -> stop(id, replyTo);
      case Locate(var id, var replyTo) -> machines.answer(id, replyTo, _ -> new Done("machine " + id + " is here"));
      case Attach(var id, var console, var replyTo) -> machines.answer(id, replyTo, machine -> {
        machine.consoles().attach(console);
        return new Done("attached to " + id);
      });
      case Detach(var id, var console) -> machines.find(id).ifPresent(machine -> machine.consoles().detach(console));
      case Typed(var id, var data) -> machines.type(id, data);
      case PeersChanged(var listing) -> peers.reachable(listing.getServiceInstances(PeerMessage.KEY));
      case Met(var peer) -> peers.met(peer);
      case Asked(var question) -> answer(question);
      case MachineTold(var event) -> machineTold(event);
      case Own _ -> {
        return Behaviors.unhandled();
      }
    }
    return this;
  }

  @Override
  public Behavior<NodeMessage> onSignal(Signal signal) {
    if (signal instanceof ChildFailed failed) {
      getContext().getLog().error("{} failed", failed.getRef().path().name(), failed.cause());
      departures.failed(failed);
      arrivals.failed(failed);
    } else if (signal instanceof PostStop) {
      reserve.close();
    }
    return this;
  }

  private void answer(PeerMessage question) {
    switch (question) {
      case Introduce(var replyTo) -> replyTo.tell(new Introduction(settings.name(), adminUrl, arrivals.offers(), ear,
          abi.origin(), abi.lock()));
      case TakeInventory(var replyTo) -> replyTo.tell(new Inventory(settings.name(), adminUrl, machines.freeBytes(),
          machines.entries()));
      case ForwardInput(var machine, var data) -> machines.type(new MachineId(machine), Bytes.of(data));
      case AskPreflight preflight -> admissions.preflight(preflight);
      case Introduction _,Inventory _,Preflight _ -> {
        // They are answers, and are heard elsewhere.
      }
    }
  }

  private void stop(MachineId id, ActorRef<Reply> replyTo) {
    machines.answer(id, replyTo, machine -> {
      if (!machine.canBeStopped()) {
        return new Rejected(machine.busy(), Optional.empty());
      }
      machines.end(machine, new Ended(0, "the machine was stopped by its operator"));
      return new Done("machine " + id + " is stopped");
    });
  }

  private void machineTold(MachineEvent event) {
    switch (event) {
      case ConsoleOutput(var id, var data) -> machines.find(id).ifPresent(machine -> machine.consoles().show(data));
      case InputReturned(var id, var data) -> machines.type(id, data);
      case Exited(var id, var status, var reason) -> machines.find(id).ifPresent(machine -> {
        machine.source().ifPresentOrElse(source -> {
          // A guest that has ended is not moved: its end is told when the migration is given up.
          machine.endLater(new Ended(status, reason));
          source.tell(new SourceMessage.Cancel());
        }, () -> {
          machine.target().ifPresent(target -> target.tell(new TargetActor.MachineEnded()));
          if (machine.state() == MachineState.SAVING) {
            // Its file is of a moment when it ran: its end is told when that is whole.
            machine.endLater(new Ended(status, reason));
          } else {
            machines.end(machine, new Ended(status, reason));
          }
        });
      });
      case Failed(var id, var reason) -> {
        getContext().getLog().error("machine {} failed: {}", id, reason);
        machines.find(id).ifPresent(machine -> {
          machine.source().ifPresent(source -> source.tell(new SourceMessage.Cancel()));
          machines.end(machine, new Ended(1, reason));
        });
      }
    }
  }
}
