package dev.kurki.conf.node;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import dev.kurki.actors.machine.MachineId;
import dev.kurki.actors.section.Refusal;
import dev.kurki.conf.node.NodeMessage.Own;
import dev.kurki.conf.node.PeerMessage.AskPreflight;
import dev.kurki.conf.node.PeerMessage.Preflight;
import dev.kurki.migration.control.Negotiation;
import dev.kurki.migration.wire.WireSecurity;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/**
 * Says whether this node takes a machine: by its name, its room, its abilities, the policy and how streams
 * are secured; part of the node actor's
 * state.
 */
final class Admissions {
  /** A machine that another node asks about has been looked at; nobody has been answered yet. */
  record Examined(AskPreflight question, List<Refusal> refusals) implements Own {}

  private final ActorContext<NodeMessage> context;
  private final Planner planner;
  private final HostedMachines machines;
  private final WireSecurity security;

  Admissions(ActorContext<NodeMessage> context, Planner planner, HostedMachines machines, WireSecurity security) {
    this.context = context;
    this.planner = planner;
    this.machines = machines;
    this.security = security;
  }

  /** Why a machine cannot be hosted now: every reason; none when it can. */
  List<Refusal> refusals(PlanRequest request, MachineId id) {
    Stream<Refusal> ofState = request.described().stream().flatMap(description -> Negotiation
        .check(description, planner.abilities(machines.freeBytes()), request.told()).stream());
    Stream<Refusal> ofSecurity = request.capabilities().stream().flatMap(there -> otherSecurity(id, there));
    return Stream.of(taken(id).stream(), ofSecurity, ofState).flatMap(refusals -> refusals).toList();
  }

  /** Looks at a machine that another node only asks about. */
  void preflight(AskPreflight question) {
    MachineId id = question.description().machine();
    List<Refusal> before = Stream.concat(taken(id).stream(), otherSecurity(id, question.capabilities())).toList();
    context.pipeToSelf(planner.preflight(question.description(), question.blacklist(), machines.freeBytes()),
        (refusals, problem) -> new Examined(question, Stream.concat(before.stream(),
            problem == null ? refusals.stream() : Stream.of(Planner.failed(problem))).toList()));
  }

  /** Answers the node that asked; why a machine would not be taken stands in the log of this node, too. */
  void answer(Examined examined) {
    AskPreflight question = examined.question();
    examined.refusals().forEach(refusal -> context.getLog().warn("machine {} would not be taken: {}",
        question.description().machine(), refusal.sentence()));
    question.replyTo().tell(new Preflight(examined.refusals()));
  }

  private Stream<Refusal> otherSecurity(MachineId id, List<String> there) {
    return Negotiation.checkSecurity(security.isTls(), "a source", there).map(refusal -> refusal.of(id.name()))
        .stream();
  }

  private Optional<Refusal> taken(MachineId id) {
    return machines.find(id).map(_ -> Planner.nameTaken(id).of(id.name()));
  }
}
