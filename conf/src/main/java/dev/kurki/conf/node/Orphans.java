package dev.kurki.conf.node;

import dev.kurki.conf.node.NodeMessage.DiscardHere;
import dev.kurki.conf.node.NodeMessage.Done;
import dev.kurki.conf.node.NodeMessage.Ended;
import dev.kurki.conf.node.NodeMessage.Rejected;
import dev.kurki.conf.node.NodeMessage.Reply;
import dev.kurki.conf.node.NodeMessage.ResumeHere;
import dev.kurki.migration.source.SourceMessage;
import dev.kurki.migration.target.TargetActor;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * Brings an operator's decision to the end of a migration whose other end is gone: a copy that has left and whose arrival nobody
 * can tell, or one that has come whole and whose source cannot decide any more. Elsewhere there is nothing to decide.
 */
final class Orphans {
  private final HostedMachines machines;
  private final ActorSystem<?> system;

  Orphans(HostedMachines machines, ActorSystem<?> system) {
    this.machines = machines;
    this.system = system;
  }

  void resume(ResumeHere decision) {
    machines.answer(decision.machine(), decision.replyTo(),
        machine -> machine.torn()
            .<Reply>map(why -> new Rejected("machine " + machine.id() + " is not resumed here: " + why,
                Optional.empty()))
            .orElseGet(() -> isAlone(machine)
                ? resumed(machine)
                : told(machine, new SourceMessage.ResumeHere(), new TargetActor.ResumeHere(), "is to run here")));
  }

  void discard(DiscardHere decision) {
    machines.answer(decision.machine(), decision.replyTo(), machine -> isAlone(machine)
        ? discarded(machine)
        : told(machine, new SourceMessage.DiscardHere(), new TargetActor.DiscardHere(), "is to be thrown away here"));
  }

  /** Whoever moved it has failed: nobody is left who knows whether the other node is gone, and the operator is believed. */
  private static boolean isAlone(HostedMachine machine) {
    return machine.state() == MachineState.LEAVING && machine.source().isEmpty()
        || machine.state() == MachineState.INCOMING && machine.target().isEmpty();
  }

  private Reply resumed(HostedMachine machine) {
    if (machine.state() == MachineState.LEAVING) {
      machine.takeBack(system);
    } else {
      machine.takeOver(system);
    }
    return new Done("machine " + machine.id() + " runs here");
  }

  private Reply discarded(HostedMachine machine) {
    machines.end(machine, new Ended(0, "its copy here was discarded by its operator"));
    return new Done("the copy of machine " + machine.id() + " here is thrown away");
  }

  /** A machine that runs in part runs already: it can only be thrown away. */
  private static boolean isDecidedAtTarget(HostedMachine machine, TargetActor.Message decision) {
    return machine.state() == MachineState.INCOMING
        || (machine.isInPart() && decision instanceof TargetActor.DiscardHere);
  }

  private static Reply told(HostedMachine machine, SourceMessage toSource, TargetActor.Message toTarget,
      String what) {
    if (machine.state() == MachineState.LEAVING && machine.source().isPresent()) {
      machine.source().get().tell(toSource);
    } else if (isDecidedAtTarget(machine, toTarget) && machine.target().isPresent()) {
      machine.target().get().tell(toTarget);
    } else {
      return new Rejected("machine " + machine.id() + " is " + machine.stateName()
          + ": there is nothing to decide; only a copy is whose migration cannot be ended", Optional.empty());
    }
    return new Done(
        "machine " + machine.id() + " " + what + ", if the node at the other end of its migration is gone; see"
            + " kurki ps");
  }
}
