package dev.kurki.conf.node;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

import dev.kurki.actors.machine.MachineId;
import dev.kurki.actors.section.Refusal;
import dev.kurki.conf.node.PeerMessage.AskPreflight;
import dev.kurki.conf.node.PeerMessage.Preflight;
import dev.kurki.migration.control.Negotiation;

/** Says whether this node takes a machine: by its name, its room, its abilities and the policy. */
final class Admissions {
  private final Planner planner;
  private final HostedMachines machines;

  Admissions(Planner planner, HostedMachines machines) {
    this.planner = planner;
    this.machines = machines;
  }

  /** Why a machine cannot be hosted now: every reason; none when it can. */
  List<Refusal> refusals(PlanRequest request, MachineId id) {
    Stream<Refusal> ofState = request.described().stream().flatMap(description -> Negotiation
        .check(description, planner.abilities(machines.freeBytes()), request.told()).stream());
    return Stream.concat(taken(id).stream(), ofState).toList();
  }

  /** Answers another node that only asks. */
  CompletionStage<Preflight> preflight(AskPreflight question) {
    Optional<Refusal> taken = taken(question.description().machine());
    return planner.preflight(question.description(), question.blacklist(), machines.freeBytes())
        .thenApply(refusals -> new Preflight(Stream.concat(taken.stream(), refusals.stream()).toList()));
  }

  private Optional<Refusal> taken(MachineId id) {
    return machines.find(id).map(_ -> Planner.nameTaken(id).of(id.name()));
  }
}
