package dev.kurki.conf.node;

import dev.kurki.conf.node.NodeMessage.Ended;
import dev.kurki.migration.target.TargetEvent.Flowing;
import dev.kurki.migration.target.TargetEvent.RunsInPart;
import dev.kurki.migration.target.TargetEvent.Stalled;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

import dev.kurki.actors.machine.MachineActor;
import dev.kurki.actors.machine.MachineEvent;
import dev.kurki.actors.machine.MachineMessage.Reset;
import dev.kurki.actors.machine.MachineMessage;
import dev.kurki.actors.machine.MachinePlan;
import dev.kurki.actors.section.Refusal;
import dev.kurki.conf.input.BadInput;
import dev.kurki.conf.machine.MachineConfig;
import dev.kurki.conf.machine.MachineDispatcher;
import dev.kurki.conf.node.NodeMessage.Done;
import dev.kurki.conf.node.NodeMessage.Ended;
import dev.kurki.conf.node.NodeMessage.Launch;
import dev.kurki.conf.node.NodeMessage.Own;
import dev.kurki.conf.node.NodeMessage.Rejected;
import dev.kurki.conf.node.NodeMessage.Reply;
import dev.kurki.conf.node.NodeMessage.Restore;
import dev.kurki.conf.node.PlanRequest.ToLaunch;
import dev.kurki.conf.node.PlanRequest.ToRestore;
import dev.kurki.conf.node.PlanRequest.ToTake;
import dev.kurki.conf.node.Planner.Planned;
import dev.kurki.conf.node.Planner.Unplanned;
import dev.kurki.migration.control.Offer;
import dev.kurki.migration.file.SnapshotFile;
import dev.kurki.migration.policy.NodeAbi;
import dev.kurki.migration.policy.Provenance.How;
import dev.kurki.migration.policy.Provenance;
import dev.kurki.migration.target.BuiltMachine;
import dev.kurki.migration.target.TargetParameters;
import dev.kurki.migration.target.TargetActor;
import dev.kurki.migration.target.TargetEvent.GivenUp;
import dev.kurki.migration.target.TargetEvent.TakenOver;
import dev.kurki.migration.target.TargetEvent.Waiting;
import dev.kurki.migration.target.TargetEvent;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/**
 * Lets machines come to be on a node: launched, offered by another node, or read from a file. Each is planned away from the
 * node's actor and built on it; part of the node actor's state.
 */
final class Arrivals {
  /** What the node tells itself of a machine that is to come. */
  sealed interface Step extends Own {}

  private record Offered(Offer offer) implements Step {}

  private record Prepared(PlanRequest request, Planner.Result result) implements Step {}

  private record TargetTold(TargetEvent event) implements Step {}

  private static final long FIRST_EPOCH = 1;

  private final ActorContext<NodeMessage> context;
  private final NodeSettings settings;
  private final NodeAbi abi;
  private final Planner planner;
  private final Admissions admissions;
  private final HostedMachines machines;
  private final Restores restores;
  private final Children children;
  private final ActorRef<MachineEvent> owner;
  private final ActorRef<TargetEvent> targets;
  private final ActorRef<Offer> offers;

  /**
   * Arrivals on a node.
   *
   * @param settings what its operator says of it
   * @param owner hears of the machines
   */
  Arrivals(ActorContext<NodeMessage> context, NodeSettings settings, NodeAbi abi, Planner planner,
      Admissions admissions,
      HostedMachines machines, Restores restores, Children children, ActorRef<MachineEvent> owner) {
    this.context = context;
    this.settings = settings;
    this.abi = abi;
    this.planner = planner;
    this.admissions = admissions;
    this.machines = machines;
    this.restores = restores;
    this.children = children;
    this.owner = owner;
    this.targets = context.messageAdapter(TargetEvent.class, TargetTold::new);
    this.offers = context.messageAdapter(Offer.class, Offered::new);
  }

  /** Who takes the machines that other nodes offer. */
  ActorRef<Offer> offers() {
    return offers;
  }

  void take(Step step) {
    switch (step) {
      case Offered(var offer) -> consider(offer);
      case Prepared(var request, Planned planned) -> host(request, planned);
      case Prepared(var request, Unplanned(var refusals)) -> refuse(request, refusals);
      case TargetTold(var event) -> targetTold(event);
    }
  }

  void launch(Launch launch) {
    prepare(new ToLaunch(launch.replyTo()), planner.toLaunch(launch.machine(), machines.freeBytes()));
  }

  void restore(Restore restore) {
    Path file = restore.file();
    ActorRef<Reply> replyTo = restore.replyTo();
    boolean isLazy;
    try {
      isLazy = Wishes.ofRestore(context.getSystem().settings().config(), restore.parameters()).lazy();
    } catch (BadInput e) {
      replyTo.tell(new Rejected(e.line(), Optional.empty()));
      return;
    }
    context.pipeToSelf(
        new SnapshotFile(context.getSystem(), file).describe()
            .thenCompose(description -> planner.toTake(description)
                .thenApply(result -> new Prepared(new ToRestore(file, isLazy, description, replyTo), result))),
        (prepared, problem) -> {
          if (problem == null) {
            return prepared;
          }
          return new Prepared(new ToLaunch(replyTo), new Unplanned(List.of(Planner.unusable("a saved machine",
              Snapshots.reason(file, problem)))));
        });
  }

  /** A target that fails takes with it what has come, unless that is all of the machine: then it may be the last copy. */
  void failed(ChildFailed child) {
    machines.first(
        machine -> machine.target().filter(target -> target.path().equals(child.getRef().path())).isPresent())
        .ifPresent(machine -> {
          machine.orphan();
          if (machine.isWhole()) {
            context.getLog()
                .warn("machine {} has come, and its migration has failed here: resume the copy here if the other"
                    + " node is dead, discard it if the machine runs there", machine.id());
          } else {
            context.getLog().warn("machine {} does not come: its migration has failed", machine.id());
            machines.end(machine, new Ended(1, "its migration has failed"));
          }
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

  private void prepare(PlanRequest request, CompletionStage<Planner.Result> plan) {
    context.pipeToSelf(plan, (result, problem) -> new Prepared(request, problem == null
        ? result
        : new Unplanned(List.of(Planner.failed(problem)))));
  }

  private void refuse(PlanRequest request, List<Refusal> refusals) {
    refusals.forEach(refusal -> context.getLog().warn("not taken: {}", refusal.sentence()));
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
        HostedMachine machine = build(planned, Provenance.bornOn(abi.origin()), MachineState.RUNNING, FIRST_EPOCH);
        machine.machine().tell(new Reset());
        machine.runOn(context.getSystem());
        replyTo.tell(new Done("machine " + config.id() + " runs on node " + settings.name()));
      }
      case ToTake(var offer) -> {
        HostedMachine machine = build(planned,
            offer.description().provenance().then(abi.origin(), How.MIGRATED), MachineState.INCOMING, offer.epoch());
        TargetParameters listening = TargetParameters
            .from(context.getSystem().settings().config().getConfig("kurki.migration"), settings.security());
        machine.comeBy(children.spawn(TargetActor.create(offer,
            new BuiltMachine(machine.machine(), planned.plan().memory(), abi.blacklist(),
                machine.hints(context.getSystem())::warmUp),
            listening, targets),
            "target-" + config.id()));
      }
      case ToRestore(var file, var isLazy, var description, var replyTo) -> {
        HostedMachine machine = build(planned, description.provenance().then(abi.origin(), How.RESTORED),
            MachineState.RESTORING, FIRST_EPOCH);
        restores.restore(machine, file, isLazy, replyTo);
      }
    }
  }

  private HostedMachine build(Planned planned, Provenance provenance, MachineState state, long epoch) {
    MachineConfig config = planned.config();
    MachinePlan plan = planned.plan();
    ActorRef<MachineMessage> actor = children.spawn(MachineActor.create(plan, owner, Clock.systemUTC()),
        "machine-" + config.id(), MachineDispatcher.of(config, context.getSystem()));
    HostedMachine machine = new HostedMachine(config, plan, actor, provenance, state, epoch);
    machine.measureBy(children.spawn(WorkMeter.create(config.id(), actor, context.getSelf()), "work-" + config.id()));
    machines.add(machine);
    return machine;
  }

  private void targetTold(TargetEvent event) {
    switch (event) {
      case Waiting(var id) -> machines.find(id).ifPresent(HostedMachine::becomeWhole);
      case RunsInPart(var id, var epoch) -> {
        context.getLog().info("machine {} runs here in post-copy, epoch {}", id, epoch);
        machines.find(id).ifPresent(machine -> machine.ownInPart(epoch));
      }
      case Stalled(var id, _) -> machines.find(id).filter(HostedMachine::isInPart)
          .ifPresent(machine -> machine.become(MachineState.POSTCOPY_PAUSED));
      case Flowing(var id) -> machines.find(id).filter(HostedMachine::isInPart)
          .ifPresent(machine -> machine.become(MachineState.POSTCOPY_ACTIVE));
      case TakenOver(var id, var epoch) -> {
        context.getLog().info("machine {} runs here, epoch {}", id, epoch);
        machines.find(id).ifPresent(machine -> machine.own(epoch));
      }
      case GivenUp(var id, var reason) -> {
        context.getLog().warn("machine {} does not come: {}", id, reason);
        machines.find(id).ifPresent(machine -> machine.consoles().tell(new Ended(1, reason)));
        machines.forget(id);
      }
    }
  }
}
